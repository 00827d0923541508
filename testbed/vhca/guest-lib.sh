# Sourced in the guest: the fabric of the tests. $1 = build folder, $2 = this folder (both passed by run.sh)
# shellcheck shell=bash
VHCA=$1; VHCA_SRC=$2
. "$VHCA_SRC/../guest/lib.sh"
export LD_LIBRARY_PATH=$VHCA/pkg/usr/lib/x86_64-linux-gnu:$VHCA/pkg/lib/x86_64-linux-gnu
PK=$VHCA/pkg/usr/sbin; S=/sys/class/infiniband; MC=ports/1/vhca/mcast

# knob HCA NAME VALUE: one of the fabric's faults, see README.md
knob() { echo "$3" >"$S/$1/ports/1/vhca/$2"; }

# start_opensm GUID_SUFFIX [broadcast Q_Key]: the real subnet manager on vhca0 (0100), vhca1 (0101), ...
# IB_MTU=5: a fabric of 4 KB instead of 2 KB. PARTITIONS: more lines for its partitions.
start_opensm() {
    mkdir -p /var/cache/opensm /etc/opensm
    echo "Default=0x7fff,ipoib${IB_MTU:+,mtu=$IB_MTU},Q_Key=${2:-0x00c0ffee} : ALL=full, SELF=full;${PARTITIONS:+
$PARTITIONS}" > /run/partitions.conf
    $PK/opensm -g 0x00025efffe00$1 -P /run/partitions.conf -f /run/opensm.log -s 2 -B >/dev/null
}
stop_opensm() { kill "$(pidof opensm)"; waitfor '! pidof opensm'; }
# fabric_up [hcas=N]: N hosts (2) on the switch, ib0 10.9.0.1 here, ib1 10.9.0.2 in the network namespace B, ib2 10.9.0.3 in C, ...
fabric_up() {
    local i ns hosts=(- B C D E F G H)
    insmod $VHCA/vhca.ko "$@" || return 1
    N=$(ls -d $S/vhca* | wc -l)
    start_opensm 0100
    waitfor '[ $(grep -l ACTIVE '$S'/vhca*/ports/1/state | wc -l) = '$N' ]' || return 1
    ip addr add 10.9.0.1/24 dev ib0; ip link set ib0 up
    for ((i = 1; i < N; i++)); do
        ns=${hosts[i]}
        ip netns add $ns; ip link set ib$i netns $ns
        ip -n $ns link set lo up; ip -n $ns addr add 10.9.0.$((i+1))/24 dev ib$i; ip -n $ns link set ib$i up
    done
    waitfor 'ip -br link show ib0 | grep -q LOWER_UP' || return 1
    for ((i = 1; i < N; i++)); do waitfor "ip -n ${hosts[i]} -br link show ib$i | grep -q LOWER_UP" || return 1; done
}
