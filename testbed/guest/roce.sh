#!/usr/bin/env bash
# In the guest: one machine with soft-RoCE over one end of a veth pair, several processes: kernel UDP, umcast over queue pairs, faults.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
G=239.1.2.3
ip netns add B; ip -n B link set lo up
host one; host two; host b ip netns exec B

step "a machine without an RDMA device"
umcast doctor --json >before.json; ok $? "doctor finds nothing that does not work before there is an RDMA device"
has '"rdma","status":"ok","message":"no device' before.json "doctor says that there is no RDMA device"

step "two hosts (network namespaces) on a link that loses 1 % and reorders, kernel UDP"
link_pair
ip link set rnic1 netns B; ip -n B addr add 10.77.0.2/24 dev rnic1; ip -n B link set rnic1 up
tc qdisc add dev rnic0 root netem limit 100000 delay 1ms 1ms loss 1%
flood_and_drain 50000 'udp:interface=rnic1&mtu=1472' 'udp:interface=rnic0&mtu=1472&gso=off' "udp, 1 % loss and reordering" b two
tc -s qdisc show dev rnic0 >netem.txt; tc qdisc del dev rnic0 root
has 'dropped [1-9]' netem.txt "the link did drop: $(grep -o 'dropped [0-9]*' netem.txt)"

step "soft-RoCE"
soft_roce; ok $? "the device rxe0 on rnic0, its port is active"
timeout 30 mckey -m $G -b 10.77.0.1 -C 3 >mckey.rx 2>&1 & receiver=$!
waitfor 'grep -q 030201EF /proc/net/igmp'; ok $? "the rdma_cm joins the IP group with IGMP"
timeout 15 mckey -m $G -b 10.77.0.1 -C 3 -s >mckey.tx 2>&1
wait $receiver; has 'test complete' mckey.rx "rdma-core's mckey hears rdma-core's mckey"

step "doctor with soft-RoCE"
at one doctor --json >doctor.json; ok $? "doctor finds nothing that does not work"
has 'rxe0 port 1, Ethernet, ACTIVE' doctor.json "doctor shows rxe0's port"

. "$ROOT/testbed/guest/roce-verbs.sh"
. "$ROOT/testbed/guest/roce-faults.sh"
finish
