#!/usr/bin/env bash
# The main job, end to end, for a person to watch: a referral letter goes from the tray to a sealed, verified record.
# usage: demo.sh BIN-FOLDER WORK-FOLDER (made anew)
set -euo pipefail
bin=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd)
home=$work/home
export SEIHON_HOME=$home

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
seihon() { "$bin/seihon" "$@"; }
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

say "1. A station home with demo people, cards, authorities and a referral letter in the feeder"
seihon init --demo
ls "$home/feeder/tray"

say "2. Is the station fit for work?"
seihon doctor

say "3. Intake: register, scan through SANE, look at every page, sign with the clerk's card, timestamp"
sheets=$(find "$home/feeder/tray" -name '*.png' | wc -l)
printf 'P-000123\n試作 健一\n' >"$work/patient"
seihon --as clerk --pin-fd 3 --json intake --class referral-letter --patient-fd 4 --sheets "$sheets" --attest-complete \
    3<<<123456 4<"$work/patient" >"$work/intake.json"
rm "$work/patient"
record=$(field record <"$work/intake.json")
path=$(field path <"$work/intake.json")
echo "record $record"

say "4. Our verifier: the folder and the trust directory, nothing else"
"$bin/seihon" record verify "$path" --trust "$home/trust"
"$bin/seihon-verify" "$path" --trust "$home/trust" >/dev/null && echo "seihon-verify (a program of its own) agrees"

say "5. Tools that are not ours"
cd "$path"
openssl cms -verify -cades -inform der -in META-INF/signature001.p7s -content META-INF/ASiCManifest001.xml -binary \
    -CAfile "$home/demo/root-ca.pem" -crl_check_all -policy_check -explicit_policy -policy 1.2.392.100495.1.5.1.1.0.1 \
    -out /dev/null
for file in record.json pages/*.tif; do
    grep -qF "$(openssl dgst -sha256 -binary "$file" | base64)" META-INF/ASiCManifest001.xml && echo "SHA-256 in the manifest: $file"
done
tiffinfo pages/0001.tif | grep -E 'Image Width|Resolution|Compression'
command -v identify >/dev/null && identify pages/*.tif
cd "$OLDPWD"

say "6. Later work: lists newer than the timestamp into the seal, and an archive timestamp over everything"
sleep 2 # the demo's authority publishes its next list; a day in real life
seihon work --once
seihon record verify "$record"
openssl ts -verify -data "$path/META-INF/ASiCArchiveManifest001.xml" -in "$path/META-INF/timestamp001.tst" -token_in \
    -CAfile "$home/demo/tsa-ca.pem"

say "7. The archive and the ledger agree"
seihon archive verify

say "8. To hand out: one ASiC-E file, judged with nothing but it and the trust directory"
seihon --as manager --pin-fd 3 record export "$record" --to "$work/record.asice" 3<<<123456
"$bin/seihon-verify" "$work/record.asice" --trust "$home/trust" --report "$work/verification.html"

say "9. For a person"
seihon record show "$record" --report "$work/report.html" --contact-sheet "$work/contact-sheet.png"
echo
echo "record         $path"
echo "container      $work/record.asice"
echo "report         $work/report.html"
echo "verification   $work/verification.html"
echo "contact sheet  $work/contact-sheet.png"
