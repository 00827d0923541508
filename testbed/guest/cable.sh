#!/usr/bin/env bash
# In two guests whose network cards are cabled to each other: RoCE between two hosts. cable-a publishes, cable-b subscribes.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
case $NAME in
    cable-a) own=10.78.0.1 other=10.78.0.2 ;;
    *) own=10.78.0.2 other=10.78.0.1 ;;
esac
V=verbs:interface=eth0
host one
# Goes on when the other machine has come here, too.
meet() { : >"/vm/out/meet.$1.$NAME"; waitfor "[ -e /vm/out/meet.$1.cable-a ] && [ -e /vm/out/meet.$1.cable-b ]" 900; }
# route_groups: a link that was down has lost its routes
route_groups() { ip route replace 224.0.0.0/4 dev eth0; }

step "$NAME: soft-RoCE on a cabled network card"
ip addr add $own/24 dev eth0; ip link set eth0 mtu 4200 up multicast on; route_groups
rdma link add rxe0 type rxe netdev eth0
waitfor 'rdma link show rxe0/1 | grep -q ACTIVE'; ok $? "$NAME: rxe0 is active"
meet up; ok $? "$NAME: the other machine is up"
waitfor "ping -c 1 -W 1 $other"; ok $? "$NAME: and answers"

# transfer COUNT OPTIONS WHAT: from a to b, counted at b
transfer() {
    local count=$1 uri="$V&$2" what=$3
    if [ "$NAME" = cable-a ]; then
        at one flood --json --idle backoff --count "$count" --wait 120 --via "$uri" >flood.json 2>flood.err
        ok $? "$what: flooded $count, $(value rate flood.json) a second"
        [ -s flood.json ] || cat flood.err
    else
        at one drain --json --idle backoff --via "$uri" >drain.json 2>drain.err || cat drain.err
        cat drain.json
        [ "$(value received drain.json)" = "$count" ] && [ "$(value lost drain.json)" = 0 ] && [ "$(value duplicated drain.json)" = 0 ]
        ok $? "$what: drained $(value received drain.json), lost $(value lost drain.json)"
    fi
}

step "$NAME: a link between two hosts that loses 1 %, delays and reorders, both ways"
tc qdisc add dev eth0 root netem limit 100000 delay 1ms 1ms loss 1%
transfer "${MESSAGES:-1000000}" "group=239.192.7.2&$PATIENT" "verbs, 1 % loss and reordering on the link"
tc -s qdisc show dev eth0 >netem.txt; tc qdisc del dev eth0 root
[ "$NAME" = cable-b ] || has 'dropped [1-9]' netem.txt "the link did drop: $(grep -o 'dropped [0-9]*' netem.txt)"
meet netem

step "$NAME: the subscriber's link goes down for 3 s"
P="$V&group=239.192.7.3&$PATIENT"
if [ "$NAME" = cable-a ]; then
    at one flood --json --idle backoff --seconds 10 --rate 2000 --wait 120 --via "$P" >flood.json 2>flood.err & flood=$!
    waitfor "rdma resource show qp | grep -q 'pid '" 900; meet flowing
    wait $flood || cat flood.err
    value sent flood.json >/vm/out/sent.cable
    meet flooded
else
    at one drain --json --idle backoff --via "$P" >drain.json 2>drain.err & drain=$!
    waitfor "rdma resource show qp | grep -q 'pid '" 900; meet flowing; sleep 3
    ip link set eth0 down; sleep 3; ip link set eth0 up; route_groups
    wait $drain || cat drain.err
    cat drain.json
    meet flooded
    [ "$(value received drain.json)" = "$(cat /vm/out/sent.cable)" ] && [ "$(value lost drain.json)" = 0 ]
    ok $? "all $(cat /vm/out/sent.cable) messages arrive"
fi
nothing_left "$NAME: at the end"
finish
