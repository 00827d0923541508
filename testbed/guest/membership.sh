#!/usr/bin/env bash
# In the guest: who hears a group on an InfiniBand host, umcast's queue pair or the kernel's IPoIB, by what IPoIB (debugfs), the HCA (its
# attach table), the subnet manager and sockets say. Host A (ib0) is looked at, host B (ib1) is its peer. $1, $2: see vhca/guest-lib.sh.
. "$2/guest-lib.sh"
. "$ROOT/testbed/guest/membership-lib.sh"
PARTITIONS='blue=0x0001,ipoib,Q_Key=0x00b10eb1 : ALL=full;'

step "the fabric"
ip netns add B; ip -n B link set lo up # as fabric_up does
peer a; peer b $B; peer k # meanwhile; k is the one to be killed
fabric_up hcas=2; ok $? "two HCAs on a switch: ib0 and ib1 up"
ip -6 addr add fd09::1/64 dev ib0 nodad; ip -n B -6 addr add fd09::2/64 dev ib1 nodad
$VHCA/mctool sniff ib0 600 >>sniffed & sniffer=$!
heard a '^ready' && heard b '^ready' && heard k '^ready'; ok $? "two processes on host A, one on host B"
for name in a b k; do pid[$name]=$(youngest "${host_pid[$name]}"); done

# whose UMCAST GROUP: our join with that flag; then a kernel socket of another program joins, too, and B publishes
whose() {
    local flag=$1 group=$2 uri="ps=ipoib&group=$2" socket before after
    step "umcast=$flag: our join, then a kernel socket's"
    echo "$flag" >/sys/class/net/ib0/umcast
    pair "j$flag" "verbs:interface=ib0&$uri" "verbs:interface=ib1&$uri"; ok $? "umcast=$flag: joined $(mgid "$group")"
    state a "j$flag" MEMBER; ok $? "umcast=$flag: $(states a "j$flag")"
    [ "$(states a "j$flag")" = "ABSENT>JOINING JOINING>JOINED JOINED>MEMBER" ]; ok $? "umcast=$flag: device first, announced second, member"
    waitfor "igmp join $group"; ok $? "umcast=$flag: an IGMPv3 report went out by ib0: $(igmp join "$group" | head -1)"
    is_user "$group"; ok $? "umcast=$flag: our queue pair is attached: $(attached "$group")"
    is_sa "$group"; ok $? "umcast=$flag: the subnet manager knows the group"
    [ "$(kernel_holds "$group")" = 1 ]; ok $? "umcast=$flag: the kernel holds one IP membership of it"
    $VHCA/mctool join "$group" 10.9.0.1 40456 120 >"socket$flag" & socket=$!
    waitfor "[ \$(kernel_holds $group) = 2 ]"
    before=$(received_by_ib0)
    flooded "j$flag" 300 150; waitfor "got a j$flag 300" 100
    ok $? "umcast=$flag: of 300 messages our queue pair heard all: $(counted a)"
    after=$(received_by_ib0); cat /proc/net/udp >udp
    kill -TERM $socket; wait $socket; cat "socket$flag"
    if [ "$flag" = 1 ]; then
        ! is_kernel "$group"; ok $? "umcast=1: IPoIB's queue pair is not attached: $(attached "$group")"
        ! in_mcg "$group"; ok $? "umcast=1: IPoIB has not joined (ib0_mcg)"
        has 'received 0 datagrams' "socket1" "umcast=1: the other program's socket: $(cat socket1)"
        ((after - before < 50)); ok $? "umcast=1: ib0 received $((after - before)) packets meanwhile, none of the group's"
        hasnt 'umcast is 0' a.err "umcast=1: no warning"
    else
        is_kernel "$group"; ok $? "umcast=0: IPoIB's queue pair is attached, too: $(attached "$group")"
        in_mcg "$group"; ok $? "umcast=0: IPoIB has joined (ib0_mcg)"
        hasnt 'received [0-9]{0,1} datagrams' "socket0" "umcast=0: the other program's socket: $(cat socket0)"
        ((after - before >= $(grep -oE '[0-9]+' socket0))); ok $? "umcast=0: ib0 received $((after - before)) packets meanwhile, the group's among them"
        has '/sys/class/net/ib0/umcast is 0: .*echo 1' a.err "umcast=0: we warn, with the fix"
    fi
    awk 'NR > 1 && $13 > 0 {bad = 1} END {exit bad}' udp; ok $? "umcast=$flag: no socket dropped a datagram"
    ask b "close j$flag" "^closed j$flag"
}

G1=239.7.1.1 G0=239.7.2.2
whose 1 $G1
at k membership --json >m1.out; ok $? "membership --json, by another process"; cat m1.out
row m1.out ib0 >m1.ib0
has "\"group\":\"$G1\",\"mgid\":\"$(mgid $G1)\",\"users\":1,\"kernel\":false,\"ipoib\":\"\",\"holders\":\[\{\"pid\":${pid[a]}" m1.ib0 \
    "umcast=1: membership --json: ours, not IPoIB's"
