# Sourced by what runs outside the virtual machine: packages and the guest's kernel. Sets cache, and unpack_kernel sets vmlinuz, release.
# shellcheck shell=bash
cache=${VM_CACHE:-$HOME/.cache/umcast-vm}
vm_packages=(qemu-system-x86 busybox-static cpio kmod)
# What guests use; they see this machine's files.
guest_packages=(rdma-core rdmacm-utils ibverbs-utils ibverbs-providers perftest iproute2 iputils-ping)
as_root=(-o APT::Sandbox::User=root)

missing_packages() {
    local package
    for package in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
    done
}

# apt_get ARG ...: one at a time, since machines may be made ready side by side
apt_get() { mkdir -p "$cache" && flock "$cache/.apt" apt-get "$@"; }
apt_update() {
    [ -n "${apt_updated:-}" ] || { apt_get update -qq >&2 && apt_updated=yes; }
}

# install_packages NAME ...: what is missing, as root; else says the line to run and fails.
install_packages() {
    local missing failed='' # the caller's is another
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    if ((EUID != 0)); then
        echo "testbed: run this, then again what you ran: sudo apt-get install -y --no-install-recommends ${missing[*]}" >&2
        return 1
    fi
    echo "testbed: installing ${missing[*]}" >&2
    apt_update
    # No service of these packages is to start on this machine: their programs run in guests only.
    local policy=/usr/sbin/policy-rc.d made=''
    [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod +x $policy && made=yes; }
    DEBIAN_FRONTEND=noninteractive apt_get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
        DEBIAN_FRONTEND=noninteractive apt_get install -y -qq --no-install-recommends "${missing[@]}" >&2 || failed=yes
    [ -z "$made" ] || rm -f $policy
    [ -z "$failed" ]
}

# The image package that linux-image-amd64 depends on, unpacked into the cache, never installed.
unpack_kernel() {
    local package
    if ! compgen -G "$cache/root/lib/modules/*/modules.dep.bin" >/dev/null; then
        apt_update
        package=$(apt-cache depends linux-image-amd64 | awk '/Depends:/{print $2; exit}')
        mkdir -p "$cache"
        (cd "$cache" && apt_get "${as_root[@]}" download -qq "$package" && rm -rf root && dpkg -x "$package"_*.deb root &&
            rm -f "$package"_*.deb && depmod -b "$cache/root" "${package#linux-image-}")
    fi
    vmlinuz=$(compgen -G "$cache/root/boot/vmlinuz-*" | head -1)
    release=${vmlinuz##*/vmlinuz-}
}
