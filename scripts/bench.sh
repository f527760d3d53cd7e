#!/usr/bin/env bash
# Measures in one run: the stages of imaging, the whole pipeline over 100 pages, and peers on the same page.
# usage: bench.sh BIN-FOLDER
set -euo pipefail
bin=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== stages, one A4 page 300 dpi colour"
"$bin/bench-imaging" --benchmark_min_time=0.5
echo "== whole pipeline: scan, compare, encode, hash, fsync, measure, judge, log"
"$bin/bench-pipeline" 100 25
echo "== peers: lossless TIFF of the same page, CPU seconds a page; none of them measures, hashes, fsyncs or logs"
"$bin/seihon" --home "$work/home" init --demo >/dev/null
convert "$work/home/feeder/tray/0001.png" -compress none "$work/page.tif"
for peer in "tiffcp -c lzw:2" "tiffcp -c zip:2" "convert -compress zip" "convert -compress lzw"; do
    read -r -a words <<<"$peer"
    if [ "${words[0]}" = tiffcp ]; then
        command=("${words[@]}" "$work/page.tif" "$work/out.tif")
    else
        command=(convert "$work/page.tif" "${words[@]:1}" "$work/out.tif")
    fi
    TIMEFORMAT="%U %S"
    cpu=$({ time "${command[@]}" >/dev/null 2>&1; } 2>&1 | awk '{printf "%.2f", $1 + $2}')
    printf '%-24s %s s  %s bytes\n' "$peer" "$cpu" "$(stat -c %s "$work/out.tif")"
done
