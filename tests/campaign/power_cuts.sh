#!/usr/bin/env bash
# Power cuts in a real kernel: a guest of QEMU (software emulation where there is no other) with Debian's own kernel runs the campaign's target on
# ext4 over dm-flakey; at random moments every later write is dropped, as when the power goes; the disk is mounted anew and
# checked with the product's code. The control runs the same with an fsync that does nothing: if that is not caught, the
# campaign sees nothing.    usage: power_cuts.sh BIN-FOLDER [CUTS]
set -euo pipefail
bin=$(cd "$1" && pwd)
cuts=${2:-25}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

kernel_package=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: //p' | head -n 1)
(cd "$work" && apt-get download -qq -o APT::Sandbox::User=root "$kernel_package" && dpkg-deb -x "$kernel_package"_*.deb kernel)
version=$(basename "$work"/kernel/lib/modules/*)

root=$work/root
mkdir -p "$root"/{bin,proc,sys,dev,run,mnt,tmp,modules,lib64}
cp "$(command -v busybox)" "$root/bin/busybox"
cp "$here/guest/init" "$root/init"
chmod +x "$root/init"

# Programs with the libraries that they load.
add_program() { # FILE
    install -D "$1" "$root/bin/$(basename "$1")"
    ldd "$1" | grep -o '/[^ ]*' | while read -r library; do
        [ -e "$root$library" ] || install -D "$(realpath "$library")" "$root$library"
    done
}
add_program "$bin/campaign-target"
add_program "$bin/campaign-check"
add_program "$(PATH=$PATH:/sbin:/usr/sbin command -v dmsetup)"
add_program "$(PATH=$PATH:/sbin:/usr/sbin command -v mkfs.ext4)"
cp "$(find /usr/lib -name libeatmydata.so | head -n 1)" "$root/bin/"

# Kernel modules in the order of their needs.
modules=$work/kernel/lib/modules/$version
add_module() { # NAME
    local file need
    file=$(find "$modules" -name "$1.ko" -o -name "${1//_/-}.ko" | head -n 1)
    [ -n "$file" ] || return 0 # built in
    [ ! -e "$root/modules/$(basename "$file")" ] || return 0
    for need in $(/sbin/modinfo -F depends "$file" | tr ',' ' '); do
        add_module "$need"
    done
    [ -e "$root/modules/$(basename "$file")" ] || {
        cp "$file" "$root/modules/"
        basename "$file" >>"$root/modules/order"
    }
}
for module in crc32c_generic ext4 dm_mod dm_flakey brd; do
    add_module "$module"
done

run_guest() { # CUTS LIBRARY: prints the lines that the guest writes
    printf '%s\n%s\n' "$1" "$2" >"$root/task"
    (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initramfs.gz"
    timeout $((180 + 60 * $1)) qemu-system-x86_64 -accel kvm -accel tcg -m 1536 -smp 2 -nographic -no-reboot \
        -kernel "$work/kernel/boot/vmlinuz-$version" -initrd "$work/initramfs.gz" \
        -append "console=ttyS0 quiet panic=-1" </dev/null | tr -d '\r' | grep --line-buffered '^power: '
}

started=$(date +%s)
echo "power cuts: $cuts with the real fsync ($version)"
run_guest "$cuts" "" | tee "$work/real"
echo "power cuts: the control, an fsync that does nothing"
run_guest 5 /bin/libeatmydata.so | tee "$work/control"
echo "power cuts: $(($(date +%s) - started)) s in all"
grep -q "^power: done $cuts" "$work/real" || { echo "power cuts: the guest did not come to its end"; exit 1; }
told=$(sed -n 's/.* ok, \([0-9]*\) acts.*/\1/p' "$work/real" | tail -n 1)
[ "${told:-0}" -ge "$cuts" ] || { echo "power cuts: only ${told:-0} acts were acknowledged"; exit 1; }
! grep -q "^power: LOST" "$work/real" || { echo "power cuts: FAILED"; exit 1; }
grep -q "^power: LOST" "$work/control" || { echo "power cuts: FAILED, the control was not caught"; exit 1; }
echo "power cuts: nothing lost; the control was caught"
