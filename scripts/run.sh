#!/usr/bin/env bash
# Opens the station window on a demo home, which is made when it is not there.
# usage: run.sh BIN-FOLDER HOME
set -euo pipefail
bin=$1
home=$2
[ -e "$home/station.toml" ] || "$bin/seihon" --home "$home" init --demo
exec "$bin/seihon-station" --home "$home"
