#!/usr/bin/env bash
# Sealed letters into a storescp: `seihon deliver work` (objects made from the sealed pages, read back, logged, sent, each status logged)
# beside img2dcm and storescu on JPEG files of the same pages, which are lossy, smaller, and prove nothing.
# usage: deliver.sh BIN-FOLDER WORK-FOLDER (made anew) [RECORDS [raw|jpeg-lossless|jpeg-ls]]
set -euo pipefail
bin=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd)
. "$(dirname "$0")/letters.sh"
port=$((20000 + RANDOM % 20000))
storescp --ignore +xa "$port" &
scp=$!
trap 'kill $scp; rm -rf "$work"' EXIT
letters_home "$bin" "$work/home" "${3:-20}"
pages=$(find "$work/home/archive" -name '*.tif' | wc -l)
cat >"$work/home/deliveries.toml" <<TOML
[[target]]
name = "scp"
kind = "dicom"
classes = ["referral-letter"]
sealed_from = 2020-01-01T00:00:00Z
host = "127.0.0.1"
port = $port
called_ae = "ARCHIVE"
calling_ae = "SEIHON"
timeout_seconds = 30
tls = false
confirmation = "none"
syntaxes = ["${4:-raw}"]
TOML
rate() { awk "BEGIN { printf \"%-28s %6.1f pages a second (%d pages, %d ms)\n\", \"$1\", $pages * 1000 / $2, $pages, $2 }"; }
from=$(date +%s%N)
"$bin/seihon" --home "$work/home" deliver work >"$work/out"
rate "seihon deliver work (${4:-raw})" $((($(date +%s%N) - from) / 1000000))
number=0
for page in $(find "$work/home/archive" -name '*.tif'); do
    number=$((number + 1))
    convert "$page" -quality 90 "$work/$number.jpg" # not counted: img2dcm reads no TIFF
done
from=$(date +%s%N)
for ((i = 1; i <= number; ++i)); do
    img2dcm "$work/$i.jpg" "$work/$i.dcm"
done
storescu -xy 127.0.0.1 "$port" "$work"/*.dcm >"$work/out" 2>&1
rate "img2dcm + storescu (JPEG)" $((($(date +%s%N) - from) / 1000000))
# What the line and the other side take for the same number of bytes, uncompressed: nothing made, nothing compared.
for ((i = 1; i <= number; ++i)); do
    dcmdjpeg "$work/$i.dcm" "$work/$i.raw"
done
from=$(date +%s%N)
storescu -xe 127.0.0.1 "$port" "$work"/*.raw >"$work/out" 2>&1
rate "storescu alone (raw)" $((($(date +%s%N) - from) / 1000000))
echo "load $(cut -d' ' -f1-3 /proc/loadavg)"
