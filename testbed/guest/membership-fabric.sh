# Sourced by membership.sh: a fabric that changes below a reliable stream.
# shellcheck shell=bash disable=SC2154
step "the fabric changes under a reliable stream"
GS=239.7.3.3; echo 1 >/sys/class/net/ib0/umcast
pair s "verbs:interface=ib0&ps=ipoib&group=$GS" "verbs:interface=ib1&ps=ipoib&group=$GS"; state a s MEMBER; ok $? "host A hears $(mgid $GS)"
reported() { sed -n "s/^out .* record type \([0-9]\) group $GS\$/\1/p" sniffed | paste -sd,; }
# under_flow WHAT FAULT TYPES SAID: B floods for 8 s, the fault comes meanwhile; then the types of IGMP records are so
under_flow() {
    local what=$1 fault=$2 types=$3 said=$4 mark floods
    mark=$(($(wc -l <a) + 1)) floods=$(count_of b '^flooded s'); : >sniffed
    ask b "flood s 2400 300" '^flooding s'; waitfor 'ask a "count s" "^count s" && counted a | grep -Eq "received (1?[0-9]{3}) "'
    ok $? "$what: the stream flows: $(counted a)"
    $fault
    waitfor "states a s $mark | grep -q '^MEMBER>LOST .*JOINED>MEMBER\$'" 400
    ok $? "$what: $(states a s $mark)"
    waitfor "[ \$(count_of b '^flooded s') -gt $floods ]" 600; waitfor "got a s 2400" 300
    ok $? "$what: all 2400 messages arrive, in order: $(counted a)"
    waitfor "reported | grep -Eqx '$types'"; ok $? "$what: IGMP, $said: record types $(reported)"
    is_user $GS && ! is_kernel $GS && ! in_mcg $GS; ok $? "$what: ours alone afterwards: $(attached $GS)"
    is_sa $GS; ok $? "$what: the subnet manager knows it again"
}
restart_sm() { stop_opensm; start_opensm 0100; }
# two seconds after it has left, the kernel no longer repeats its report of that (RFC 3376, 8.1 and 8.11); nor any of before
pull_cable() { knob vhca0 link 0; state a s BACKING_OFF; sleep 2; : >sniffed; knob vhca0 link 1; }
# at first the kernel may still repeat its report of the join
under_flow "opensm killed and restarted" restart_sm '(4,)*3(,3)*(,4)+' "left, then joined again"
under_flow "host A's link down and up" pull_cable '4(,4)*' "joined again (the leave had no link to go by)"
unpair s; left $GS "closed after the faults"
