#!/usr/bin/env bash
# Backup, drill and restore on a bare machine, beside a plain copy of the same home.
# usage: backup.sh BIN-FOLDER WORK-FOLDER (made anew) [RECORDS]
set -euo pipefail
bin=$(cd "$1" && pwd)
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd)
trap 'rm -rf "$work"' EXIT
. "$(dirname "$0")/letters.sh"
letters_home "$bin" "$work/home" "${3:-25}"
head -c 32 /dev/urandom | base64 >"$work/password"
chmod 600 "$work/password"
cat >>"$work/home/station.toml" <<EOF

[[backup]]
name = "disk"
repository = "$work/repository"
password_file = "$work/password"
credentials_file = ""
sftp_command = ""
append_only = false
keep_daily = 14
keep_weekly = 8
keep_monthly = 24
EOF
timed() { # NAME COMMAND…
    local name=$1 from
    shift
    from=$(date +%s%N)
    "$@" >"$work/out" 2>&1 || { cat "$work/out"; exit 1; }
    printf '%-28s %6d ms\n' "$name" $((($(date +%s%N) - from) / 1000000))
}
as_admin() { "$bin/seihon" --home "$work/home" --as admin --pin-fd 3 "$@" 3<<<123456; }
timed "cp -r" cp -r "$work/home" "$work/copy"
timed "backup, the first" as_admin backup --new
timed "backup, nothing new" as_admin backup
timed "drill: restore and verify" as_admin backup drill
timed "restore on a bare machine" "$bin/seihon" restore --target "$work/repository" --to "$work/restored" \
    --password-fd 4 --station-key "$work/home/keys/station.pem" 4<"$work/password"
