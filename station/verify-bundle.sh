#!/bin/sh
# Verifies an auditor's bundle of Seihon without any program of Seihon: a POSIX shell, coreutils, awk and openssl (3.0 or
# later). usage: sh verify.sh [TRUST-FOLDER]; run it from anywhere. Exit status: 0 all of it holds, 2 usage, 3 a tool is
# missing, 4 something does not hold.
#
# What it shows: every file is what the sums say, nothing is missing and nothing was added; the sums were signed by the
# station's key; each record's manifest was signed by a certificate under a believed root, and the signature timestamped by
# a believed service; every file of a record that is at hand has the digest in that manifest; the lines of the log about it
# are leaves (RFC 6962) of the checkpoint that the station signed and a service timestamped; one of these lines names the
# manifest. What it does not look at: revocation, policies and roles of certificates, archive timestamps, key lengths.
# seihon-verify does.
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd) || exit 3
trust=${1:-$here/trust}
[ $# -le 1 ] && [ -f "$trust/trust.toml" ] || { echo "usage: sh verify.sh [TRUST-FOLDER]" >&2; exit 2; }
trust=$(cd "$trust" && pwd)
for tool in openssl sha256sum base64 awk find dd date; do
    command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 3; }
done
work=$(mktemp -d) || exit 3
trap 'rm -rf "$work"' EXIT
cd "$here" || exit 3
bad=0
good() { printf 'ok      %s\n' "$*"; }
fail() { printf 'FAILED  %s\n' "$*"; bad=1; }
check() { what=$1; shift; if "$@" >"$work/said" 2>&1; then good "$what"; else fail "$what"; fi; }

# Certificates of a folder (PEM or DER) into one PEM file.
pems() {
    for file in "$trust/$1"/*; do
        [ -f "$file" ] || continue
        if grep -q -e '-----BEGIN' "$file"; then cat "$file"; else openssl x509 -inform DER -in "$file"; fi
    done >"$2"
}
pems roots "$work/roots.pem"
pems tsa "$work/tsa.pem"

# --- the files, both ways; nothing but files and folders, so that nothing leads out of here or waits for ever
odd=$(find . ! -type f ! -type d; find . -type d -empty)
[ -z "$odd" ] || { fail "these are neither files nor folders with files: $odd"; echo "NOT all of it holds"; exit 4; }
check "every file is what SHA256SUMS says" sha256sum -c --strict --quiet SHA256SUMS
find . ! -type d | sed 's|^\./||' | grep -v -x -e SHA256SUMS -e SHA256SUMS.note | sort >"$work/there"
sed 's/^[0-9a-f]*  //' SHA256SUMS | sort >"$work/listed"
check "no file was added or taken away" cmp "$work/there" "$work/listed"

# --- notes that the station signed (C2SP signed-note): NOTE, its station
station_key() {
    awk -v want="$1" '/^\[\[/ { on = ($0 ~ /^\[\[station_key\]\]/); id = "" }
        on && /^station_id *=/ { split($0, part, "\""); id = part[2] }
        on && /^ed25519_base64 *=/ { split($0, part, "\""); if (id == want) print part[2] }' "$trust/trust.toml"
}
signed_note() {
    sed '/^$/q' "$1" | sed '$d' >"$work/text"
    line=$(grep "^— $2 " "$1" | head -n 1)
    [ -n "$line" ] || return 1
    printf '%s' "${line##* }" | base64 -d | dd bs=1 skip=4 of="$work/sig" 2>/dev/null
    for key in $(station_key "$2"); do
        { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; printf '%s' "$key" | base64 -d; } >"$work/key.der"
        openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin -in "$work/text" \
            -sigfile "$work/sig" && return 0
    done
    return 1
}
station=$(sed 's/.*"station":"\([^"]*\)".*/\1/' bundle.json)
bundle=$(sed 's/.*"id":"\([^"]*\)","madeAt".*/\1/' bundle.json)
check "SHA256SUMS was signed by $station" signed_note SHA256SUMS.note "$station"
sums=$(sha256sum <SHA256SUMS)
check "that signature is over these sums" grep -q -x "SHA256SUMS ${sums%% *}" SHA256SUMS.note
check "that signature is over this bundle" grep -q -x "bundle $bundle" SHA256SUMS.note

# --- the checkpoint of the log
station=$(head -n 1 log/checkpoint.note)
size=$(sed -n 2p log/checkpoint.note)
root=$(sed -n 3p log/checkpoint.note)
case $size in '' | *[!0-9]*) size=0 ;; esac
check "the log's checkpoint ($size entries) was signed by $station" signed_note log/checkpoint.note "$station"
# What the service stamped is the note as the station signed it, without what witnesses added.
{ sed '/^$/q' log/checkpoint.note; grep "^— $station " log/checkpoint.note; } >"$work/note"
check "a believed service timestamped it" openssl ts -verify -token_in -in log/checkpoint.tst -data "$work/note" \
    -CAfile "$work/tsa.pem"
openssl ts -reply -token_in -in log/checkpoint.tst -text 2>/dev/null | sed -n 's/^Time stamp: /        at /p'

