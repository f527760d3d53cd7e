#!/bin/sh
# Where tests make their homes: in memory where there is room, because every commit waits for a disk and tests make many
# thousands. What they prove about durability they count in system calls, not in seconds.
least_kib=6291456
room=$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ -w /dev/shm ] && [ "${room:-0}" -ge "$least_kib" ]; then
    echo /dev/shm
else
    echo "${TMPDIR:-/tmp}"
fi
