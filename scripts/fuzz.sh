#!/usr/bin/env bash
# Runs every fuzz target on an empty corpus; a crash, a leak or a slow input fails. What reads signed evidence from
# strangers gets 10 seconds, the rest 3; FUZZ_SECONDS sets one time for all.
# usage: fuzz.sh BIN-FOLDER [JOBS]
set -euo pipefail
bin=$1
jobs=${2:-1}
work=$(mktemp -d)
export work
trap 'rm -rf "$work"' EXIT

run_target() {
    local name seconds=3
    name=$(basename "$1")
    case $name in
    fuzz-seal | fuzz-timestamp-reply | fuzz-crl* | fuzz-hc-role | fuzz-*manifest* | fuzz-zip | fuzz-evidence-record | fuzz-validation-data | fuzz-received-document | fuzz-pdf-signatures)
        seconds=10
        ;;
    esac
    seconds=${FUZZ_SECONDS:-$seconds}
    mkdir -p "$work/$name"
    if ! "$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$work/$name-" \
        "$work/$name" >"$work/$name.log" 2>&1; then
        tail -n 60 "$work/$name.log"
        echo "fuzz: $name FAILED"
        return 1
    fi
    echo "fuzz: $name ok, $(sed -n 's/^Done \([0-9]*\) runs.*/\1/p' "$work/$name.log") inputs in ${seconds}s"
}
export -f run_target

mapfile -t targets < <(find "$bin" -maxdepth 1 -name 'fuzz-*' -type f -executable | sort)
[ "${#targets[@]}" -gt 0 ] || { echo "fuzz: no targets in $bin"; exit 1; }
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "$jobs" bash -c 'run_target "$0"'
