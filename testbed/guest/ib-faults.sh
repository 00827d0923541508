# Sourced by ib.sh: foreign programs, a fabric of 4 KB, loss, a slow switch, a fabric that changes.
# shellcheck shell=bash disable=SC2154
B="ip netns exec B"

step "the subnet manager comes back with a fabric of 4 KB"
stop_opensm; IB_MTU=5 start_opensm 0100
fabric_of_4k() { [ "$(cat /sys/class/net/ib0/mtu)" = 4092 ] && $B grep -q 4092 /sys/class/net/ib1/mtu && ip netns exec C grep -q 4092 /sys/class/net/ib2/mtu; }
waitfor fabric_of_4k 300; ok $? "a fabric of 4 KB: IPoIB's MTU is $(cat /sys/class/net/ib0/mtu)"

# raw_with_mckey PS NUMBER: datagrams to and from rdma-core's mckey
raw_with_mckey() {
    local group=239.1.2.3 raw="ps=$1&group=239.1.2.3&raw=on" sub receiver
    [ "$1" = udp ] || { skip "raw datagrams with mckey in the IPoIB port space: mckey sends no IPoIB header"; return; }
    at b sub any --format hex --count 3 --seconds 200 --via "verbs:interface=ib1&$raw" >raw.out 2>raw.err & sub=$!
    waitfor "grep -q 'ff12:4001.*0f01:0203.*/pid' $S/vhca1/$MC" 900; ok $? "host B is attached to ff12:4001:ffff::f01:203"
    until_heard '[ "$(wc -l <raw.out)" = 3 ]' timeout 60 mckey -m $group -b 10.9.0.1 -p "$2" -C 3 -s >mckey.tx 2>&1
    wait $sub || cat raw.err
    [ "$(wc -l <raw.out)" = 3 ]; ok $? "umcast hears the three datagrams of mckey"
    # shellcheck disable=SC2086
    $B timeout 120 mckey -m $group -b 10.9.0.2 -p "$2" -C 3 >mckey.rx 2>&1 & receiver=$!
    waitfor "grep -q 'ff12:4001.*0f01:0203.*/pid' $S/vhca1/$MC"
    printf 'one\ntwo\nthree\n' >lines
    until_heard "! kill -0 $receiver" at a pub any --via "verbs:interface=ib0&$raw" <lines >pub.out 2>&1
    wait $receiver
    has 'data transfers complete' mckey.rx "mckey hears three datagrams of umcast"
}

# steady WHAT FAULT ...: host A floods at a rate for 24 s, B drains; the fault comes after a few seconds; all arrive
steady() {
    local what=$1 drain flood rest='ps=udp&group=239.192.7.9&receiver-timeout=40s&loss-timeout=40s&image-timeout=40s&linger=40s'; shift
    at b drain --json --idle backoff --via "verbs:interface=ib1&$rest" >drain.json 2>drain.err & drain=$!
    at a flood --json --idle backoff --seconds 24 --rate 2000 --wait 120 --via "verbs:interface=ib0&$rest" >flood.json 2>flood.err & flood=$!
    waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]' 900; sleep 3
    "$@"
    wait $flood || cat flood.err
    wait $drain || cat drain.err
    cat drain.json
    [ -s flood.json ] && [ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
    ok $? "$what: all $(value sent flood.json) messages arrive"
}

step "with kernel sockets on IPoIB, both ways"
flood_and_drain 10000 'udp:interface=ib1&mtu=4064' 'verbs:interface=ib0&ps=ipoib' "queue pair to socket" b a
flood_and_drain 10000 'verbs:interface=ib1&ps=ipoib' 'udp:interface=ib0&mtu=4064' "socket to queue pair" b a

step "with rdma-core's mckey"
raw_with_mckey udp 0x0111

step "datagrams of 4 KB, a link that loses, one that reorders, a slow switch"
knob vhca1 loss "100 42"; knob vhca2 reorder "20 7"
two_drains 100000 "ps=udp&mtu=4096" "ps=udp, 4,096 B, host B loses 1 %, host C reorders 5 %"
knob vhca1 loss 0; knob vhca2 reorder 0
echo 150 >/sys/module/vhca/parameters/mft_delay_ms
two_drains 5000 "ps=ipoib&mtu=4064&group=239.192.9.9" "ps=ipoib, 4,064 B, the switch 150 ms behind the joins"
has 'ff12:401b.*/pid[0-9]+/0x0*c0ffee' attached "host B's queue pair has the Q_Key of IPoIB's broadcast group, which is not the usual one"
echo 0 >/sys/module/vhca/parameters/mft_delay_ms

step "the fabric changes under a steady flow"
restart_sm() { stop_opensm; sleep 1; IB_MTU=5 start_opensm 0100; waitfor 'grep -q ACTIVE '$S'/vhca1/ports/1/state'; }
pull_cable() { knob vhca1 link 0; sleep 3; knob vhca1 link 1; }
both_faults() { restart_sm; sleep 6; pull_cable; }
steady "the subnet manager restarts, then host B's link is down for 3 s" both_faults

step "what is left"
nothing_left "at the end"
! grep -h /pid $S/vhca*/$MC; ok $? "no queue pair is attached to a group"
