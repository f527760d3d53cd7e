#!/usr/bin/env bash
# Runs every fuzz target for some seconds on an empty corpus; a crash, a leak or a slow input fails.
# usage: fuzz.sh BIN-FOLDER SECONDS [JOBS]
set -euo pipefail
bin=$1
export seconds=$2
jobs=${3:-1}
work=$(mktemp -d)
export work
trap 'rm -rf "$work"' EXIT

run_target() {
    local name
    name=$(basename "$1")
    mkdir -p "$work/$name"
    if ! "$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$work/$name-" \
        "$work/$name" >"$work/$name.log" 2>&1; then
        tail -n 60 "$work/$name.log"
        echo "fuzz: $name FAILED"
        return 1
    fi
    echo "fuzz: $name ok, $(grep -o '^#[0-9]*' "$work/$name.log" | tail -n 1 | tr -d '#') inputs in ${seconds}s"
}
export -f run_target

mapfile -t targets < <(find "$bin" -maxdepth 1 -name 'fuzz-*' -type f -executable | sort)
[ "${#targets[@]}" -gt 0 ] || { echo "fuzz: no targets in $bin"; exit 1; }
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "$jobs" bash -c 'run_target "$0"'
