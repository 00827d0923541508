#!/usr/bin/env bash
# Boots Debian's stock kernel in QEMU (software emulation: no /dev/kvm needed) with this machine's root file system mounted read-only
# below a tmpfs overlay, and runs one script as root inside.
#
#   vm.sh SCRIPT [ARG ...]        exit status: SCRIPT's, or 99 if the guest died or ran out of time
#
# Environment: VM_CPUS (2)  VM_MEM_MB (4096)  VM_TIMEOUT_S (600)  VM_CACHE (~/.cache/umcast-vm)
#              VM_MODULES  more kernel modules to load before SCRIPT (names)
#              VM_ACCEL (tcg,thread=multi), VM_CPU (max): kvm and host where a quick guest is wanted and the machine has it
#              VM_NAME     tells several machines apart that share one VM_OUT
#              VM_CABLE    listen:PATH or connect:PATH: a network card eth0, cabled to another machine's by the Unix socket PATH
#
# In the guest SCRIPT sees the same paths as outside; what it writes is lost, but what it writes to /vm/out comes back in the folder
# VM_OUT (default ./vm-out). Needs what host.sh installs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=host.sh
. "$here/host.sh"

script=$(realpath "$1"); shift
name=${VM_NAME:-vm}
out=$(realpath -m "${VM_OUT:-vm-out}")
mkdir -p "$cache" "$out"
install_packages "${vm_packages[@]}"
unpack_kernel

# The initramfs: busybox, the modules in load order, an init that pivots into the shared root.
modules="virtio_pci virtio_net virtio_console 9pnet_virtio 9p overlay crc32_generic crc32c_generic crc32_pclmul
         veth dummy sch_netem ib_core ib_uverbs ib_umad rdma_ucm rdma_rxe ib_ipoib ${VM_MODULES:-}"
initrd=$(mktemp -d)
image=$initrd.gz
trap 'rm -rf "$initrd" "$image"' EXIT
mkdir -p "$initrd"/{bin,proc,sys,dev,host,rw,merged,modules}
cp "$(command -v busybox)" "$initrd/bin/busybox"
for module in $modules; do modprobe -d "$cache/root" -S "$release" --show-depends "$module"; done |
    awk '/^insmod/ && !seen[$2]++ {print $2}' | while read -r ko; do
        cp "$ko" "$initrd/modules/"; basename "$ko" >>"$initrd/modules/order"
    done
cat >"$initrd/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev
for ko in $(cat /modules/order); do insmod /modules/$ko || echo "vm: cannot load $ko"; done
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro host /host
mount -t tmpfs tmpfs /rw; mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/host,upperdir=/rw/upper,workdir=/rw/work overlay /merged
for d in proc sys dev; do mount -o bind /$d /merged/$d; done
mkdir -p /merged/dev/shm /merged/dev/pts /merged/vm/out
mount -t tmpfs tmpfs /merged/dev/shm; mount -t devpts devpts /merged/dev/pts
mount -t tmpfs tmpfs /merged/run; mount -t debugfs debugfs /merged/sys/kernel/debug
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000 out /merged/vm/out
ln -sf /proc/self/fd /merged/dev/fd
NAME=$(sed 's/.*umcast\.vm=\([^ ]*\).*/\1/' /proc/cmdline)
export NAME
chroot /merged /bin/bash -c 'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
    ip link set lo up; . /vm/out/.command.$NAME; echo $? >/vm/out/.status.$NAME'
sync; poweroff -f
INIT
chmod +x "$initrd/init"
(cd "$initrd" && find . | cpio -o -H newc --quiet) | gzip -1 >"$image"

printf 'cd %q; bash %q' "$PWD" "$script" >"$out/.command.$name"
((!$#)) || printf ' %q' "$@" >>"$out/.command.$name"
rm -f "$out/.status.$name"

cable=()
case ${VM_CABLE:-} in
    '') ;;
    listen:*) server=on mac=52:54:00:77:00:01 ;;&
    connect:*) server=off mac=52:54:00:77:00:02 ;;&
    *) cable=(-netdev "stream,id=cable,server=$server,addr.type=unix,addr.path=${VM_CABLE#*:}"
        -device "virtio-net-pci,netdev=cable,mac=$mac,host_mtu=4200") ;;
esac
# The emulated processors' time stamp counters agree, which the kernel does not believe: its other clocks cost a device's emulation a look.
clock='tsc=reliable clocksource=tsc'
TIMEFORMAT="testbed: $name ran %R s and took %U + %S s of processor time"
time timeout "${VM_TIMEOUT_S:-600}" qemu-system-x86_64 -accel "${VM_ACCEL:-tcg,thread=multi}" -cpu "${VM_CPU:-max}" \
    -smp "${VM_CPUS:-2}" -m "${VM_MEM_MB:-4096}" -display none -serial stdio -monitor none -nodefaults -no-reboot \
    -kernel "$vmlinuz" -initrd "$image" -append "console=ttyS0 quiet panic=-1 net.ifnames=0 $clock mitigations=off umcast.vm=$name" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
    -virtfs local,path="$out",mount_tag=out,security_model=none "${cable[@]}" </dev/null || true
exit "$(cat "$out/.status.$name" 2>/dev/null || echo 99)"