# --- RFC 6962: is LINE under the checkpoint, by its tlog-proof?
node() { { printf '\001'; base64 -d <"$1"; base64 -d <"$2"; } | openssl dgst -sha256 -binary | base64 >"$work/node"; mv "$work/node" "$3"; }
under() {
    [ "$(sed -n 1p "$2")" = c2sp.org/tlog-proof@v1 ] || return 1
    index=$(sed -n 's/^index //p' "$2" | head -n 1)
    case $index in '' | *[!0-9]*) return 1 ;; esac
    grep -q "\"sequence\":$index," "$1" || return 1
    [ "$index" -lt "$size" ] || return 1
    { printf '\000'; cat "$1"; } | openssl dgst -sha256 -binary | base64 >"$work/hash"
    at=$index
    last=$((size - 1))
    for step in $(sed '1,2d;/^$/,$d' "$2"); do
        [ "$last" -gt 0 ] || return 1
        printf '%s' "$step" >"$work/step"
        if [ $((at & 1)) -eq 1 ] || [ "$at" -eq "$last" ]; then
            node "$work/step" "$work/hash" "$work/hash"
            while [ $((at & 1)) -eq 0 ] && [ "$at" -ne 0 ]; do at=$((at >> 1)); last=$((last >> 1)); done
        else
            node "$work/hash" "$work/step" "$work/hash"
        fi
        at=$((at >> 1))
        last=$((last >> 1))
    done
    [ "$last" -eq 0 ] && [ "$(cat "$work/hash")" = "$root" ]
}

# --- the seal of one record: CMS over the manifest, and the timestamp inside it (RFC 5652, RFC 3161)
seal_parts() {
    openssl asn1parse -inform DER -in "$1" >"$work/asn1" 2>/dev/null || return 1
    set -- $(awk '{ line = $0; split(line, part, ":"); place = part[1] + 0
            match(line, /hl=[0-9]+/); hl = substr(line, RSTART + 3, RLENGTH - 3) + 0
            match(line, /l= *[0-9]+ (prim|cons)/); len = substr(line, RSTART + 2, RLENGTH - 7) + 0 }
        /cont \[ 1 \]/ && octets { value = octets }
        { octets = (line ~ /OCTET STRING/) ? (place + hl) " " len : "" }
        found == 1 && /SET/ { found = 2; next }
        found == 2 { token = place; found = 3 }
        /timeStampToken/ && !found { found = 1; from = value }
        END { print from, token }' "$work/asn1") "$1"
    [ $# -eq 4 ] || return 1
    dd if="$4" of="$work/value" bs=1 skip="$1" count="$2" 2>/dev/null
    openssl asn1parse -inform DER -in "$4" -strparse "$3" -noout -out "$work/token"
}
sealed() {
    seal_parts "$1/META-INF/signature001.p7s" || return 1
    openssl ts -verify -token_in -in "$work/token" -data "$work/value" -CAfile "$work/tsa.pem" || return 1
    stamped=$(openssl ts -reply -token_in -in "$work/token" -text 2>/dev/null | sed -n 's/^Time stamp: //p')
    openssl cms -verify -binary -inform DER -in "$1/META-INF/signature001.p7s" -content "$1/META-INF/ASiCManifest001.xml" \
        -CAfile "$work/roots.pem" -purpose any -attime "$(date -u -d "$stamped" +%s)" -out /dev/null
}
# PATH DIGEST of each file that the manifest names, by its own line order.
listed_in() {
    awk '/<asic:DataObjectReference/ { split($0, part, "\""); path = part[2] }
        /<ds:DigestValue>/ && path != "" { value = $0; gsub(/.*<ds:DigestValue>|<\/ds:DigestValue>.*/, "", value); print path, value; path = "" }' \
        "$1/META-INF/ASiCManifest001.xml"
}
redaction=$(sed 's/.*"redaction":"\([a-z]*\)".*/\1/' bundle.json)
may_miss() {
    case $redaction:$1 in images:pages/* | patient:pages/* | patient:record.json) return 0 ;; esac
    return 1
}
files_of() {
    listed_in "$1" >"$work/manifest"
    [ -s "$work/manifest" ] || return 1
    while read -r path value; do
        if [ ! -e "$1/$path" ]; then
            may_miss "$path" && continue
            return 1
        fi
        [ "$(openssl dgst -sha256 -binary "$1/$path" | base64)" = "$value" ] || return 1
    done <"$work/manifest"
}
lines_of() {
    some=
    for line in proofs/"$1"/*.line; do
        under "$line" "${line%.line}.tlog-proof" || return 1
        some=1
    done
    [ -n "$some" ]
}
names_manifest() {
    digest=$(sha256sum <"records/$1/META-INF/ASiCManifest001.xml")
    grep -l '"kind":"RecordSealed"' proofs/"$1"/*.line | xargs grep -l "\"recordId\":\"$1\"" |
        xargs grep -q "\"manifestDigest\":\"${digest%% *}\""
}
for folder in records/*; do
    id=${folder#records/}
    check "$id: sealed by a believed certificate, and timestamped" sealed "$folder"
    check "$id: its files that are here are those that were sealed" files_of "$folder"
    check "$id: its lines are in the log" lines_of "$id"
    check "$id: one of these lines says that this was sealed" names_manifest "$id"
done
case $redaction in
images) echo "note    the pages were left out: only their digests are here" ;;
patient) echo "note    the pages and record.json were left out: only their digests are here" ;;
esac
echo "note    revocation, roles and archive timestamps were not looked at: seihon-verify does"
[ "$trust" != "$here/trust" ] ||
    echo "note    what is believed came with the bundle: compare the fingerprints in index.html with what you know"
if [ "$bad" -eq 0 ]; then echo "all of it holds"; else echo "NOT all of it holds"; exit 4; fi
