# Sourced by ib.sh: umcast over the queue pairs of three virtual InfiniBand hosts.
# shellcheck shell=bash disable=SC2154
. "$ROOT/testbed/guest/ib-lib.sh"
has 'verbs:interface=ib0 is vhca0 port 1 .InfiniBand, ACTIVE. by ib0, P_Key 0xffff, ps=udp or ps=ipoib, datagrams up to 2048' doctor.json \
    "doctor shows by which URI"

step "both port spaces between three hosts"
two_drains 20000 "ps=udp" "ps=udp"
two_drains 20000 "ps=ipoib" "ps=ipoib"
ping_pong_hosts() {
    local pong
    prefixed "$B" umcast pong --idle yield --via "verbs:interface=ib1&$1" >pong.out 2>&1 & pong=$!
    umcast ping --json --idle yield --count 500 --warmup 200 --wait 120 --via "verbs:interface=ib0&$1" >ping.json 2>ping.err || cat ping.err pong.out
    kill $pong 2>/dev/null; wait $pong 2>/dev/null
    cat ping.json
    has '"p50' ping.json "$2: 500 round trips between two hosts"
}
ping_pong_hosts ps=udp "ps=udp"
umcast demo --seconds 2 --subscribers 2 --via verbs:interface=ib0 --json >demo.json 2>demo.err || cat demo.err
has '"ok":true' demo.json "demo inside one host: two subscribers got all $(value sent demo.json) messages"

nothing_left "at the end"
! grep -h /pid "$S"/vhca*/"$MC"; ok $? "no queue pair is attached to a group"
