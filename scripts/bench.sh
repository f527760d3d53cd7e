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