has '"umcast":"1".*"warning":false' m1.ib0 "umcast=1: membership --json: no warning"
whose 0 $G0
cat /sys/kernel/debug/ipoib/ib0_mcg | tee ib0_mcg >/vm/out/ib0_mcg.txt; cat ib0_mcg
at k membership >m0.out; ok $? "membership, by another process"; cat m0.out
has "^ +$G0 +$(mgid $G0) +1 +full +process ${pid[a]}" m0.out "umcast=0: membership shows that IPoIB is a full member of ours"
has '^ +- +ff12:401b:ffff:0000:0000:0000:ffff:ffff +0 +full' m0.out "membership reads IPoIB's debugfs: the broadcast group"
has 'fix: echo 1 > /sys/class/net/ib0/umcast' m0.out "umcast=0: membership warns, with the fix"
ask a "close j0" "^closed j0"; left $G0 "umcast=0, closed"
is_kernel $G1; ok $? "umcast=0: IPoIB has taken the group joined before, too: $(attached $G1)"
mark=$(($(wc -l <a) + 1)); echo 1 >/sys/class/net/ib0/umcast
waitfor "! is_kernel $G1 && ! in_mcg $G1" 300; state a j1 MEMBER; ok $? "umcast=1 again: it gives it back: $(states a j1 $mark), $(attached $G1)"

step "umcast=1: a kernel socket's join, then ours"
GW=239.7.8.8
$VHCA/mctool join $GW 10.9.0.1 40456 200 >socketw & socket=$!
waitfor "is_kernel $GW"; ok $? "the socket is first: IPoIB's queue pair is attached: $(attached $GW)"
ask a "open w verbs:interface=ib0&ps=ipoib&group=$GW&$PATIENCE" "^opened w"; ask a "sub w" "^subscribed w"
heard a "^network w KERNEL_HEARS .*process $socket \(mctool\)"; ok $? "told, with the process: $(grep '^network w' a | head -1)"
is_kernel $GW && is_user $GW; ok $? "both are attached: $(attached $GW)"
kill -TERM $socket; wait $socket; ask a "unsub w" "^unsubscribed w"; left $GW "the socket closed, the subscriber gone"
ask a "sub w" "^subscribed w"; state a w MEMBER; is_user $GW && ! is_kernel $GW; ok $? "a new subscriber has it alone: $(attached $GW)"
ask a "close w" "^closed w"; left $GW "closed"

. "$ROOT/testbed/guest/membership-sources.sh"

step "leave, join again, kill -9, start again"
ask a "unsub j1" "^unsubscribed j1"; ok $? "the last subscriber leaves"
left $G1 "left"; waitfor "igmp leave $G1"; ok $? "an IGMPv3 leave went out by ib0: $(igmp leave $G1 | head -1)"
ours_again() { state a j1 MEMBER && waitfor "is_user $G1 && [ \$(kernel_holds $G1) = 1 ]" && ! is_kernel $G1 && ! in_mcg $G1; }
: >sniffed; ask a "sub j1" "^subscribed j1"; ours_again; ok $? "a new subscriber: ours alone again: $(attached $G1)"
waitfor "igmp join $G1"; ok $? "with an IGMPv3 report: $(igmp join $G1 | head -1)"
ask a "close j1" "^closed j1"; left $G1 "closed"
killed() { # in its life it sets umcast, and is killed
    ask k "open k1 verbs:interface=ib0&ps=ipoib&group=$G1&umcast=set&$PATIENCE" "^opened k1" && ask k "sub k1" "^subscribed k1"
}
echo 0 >/sys/class/net/ib0/umcast
killed; ok $? "another process joins with umcast=set"
[ "$(cat /sys/class/net/ib0/umcast)" = 1 ]; ok $? "umcast=set: it has set the attribute"
waitfor "is_user $G1" && ! is_kernel $G1; ok $? "ours alone: $(attached $G1)"
: >sniffed; kill -9 ${pid[k]}; wait ${host_pid[k]} 2>/dev/null
left $G1 "killed"; waitfor "igmp leave $G1"; ok $? "the kernel sent the IGMPv3 leave for it: $(igmp leave $G1 | head -1)"
[ "$(cat /sys/class/net/ib0/umcast)" = 1 ]; ok $? "the attribute is still set"
ask a "open j1 verbs:interface=ib0&ps=ipoib&group=$G1&umcast=set&$PATIENCE" "^opened j1"; ask a "sub j1" "^subscribed j1"; ours_again
ok $? "after the crash another joins: ours alone: $(attached $G1)"
ask a "close j1" "^closed j1"; left $G1 "closed after the crash"
waitfor '[ "$(cat /sys/class/net/ib0/umcast)" = 0 ]'; ok $? "umcast=set: the last user restored the attribute that the killed one had set"

. "$ROOT/testbed/guest/membership-fabric.sh"
. "$ROOT/testbed/guest/membership-interop.sh"
kill $sniffer
finish
