# The two commands of the README are `make demo` and `make test`; each installs what is missing and builds first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
JOBS ?= $(shell nproc)
# One more than there are cores: tests of scanners, timeouts and peers that are away wait for nobody.
TESTS_AT_ONCE ?= $(shell expr $(JOBS) + 1)
export CCACHE_DIR ?= $(CURDIR)/build/ccache

.PHONY: help install build demo run screenshots test test-dev test-asan test-fuzz interop bench quality soak soak-bits soak-batches soak-crash soak-power soak-sanitized format clean

help:
	@echo "make demo    install, build, scan a referral letter, seal it, verify it, show it"
	@echo "make test    install, build, run all tests (also under sanitizers, and the fuzz targets for seconds)"
	@echo "make run     open the station window on a demo home"
	@echo "make screenshots  every page of the window into docs/screens"
	@echo "make interop  the demo's record judged by pkijs and yauzl (npm, network)"
	@echo "make bench   pages a minute, memory, peers"
	@echo "make quality  planted defects: how many the checks find, how often they cry wolf; writes docs/quality.md"
	@echo "make soak    the long runs: fuzzing for minutes, crash campaigns, power cuts in a guest of QEMU"
	@echo "make format  clang-format 14 over the tree"

install:
	@sh scripts/install.sh

build: install
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target seihon seihon-verify seihon-witness seihon-scan-worker sane-paperfeed

demo: build
	@scripts/demo.sh build/release/bin build/demo

run: install
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target seihon seihon-station seihon-scan-worker sane-paperfeed
	@scripts/run.sh build/release/bin build/demo-window

# Every page of the window, in both languages, at 100 % and 200 %.
screenshots: install
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS) --target seihon-screens
	@mkdir -p docs/screens
	@QT_QPA_PLATFORM=offscreen build/dev/bin/seihon-screens docs/screens

test: test-dev test-asan

test-dev: install
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS)
	TMPDIR=$$(scripts/test-folder.sh) ctest --preset dev -j $(TESTS_AT_ONCE)

# One build for the sanitizers and the fuzz targets. The crash campaign runs in test-dev only.
test-asan: install
	cmake --preset asan
	cmake --build --preset asan -j $(JOBS)
	TMPDIR=$$(scripts/test-folder.sh) ctest --preset asan -j $(TESTS_AT_ONCE)
	scripts/fuzz.sh build/asan/bin $(JOBS)

test-fuzz: install
	cmake --preset fuzz
	cmake --build --preset fuzz -j $(JOBS) --target fuzzers
	scripts/fuzz.sh build/fuzz/bin $(JOBS)

# Not part of `make test`: npm fetches what it judges with.
interop: demo
	@rm -f build/demo/record.asice
	@record=$$(basename "$$(echo build/demo/home/archive/*/*/*/*)") && build/release/bin/seihon --home build/demo/home \
	    --as manager --pin-fd 3 record export "$$record" --to build/demo/record.asice 3<<<123456
	tests/interop/run.sh build/interop build/demo/record.asice build/demo/home/trust

# BENCH_PAGES=5000 for the long run that shows memory to be flat.
BENCH_PAGES ?= 300
bench:
	@sh scripts/install.sh packages.txt packages-bench.txt
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@scripts/bench.sh build/release/bin $(BENCH_PAGES)

# 15 minutes on two idle cores. The same seed, always: nobody tunes on it.
quality: install
	@cmake --preset release >/dev/null
	@cmake --build --preset release -j $(JOBS) --target seihon-quality
	build/release/bin/seihon-quality report --threads $(JOBS) --to docs

soak:
	FUZZ_SECONDS=600 $(MAKE) test-fuzz
	$(MAKE) soak-bits
	$(MAKE) soak-batches
	$(MAKE) soak-crash
	$(MAKE) soak-power
	$(MAKE) soak-sanitized

# Every test of the commands under sanitizers, and the clerk's window; `make test` runs half of the commands there.
soak-sanitized: install
	cmake --preset asan -DSEIHON_UI=ON
	cmake --build --preset asan -j $(JOBS) --target test-cli test-station-ui
	export LSAN_OPTIONS=suppressions=$(CURDIR)/tests/support/lsan.supp:print_suppressions=0 TMPDIR=$$(scripts/test-folder.sh); \
	    build/asan/bin/test-cli; SEIHON_SUITE=ClerkTest QT_QPA_PLATFORM=offscreen build/asan/bin/test-station-ui

# Every bit of the append-only files of a log of a hundred entries, one after the other.
soak-bits: install
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS) --target test-ledger
	SEIHON_EVERY_BIT=1 build/dev/bin/test-ledger --gtest_filter='EveryBit.*'

# 10,000 jobs of small sheets with random events; SEIHON_BATCH_SEED=n runs one of them again.
soak-batches: install
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS) --target test-station
	SEIHON_BATCHES=$${SEIHON_BATCHES:-10000} build/dev/bin/test-station --gtest_filter='RandomBatches*'

# Every error in both ways at every system call of the commit path; 10,000 kills.
soak-crash: install
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS) --target test-campaign
	SEIHON_ALL_CALLS=1 SEIHON_KILLS=$${SEIHON_KILLS:-10000} build/dev/bin/test-campaign

# Power cuts in a guest of QEMU with Debian's kernel and dm-flakey; takes the kernel's package from the network.
soak-power: install
	@sh scripts/install.sh packages.txt packages-soak.txt
	cmake --preset dev
	cmake --build --preset dev -j $(JOBS) --target campaign-target campaign-check
	tests/campaign/power_cuts.sh build/dev/bin $${SEIHON_CUTS:-25}

format:
	git ls-files '*.cpp' '*.h' | xargs clang-format-14 -i

clean:
	rm -rf build
