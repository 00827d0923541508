#!/usr/bin/env bash
# In the guest (see run.sh): rdma_cm multicast in both port spaces, and the IPoIB umcast policy, on a virtual InfiniBand fabric.
. "$2/guest-lib.sh"
B=$VHCA
step 1 fabric: two HCAs, opensm, IPoIB
fabric_up; ok $? "ports ACTIVE, ib0 and ib1 up"
rdma link; ibv_devinfo | grep -E 'hca_id|transport|state|link_layer|port_lid|sm_lid|active_mtu'
ping -c 3 -i 0.3 -W 3 10.9.0.2 > $W/ping; has ' 0% packet loss' $W/ping "ping ib0 -> ib1"
[ "$(cat /sys/class/net/ib0/umcast)" = 0 ]; ok $? "umcast attribute exists, default 0"
step 3 mckey over both port spaces, across the cable and inside one HCA
xfer() { # port space, receiver prefix, receiver address, sender address, name
	$2 stdbuf -oL timeout 30 mckey -m 239.1.2.3 -b $3 -p $1 -C 5 -S 512 > $W/rx 2>&1 & local r=$!
	waitfor "grep -q '/pid' $S/vhca*/$MC"; sleep 0.5
	grep -h /pid $S/vhca*/$MC > $W/att
	stdbuf -oL timeout 30 mckey -m 239.1.2.3 -b $4 -s -p $1 -C 5 -S 512 > $W/tx 2>&1; local t=$?
	wait $r; r=$?
	echo "-- $5 receiver:"; cat $W/rx; echo "-- sender:"; cat $W/tx; echo "-- attached:"; cat $W/att
	[ $r = 0 ] && [ $t = 0 ]; ok $? "$5: 5 messages"
}
xfer 0x0111 "ip netns exec B" 10.9.0.2 10.9.0.1 "PS_UDP across"
has 'ff12:4001:ffff' $W/rx "PS_UDP MGID signature 0x4001"; has 0x01234567 $W/att "PS_UDP Q_Key RDMA_UDP_QKEY"
xfer 0x0002 "ip netns exec B" 10.9.0.2 10.9.0.1 "PS_IPOIB across"
has 'ff12:401b:ffff' $W/rx "PS_IPOIB MGID signature 0x401b"; has 0x00c0ffee $W/att "PS_IPOIB Q_Key of the broadcast group"
xfer 0x0111 "" 10.9.0.1 10.9.0.1 "PS_UDP in one HCA"
xfer 0x0002 "" 10.9.0.1 10.9.0.1 "PS_IPOIB in one HCA"

G=239.7.7.7; MG=ff12:401b:ffff:0000:0000:0000:0f07:0707
umcast_case() { # value
	step "4 umcast=$1: rdma_cm joined first, then IP_ADD_MEMBERSHIP"
	echo $1 > /sys/class/net/ib0/umcast
	mckey -m $G -b 10.9.0.1 -p 0x0002 -C 1000 > $W/mk 2>&1 & mk=$!
	waitfor "grep -q $MG.*/pid $S/vhca0/$MC"; ok $? "rdma_cm QP attached to $MG"
	$B/mctool sniff ib0 8 > $W/igmp & sn=$!
	sleep 1
	$B/mctool join $G 10.9.0.1 5000 6 > $W/sock & jo=$!
	sleep 2
	ip netns exec B $B/mctool send $G 10.9.0.2 5000 10
	cat /proc/net/igmp > $W/procigmp
	cat $S/vhca0/$MC > $W/att; cat /sys/kernel/debug/ipoib/ib0_mcg > $W/mcg
	wait $jo $sn; kill $mk; wait $mk 2>/dev/null
	echo "-- /proc/net/igmp:"; cat $W/procigmp; echo "-- IGMP leaving ib0 (AF_PACKET):"; cat $W/igmp
	echo "-- vhca0 attach table:"; cat $W/att; echo "-- ib0_mcg:"; cat $W/mcg; cat $W/sock
	has 070707EF $W/procigmp "umcast=$1: the kernel holds the IP membership"
	has "out IGMP type 0x22 .*record type 4 group 239.7.7.7" $W/igmp "umcast=$1: the kernel sent an IGMP report"
}
umcast_case 1
grep $MG $W/att > $W/l; has /pid $W/l "umcast=1: user QP attached"; hasnt /kernel $W/l "umcast=1: IPoIB's QP is NOT attached"
hasnt 'f07:?0?707' $W/mcg "umcast=1: IPoIB did not join"; has 'received 0 ' $W/sock "umcast=1: kernel socket gets nothing"
umcast_case 0
grep $MG $W/att > $W/l; has /pid $W/l "umcast=0: user QP attached"; has /kernel $W/l "umcast=0: IPoIB's QP IS attached"
has 'f07:?0?707' $W/mcg "umcast=0: IPoIB joined"; has 'received 10 ' $W/sock "umcast=0: kernel socket gets all"

step 4c control: umcast=1 with nobody joined through rdma_cm
echo 1 > /sys/class/net/ib0/umcast
$B/mctool join $G 10.9.0.1 5000 4 > $W/sock & jo=$!
sleep 1.5; grep $MG $S/vhca0/$MC | tee $W/l; ip netns exec B $B/mctool send $G 10.9.0.2 5000 10; wait $jo
has /kernel $W/l "control: IPoIB's QP IS attached"; has 'received 10 ' $W/sock "control: kernel socket gets all"
# and what happens when the rdma_cm member leaves first
mckey -m $G -b 10.9.0.1 -p 0x0002 -C 1000 > $W/mk 2>&1 & mk=$!
waitfor "grep -q $MG.*/pid $S/vhca0/$MC"
$B/mctool join $G 10.9.0.1 5000 4 > $W/sock & jo=$!
sleep 1; kill $mk; wait $mk 2>/dev/null; sleep 1.5
echo "INFO umcast=1, rdma_cm member gone, IP membership still held: attached now: [$(grep $MG $S/vhca0/$MC)]"
wait $jo; echo 0 > /sys/class/net/ib0/umcast

finish
