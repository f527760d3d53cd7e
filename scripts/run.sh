#!/usr/bin/env bash
# Opens the station window on a demo home, which is made when it is not there, with a patient index.
# usage: run.sh BIN-FOLDER HOME
set -euo pipefail
bin=$1
home=$2
if [ ! -e "$home/station.toml" ]; then
    "$bin/seihon" --home "$home" init --demo
    cat >"$home/patients.csv" <<'CSV'
id,name,kana,birth_date
P-000123,試作 健一,シサク ケンイチ,1948-01-31
P-000124,試作 賢一,シサク ケンイチ,1971-06-02
P-000200,見本 花子,ミホン ハナコ,1985-11-20
CSV
    sed -i 's/^demographics = ""/demographics = "patients.csv"/' "$home/station.toml"
    grep -q '^demographics = "patients.csv"' "$home/station.toml"
fi
exec "$bin/seihon-station" --home "$home"
