#!/usr/bin/env bash
# Judges a sealed record, and altered copies of it, with pkijs and yauzl.
# usage: run.sh WORK-FOLDER RECORD TRUST-DIRECTORY     RECORD: a folder or an .asice file
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
work=$(cd "$1" && pwd)
record=$(realpath "$2")
trust=$(realpath "$3")
cp "$here"/package.json "$here"/package-lock.json "$here"/verify.mjs "$work"
cd "$work"
[ -d node_modules ] || npm ci --no-audit --no-fund --ignore-scripts >npm.log 2>&1

failures=0
expect() { # answer, name, record, trust
    local said
    said=$(node verify.mjs "$3" "$4" || true)
    printf '%-28s %s\n' "$2" "$said"
    case $said in "$1"*) ;; *) failures=$((failures + 1)) ;; esac
}
altered() { # name, shell command that runs inside a copy of the record's folder
    rm -rf copy && mkdir copy && cp -r folder/. copy
    (cd copy && eval "$2")
    expect refused "$1" copy "$trust"
}

rm -rf folder && mkdir folder
if [ -d "$record" ]; then cp -r "$record"/. folder; else (cd folder && unzip -q "$record"); fi
chmod -R u+w folder

expect good 'as it is' "$record" "$trust"
expect good 'its files' folder "$trust"
altered 'a page altered' 'printf x >>pages/0001.tif'
altered 'the transfer note altered' 'sed -i s/1/2/ record.json'
altered 'the manifest altered' 'printf " " >>META-INF/ASiCManifest001.xml'
altered 'a page too many' 'cp pages/0001.tif pages/9999.tif'
altered 'a page missing' 'rm pages/0001.tif'
altered 'no seal' 'rm META-INF/signature001.p7s'
rm -rf other && cp -r "$trust" other && rm -f other/tsa/*
expect refused 'another timestamp root' folder other
rm -rf other && cp -r "$trust" other && rm -f other/roots/*
expect refused 'another root' folder other
if [ "$failures" -gt 0 ]; then
    echo "interop: $failures unexpected answers" >&2
    exit 1
fi
echo "interop: all answers as expected"
