# Sourced by roce.sh: umcast over the queue pairs of rxe0, several processes.
# shellcheck shell=bash disable=SC2154
V=verbs:interface=rnic0
has 'verbs:interface=rnic0 is rxe0 port 1 .RoCE v2, ACTIVE. by rnic0, ps=udp, datagrams up to 4096' doctor.json "doctor shows by which URI"

step "verbs on soft-RoCE: pub and sub, ping, demo, flood and drain"
lines_by $V $V "pub and sub"
ping_pong $V "ping"
at one demo --seconds 2 --subscribers 2 --via $V --json >demo.json 2>demo.err || cat demo.err
cat demo.json
has '"ok":true' demo.json "demo: two subscribers got all $(value sent demo.json) messages"
flood_and_drain 50000 $V $V "verbs"
flood_and_drain 20000 "$V&loss=0.01&reorder=0.01&duplicate=0.01" $V "verbs, the receiver losing, reordering and doubling 1 %"
flood_and_drain 20000 "$V&poller=native" "$V&poller=native" "verbs, native poller threads"
flood_and_drain 5000 "verbs:device=rxe0&ib-port=1&mtu=1k" "verbs:device=rxe0&ib-port=1&mtu=1k" "by device and port, datagrams of 1 KB" one two "--mix"
joram $V "JMS over verbs, a part of the Joram suite" TopicSessionTest TemporaryTopicTest MessageHeaderTest
nothing_left "queue pairs and all else are given back"

