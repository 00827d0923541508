# Sourced by ib.sh: umcast over the queue pairs of three virtual InfiniBand hosts.
# shellcheck shell=bash disable=SC2154
has 'verbs:interface=ib0 is vhca0 port 1 .InfiniBand, ACTIVE. by ib0, P_Key 0xffff, ps=udp or ps=ipoib, datagrams up to 2048' doctor.json \
    "doctor shows by which URI"

step "both port spaces between three hosts"
two_drains 20000 "ps=udp" "ps=udp"
two_drains 20000 "ps=ipoib" "ps=ipoib"
ping_pong "verbs:interface=ib0&ps=udp" "ps=udp, between two hosts" "verbs:interface=ib1&ps=udp" b a
at a demo --seconds 2 --subscribers 1 --via verbs:interface=ib0 --json >demo.json 2>demo.err || cat demo.err
has '"ok":true' demo.json "demo inside one host: a subscriber got all $(value sent demo.json) messages"

nothing_left "queue pairs and all else are given back"
! grep -h /pid "$S"/vhca*/"$MC"; ok $? "no queue pair is attached to a group"
