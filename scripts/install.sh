#!/bin/sh
# Installs the packages of the lists named (of this folder; packages.txt when none is) with one apt call; does nothing
# when all of them are there.    usage: install.sh [LIST…]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- packages.txt
packages=$(cd "$here" && sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$@")

missing=
for package in $packages; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "install: needs root or sudo to install:$missing" >&2; exit 1; }
    as_root=sudo
fi

echo "install:$missing" >&2
$as_root apt-get update -qq
# Word splitting of $missing is meant.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 $missing
