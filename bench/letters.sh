# Sourced by benches that need an archive: letters_home BIN HOME RECORDS makes a demo home with so many sealed letters
# of four A4 sheets, 300 dpi, colour; prints what the archive holds.
letters_home() {
    local bin=$1 home=$2 records=$3 letter sheets i
    "$bin/seihon" --home "$home" init --demo >/dev/null
    letter=$(dirname "$home")/letter
    cp -r "$home/feeder/tray" "$letter"
    sheets=$(find "$letter" -name '*.png' | wc -l)
    for ((i = 0; i < records; ++i)); do
        rm -rf "$home/feeder/tray" "$home/feeder/out"
        cp -r "$letter" "$home/feeder/tray"
        "$bin/seihon" --home "$home" --as clerk --pin-fd 3 intake --class referral-letter --patient P-000123 \
            --sheets "$sheets" --attest-complete 3<<<123456 >"$home.out" 2>&1 || { cat "$home.out"; return 1; }
    done
    rm -rf "$letter"
    echo "$records records, $((records * sheets)) pages, $(($(find "$home/archive" -type f -printf '%s\n' |
        awk '{ s += $1 } END { print s }') / 1000000)) MB"
}
