#!/usr/bin/env bash
# In the guest: perftest beside umcast between two hosts on a virtual InfiniBand switch: bench-ib.sh BUILD FOLDER ROUNDS
. "$2/guest-lib.sh"
. "$ROOT/testbed/guest/bench-lib.sh"
IB_MTU=5 # datagrams of 4 KB
fabric_up hcas=2 || exit 1
waitfor '[ "$(cat /sys/class/net/ib0/mtu) $(ip netns exec B cat /sys/class/net/ib1/mtu)" = "4092 4092" ]' 300 || exit 1
LINK=1 SERVER=vhca1 CLIENT=vhca0 RECEIVING='ip netns exec B' RECEIVE=verbs:interface=ib1 SEND=verbs:interface=ib0
bench "$3"
finish
