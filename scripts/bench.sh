#!/usr/bin/env bash
# Measures in one run: the stages of imaging, every Deflate coder on the same strips, the whole pipeline, and peers on
# the same page.    usage: bench.sh BIN-FOLDER [PAGES]
set -euo pipefail
bin=$1
pages=${2:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== stages, one A4 page 300 dpi colour"
"$bin/bench-imaging" --benchmark_min_time=0.5
echo "== coders of one page's strips, and decoders of what our own made"
"$bin/bench-codec" --benchmark_min_time=0.3
echo "== whole pipeline: scan, encode, decode again and compare, hash, measure, judge, fsync and read back, log"
"$bin/bench-pipeline" "$pages" $((pages / 10)) tiff
"$bin/bench-pipeline" 40 20 png
echo "== a box of old paper in one feed: separators read, a job for each tab"
"$bin/bench-batch" "$pages" 25
"$bin/bench-batch" $((pages * 16)) 25 slips
echo "== the clerk's window: a letter of three sheets, and many"
"$bin/bench-window" 3
"$bin/bench-window" 200
echo "== peers: the same page, CPU seconds a page of one process; none of them measures, compares, hashes, fsyncs or logs"
"$bin/seihon" --home "$work/home" init --demo >/dev/null
convert "$work/home/feeder/tray/0001.png" -compress none "$work/page.tif"
convert "$work/home/feeder/tray/0001.png" "$work/page.ppm"
peer() { # NAME OUTPUT COMMAND…
    local name=$1 output=$2 cpu memory
    shift 2
    rm -f "$output"
    /usr/bin/env python3 - "$work/usage" "$@" <<'EOF'
import resource, subprocess, sys
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write("%.2f %d %d\n" % (usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, done.returncode))
EOF
    read -r cpu memory code <"$work/usage"
    if [ "$code" -ne 0 ] || [ ! -s "$output" ]; then
        printf '%-34s failed\n' "$name"
        return
    fi
    printf '%-34s %6s s CPU  %6s MiB  %9s bytes\n' "$name" "$cpu" "$memory" "$(stat -c %s "$output")"
}
peer "tiffcp -c lzw:2" "$work/out.tif" tiffcp -c lzw:2 "$work/page.tif" "$work/out.tif"
peer "tiffcp -c zip:2" "$work/out.tif" tiffcp -c zip:2 "$work/page.tif" "$work/out.tif"
peer "ImageMagick, TIFF zip" "$work/out.tif" convert "$work/page.tif" -compress zip "$work/out.tif"
peer "ImageMagick, TIFF lzw" "$work/out.tif" convert "$work/page.tif" -compress lzw "$work/out.tif"
peer "img2pdf" "$work/out.pdf" img2pdf "$work/page.tif" -o "$work/out.pdf"
peer "unpaper (alters the pixels)" "$work/out.ppm" unpaper --overwrite "$work/page.ppm" "$work/out.ppm"
peer "OCRmyPDF without OCR, lossless" "$work/out.pdf" ocrmypdf --tesseract-timeout 0 --output-type pdf --optimize 0 \
    --image-dpi 300 "$work/page.tif" "$work/out.pdf"

echo "== seals: the same record; peers check the signature, its chain and lists, not the pages, and log nothing"
home=$work/home
record=$("$bin/seihon" --home "$home" --as clerk --pin-fd 3 --json intake --class referral-letter --patient P-1 --sheets 4 \
    --attest-complete 3<<<123456 | sed -n 's/.*"path":"\([^"]*\)".*/\1/p')
"$bin/bench-seal" "$home" "$record" 200
cd "$record"
per_second() { awk -v n="$2" -v s="$3" -v what="$1" 'BEGIN { printf "%-44s %8.1f a second  %8.2f ms each\n", what, n / s, s / n * 1000 }'; }
TIMEFORMAT=%R
seconds=$({ time for _ in $(seq 50); do
    openssl cms -sign -binary -nosmimecap -cades -md sha256 -outform der -in META-INF/ASiCManifest001.xml \
        -signer "$home/demo/clerk.pem" -inkey "$home/demo/clerk.key.pem" -certfile "$home/demo/issuing-ca.pem" -out /dev/null
done; } 2>&1)
per_second "openssl cms -sign (a process each, key in a file)" 50 "$seconds"
seconds=$({ time for _ in $(seq 50); do
    openssl cms -verify -cades -inform der -in META-INF/signature001.p7s -content META-INF/ASiCManifest001.xml -binary \
        -CAfile "$home/demo/root-ca.pem" -crl_check_all -policy_check -explicit_policy -policy 1.2.392.100495.1.5.1.1.0.1 \
        -out /dev/null 2>/dev/null
done; } 2>&1)
per_second "openssl cms -verify (a process each)" 50 "$seconds"
if command -v java >/dev/null; then
    for ca in root-ca tsa-ca; do openssl x509 -in "$home/demo/$ca.pem" -outform der -out "$work/$ca.der"; done
    bouncy() {
        local triples=()
        for _ in $(seq "$1"); do triples+=(META-INF/signature001.p7s META-INF/ASiCManifest001.xml 0); done
        java -cp /usr/share/java/bcpkix.jar:/usr/share/java/bcprov.jar:/usr/share/java/bcutil.jar \
            "$OLDPWD/tests/signing/java/VerifySeal.java" "$work/root-ca.der" "$work/tsa-ca.der" 1.2.392.100495.1.5.1.1.0.1 \
            "${triples[@]}" | grep -c '^good' >"$work/good"
        [ "$(cat "$work/good")" = "$1" ] || { echo "BouncyCastle refused the seal"; exit 1; }
    }
    few=$({ time bouncy 1; } 2>&1)
    many=$({ time bouncy 501; } 2>&1)
    per_second "BouncyCastle verify (without the JVM's start)" 500 "$(awk -v a="$many" -v b="$few" 'BEGIN { print a - b }')"
fi
cd "$OLDPWD"

here=$(cd "$(dirname "$0")" && pwd)
echo "== archive verify beside sha256sum; backup, drill and restore beside cp"
"$here/../bench/archive_verify.sh" "$bin" "$work/archive"
"$here/../bench/backup.sh" "$bin" "$work/backup"
