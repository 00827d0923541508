# Sourced by ib.sh: three hosts A, B, C.
# shellcheck shell=bash disable=SC2154
# two_drains COUNT URI_REST WHAT: host A floods, hosts B and C drain; all get all
two_drains() {
    local count=$1 rest=$2 what=$3 b c flood
    at b drain --json --idle backoff --via "verbs:interface=ib1&$rest" >b.json 2>b.err & b=$!
    at c drain --json --idle backoff --via "verbs:interface=ib2&$rest" >c.json 2>c.err & c=$!
    waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]' 900
    grep -h /pid "$S/vhca1/$MC" >attached
    at a flood --json --idle backoff --count "$count" --wait 120 --via "verbs:interface=ib0&$rest" >flood.json 2>flood.err; flood=$?
    ((flood == 0)) || cat flood.err flood.json
    wait $b || cat b.err; wait $c || cat c.err
    cat b.json c.json
    local host
    for host in b c; do
        [ "$(value received $host.json)" = "$count" ] && [ "$(value lost $host.json)" = 0 ] && [ "$(value duplicated $host.json)" = 0 ]
        ok $? "$what: host ${host^^} drained $(value received $host.json) of $count, lost $(value lost $host.json), $(value rate $host.json) a second"
    done
}
