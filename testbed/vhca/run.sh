#!/usr/bin/env bash
# Builds the vhca module and boots the VM with it: run.sh [GUEST_SCRIPT [ARG ...]]   (default: umcast-policy.sh)
# In the guest script: source guest-lib.sh first; $VHCA is the folder with vhca.ko, mctool, mcpeer and opensm's files.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../host.sh
. "$here/../host.sh"
build=$cache/vhca; mkdir -p "$build/pkg"
exec {lock}>"$build/.lock"; flock "$lock" # several machines may be made ready side by side

# the VM's kernel decides which headers
install_packages "${vm_packages[@]}"
unpack_kernel
install_packages "${guest_packages[@]}" linux-headers-"$release" gcc make librdmacm-dev libibverbs-dev
# subnet manager and diagnostics: unpacked, not installed, so that no service starts on this machine
if [ ! -x "$build/pkg/usr/sbin/opensm" ]; then
    apt_update
    for p in opensm libopensm9 libosmcomp5 libosmvendor5 infiniband-diags libibnetdisc5 libibmad5 libibumad3 libwrap0; do
        (cd "$build" && apt_get "${as_root[@]}" download -qq $p && dpkg -x ${p}_*.deb pkg && rm -f ${p}_*.deb)
    done
fi
install -C -m 644 "$here"/{*.[ch],Makefile} "$build/"	# changed files only: make rebuilds no others
make -s -C "$build" KDIR=/usr/src/linux-headers-"$release" >"$build/make.log" 2>&1 || { cat "$build/make.log"; exit 1; }
[ "$build/mctool" -nt "$build/mctool.c" ] || gcc -O2 -Wall -o "$build/mctool" "$build/mctool.c"
[ "$build/mcpeer" -nt "$build/mcpeer.c" ] || gcc -O2 -Wall -o "$build/mcpeer" "$build/mcpeer.c" -lrdmacm -libverbs
exec {lock}>&-

script=${1:-$here/umcast-policy.sh}; shift || true
VM_MODULES="rdmavt ${VM_MODULES:-}" VM_MEM_MB=${VM_MEM_MB:-2048} exec "$here/../vm.sh" "$script" "$build" "$here" "$@"
