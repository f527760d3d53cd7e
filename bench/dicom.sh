#!/usr/bin/env bash
# Pages as DICOM objects, written, read back and compared, beside DCMTK's tools on the same page, which do not read back.
# CPU seconds, best of five.    usage: dicom.sh BIN-FOLDER
set -euo pipefail
bin=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== ours: made, written, read afresh, every element and pixel compared, hashed"
"$bin/bench-dicom" "$work"
echo "== peers: img2dcm from a BMP of the same page, then compressed"
peer() { # NAME OUTPUT COMMAND…
    local name=$1 output=$2
    shift 2
    /usr/bin/env python3 - "$name" "$output" "$@" <<'EOF'
import os, resource, subprocess, sys
best = None
for _ in range(5):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(sys.argv[3:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    best = took if best is None else min(best, took)
print("%-34s %6.2f s CPU  %6.2f MB" % (sys.argv[1], best, os.path.getsize(sys.argv[2]) / 1e6))
EOF
}
peer "img2dcm, raw" "$work/raw.dcm" img2dcm -i BMP "$work/page.bmp" "$work/raw.dcm"
peer "dcmcjpeg +e1 of that" "$work/jpeg.dcm" dcmcjpeg +e1 "$work/raw.dcm" "$work/jpeg.dcm"
peer "dcmcjpls of that" "$work/jpls.dcm" dcmcjpls "$work/raw.dcm" "$work/jpls.dcm"
