#!/usr/bin/env bash
# Runs every fuzz target for some seconds on an empty corpus; a crash, a leak or a slow input fails.
# usage: fuzz.sh BIN-FOLDER SECONDS
set -euo pipefail
bin=$1
seconds=$2
found=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in "$bin"/fuzz-*; do
    [ -x "$target" ] || continue
    found=$((found + 1))
    name=$(basename "$target")
    mkdir -p "$work/$name"
    if ! "$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$work/$name-" \
        "$work/$name" >"$work/$name.log" 2>&1; then
        tail -n 60 "$work/$name.log"
        echo "fuzz: $name FAILED"
        exit 1
    fi
    echo "fuzz: $name ok, $(grep -o '^#[0-9]*' "$work/$name.log" | tail -n 1 | tr -d '#') inputs in ${seconds}s"
done
[ "$found" -gt 0 ] || { echo "fuzz: no targets in $bin"; exit 1; }
