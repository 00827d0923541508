# Sourced by membership.sh: two port spaces, a partition, other programs.
# shellcheck shell=bash disable=SC2154
step "both port spaces on one group address"
GP=239.7.4.4
for ps in udp ipoib; do
    pair p$ps "verbs:interface=ib0&ps=$ps&group=$GP" "verbs:interface=ib1&ps=$ps&group=$GP"
done
attached $GP 4001 | grep -q '/pid.*/0x01234567'; ok $? "ps=udp is attached to $(mgid $GP 4001): $(attached $GP 4001)"
attached $GP | grep -q '/pid.*/0x00c0ffee'; ok $? "ps=ipoib is attached to $(mgid $GP): $(attached $GP)"
ask b "flood pudp 100 200" "^flooding pudp"; ask b "flood pipoib 200 200" "^flooding pipoib"
heard b "^flooded pudp" && heard b "^flooded pipoib"; waitfor "got a pipoib 200"; ok $? "ps=ipoib: $(counted a)"
waitfor "got a pudp 100"; ok $? "ps=udp: $(counted a): no crosstalk"
[ "$(states a pudp)" = "ABSENT>JOINING JOINING>JOINED JOINED>MEMBER" ] && [ "$(kernel_holds $GP)" = 1 ]
ok $? "one IP membership, of ps=ipoib: ps=udp has no IP group to announce"
unpair pudp; unpair pipoib
left $GP "closed"; [ -z "$(attached $GP 4001)" ]; ok $? "closed: nothing is attached in ps=udp"

step "a partition of its own, with a Q_Key of its own"
# made by sysfs it has a umcast attribute, made by `ip link` (as B's) it has none: ipoib_vlan.c
echo 0x8001 >/sys/class/net/ib0/create_child; ip addr add 10.8.0.1/24 dev ib0.8001; ip link set ib0.8001 up
ip -n B link add link ib1 name ib1.8001 type ipoib pkey 0x8001; ip -n B addr add 10.8.0.2/24 dev ib1.8001; ip -n B link set ib1.8001 up
waitfor 'ping -c 1 -W 1 10.8.0.2'; ok $? "ib0.8001 and ib1.8001 are up: $(cat /sys/class/net/ib0.8001/umcast) is umcast of ib0.8001, $(cat /sys/class/net/ib0/umcast) of ib0"
GK=239.7.5.5
ask a "open k verbs:interface=ib0.8001&ps=ipoib&group=$GK&umcast=set&$PATIENCE" "^opened k"; ask a "sub k" "^subscribed k"
[ "$(cat /sys/class/net/ib0.8001/umcast)" = 1 ]; ok $? "umcast=set: set on ib0.8001"
attached $GK 401b 8001 | grep -q '/pid.*/0x00b10eb1'; ok $? "attached to $(mgid $GK 401b 8001), with the partition's Q_Key: $(attached $GK 401b 8001)"
! attached $GK 401b 8001 | grep -q /kernel && [ -z "$(attached $GK)" ]; ok $? "not IPoIB's, and nothing in the default partition"
echo "open nok verbs:interface=ib1.8001&ps=ipoib&group=$GK&umcast=require" >&"${host_pipe[b]}"
heard b "^failed open nok .*ib1.8001 has no umcast attribute.*create_child" 100; ok $? "umcast=require on a child made by ip link: $(grep '^failed open nok' b)"
ask b "open k verbs:interface=ib1.8001&ps=ipoib&group=$GK&umcast=ignore&$PATIENCE" "^opened k"; ask b "flood k 100 200" "^flooding k"
waitfor "got a k 100" 300; ok $? "100 messages through the partition: $(counted a)"
unpair k
waitfor '[ "$(cat /sys/class/net/ib0.8001/umcast)" = 0 ]'; ok $? "umcast of ib0.8001 is restored"

step "interoperation: kernel UDP and queue pairs, IPv4 and IPv6"
Q0='verbs:interface=ib0&ps=ipoib' U0='udp:interface=ib0&mtu=2016' Q1=${Q0/ib0/ib1} U1=${U0/ib0/ib1}
for way in "$Q0 $U1" "$U0 $Q1"; do
    uri="&group=239.7.6.6&log=512k&slots=256"
    lines_by "${way% *}$uri" "${way#* }$uri" "pub --via ${way#* } to sub --via ${way% *}" a b
done
# ipv6 SUB PUB
ipv6() {
    : >sniffed
    pair v6 "$1&group=ff15::7:6" "$2&group=ff15::7:6" && ask b "flood v6 100 200" "^flooding v6" && waitfor "got a v6 100" 300
    ok $? "IPv6, $2 to $1: $(counted a)"
    waitfor 'grep -q "^out MLD record type [24] group ff15::7:6" sniffed'; ok $? "with an MLDv2 report: $(grep 'ff15::7:6' sniffed | head -1)"
    attached_to ff12:601b:ffff:0000:0000:0000:0007:0006 >v6
    unpair v6
}
ipv6 "$Q0" "$U1"; has /pid v6 "attached to ff12:601b:ffff::7:6: $(cat v6)"; hasnt /kernel v6 "not IPoIB's"
ipv6 "$U0" "$Q1"; has /kernel v6 "the kernel's socket: IPoIB's queue pair is attached to it: $(cat v6)"
step "a plain UDP sender to a queue pair"
GR=239.7.7.7
at a sub any --format hex --seconds 200 --via "verbs:interface=ib0&ps=ipoib&raw=on&group=$GR&log=512k&slots=256" >raw.out 2>raw.err & raw=$!
waitfor "is_user $GR" 300; ok $? "raw subscriber: $(attached $GR)"
hello() { printf 'hello %s' "$1" | $B socat -u - "UDP4-DATAGRAM:$GR:40456,ip-multicast-if=10.9.0.2"; }
# raw repairs nothing, and a member is attached before the subnet manager has told the switch: the first that comes shows that it has
waitfor 'hello 0; sleep 0.5; [ -s raw.out ]' 60
for i in 1 2 3; do hello $i; done
waitfor 'tail -1 raw.out | grep -qx 68656c6c6f2033'
[ "$(grep -vx 68656c6c6f2030 raw.out | paste -sd,)" = 68656c6c6f2031,68656c6c6f2032,68656c6c6f2033 ]; ok $? "socat's three datagrams: $(paste -sd, raw.out)"
stop_at a sub; wait $raw; ok $? "the subscriber ends when it is asked to"
detached $GR "at the end" # at the subnet manager B's IPoIB stays a send-only member of it for some minutes
