#!/usr/bin/env bash
# In the guest: umcast over the queue pairs of one soft-RoCE device: foreign programs, faults, refusals.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
G=239.1.2.3
V=verbs:interface=rnic0
soft_roce; ok $? "soft-RoCE"

step "raw datagrams, with rdma-core's mckey at the other end"
RAW="$V&group=$G&raw=on"
umcast sub any --format hex --count 3 --seconds 200 --via "$RAW" >raw.out 2>raw.err & sub=$!
waitfor 'grep -q 030201EF /proc/net/igmp'; sleep 1
timeout 20 mckey -m $G -b 10.77.0.1 -C 3 -s >mckey.tx 2>&1
wait $sub || cat raw.err
[ "$(wc -l <raw.out)" = 3 ]; ok $? "umcast hears the three datagrams of mckey: $(awk '{print length($0) / 2}' raw.out | tr '\n' ' ') bytes"
timeout 40 mckey -m $G -b 10.77.0.1 -C 3 >mckey.rx 2>&1 & receiver=$!
waitfor 'grep -q "receiving\|joined dgid" mckey.rx'; sleep 1
printf 'one\ntwo\nthree\n' | umcast pub any --via "$RAW" >pub.out 2>&1 || cat pub.out
wait $receiver
has 'data transfers complete' mckey.rx "mckey hears three datagrams of umcast"

step "a subscriber is killed in the middle"
U="$V&group=239.192.7.7&receiver-timeout=1s"
umcast drain --json --via "$U" >victim.out 2>&1 & victim=$!
umcast drain --json --via "$U" >drain.json 2>drain.err & drain=$!
umcast flood --json --seconds 8 --rate 5000 --wait 120 --via "$U" >flood.json 2>flood.err & flood=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 6" ]'; ok $? "three processes hold two queue pairs each"
sleep 5
pkill -9 -P $victim 2>/dev/null; kill -9 $victim
wait $flood || cat flood.err
wait $drain; cat drain.json
[ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
ok $? "the other got all $(value sent flood.json) messages"
wait $victim 2>/dev/null
nothing_left "nothing of the killed process is left"

step "many rounds of opening and closing"
java_program OpenClose $V "${ROUNDS:-100}" >rounds.out 2>&1; ok $? "OpenClose: $(tail -1 rounds.out)"
cat rounds.out
nothing_left "after ${ROUNDS:-100} rounds in one process"

step "what is refused, and what is said"
refused "an interface without RDMA" 'interface=lo: the interface lo does not belong to an RDMA device: there are rxe0 port 1' \
    umcast pub x --via verbs:interface=lo
refused "the IPoIB port space on RoCE" "ps=ipoib: is InfiniBand's only" umcast pub x --via "$V&ps=ipoib"
refused "datagrams larger than the port's" 'mtu=8k: is more than the 4096 bytes' umcast pub x --via "$V&mtu=8k"
refused "an IPv6 group on RoCE v2" 'IPv6|ENOTSUPP|no IPv6 address' umcast sub x --via "$V&group=ff15::7"
too_little() { (ulimit -l 64; exec setpriv --bounding-set -ipc_lock --inh-caps -ipc_lock bash -c "$(declare -f umcast); $(declare -p ROOT)
    umcast pub x --via $V"); }
refused "too little memory to lock" 'memlock|ulimit -l' too_little
lib=$(ldconfig -p | awk '/librdmacm\.so\.1 /{print $NF; exit}')
lib=$(realpath "$lib"); mv "$lib" "$lib.away"
refused "librdmacm missing" 'librdmacm' umcast pub x --via $V
umcast doctor >doctor.txt 2>&1; hasnt '^all is well' doctor.txt "doctor is not content without it"
mv "$lib.away" "$lib"

step "the port goes down for 3 s and comes back"
P="$V&group=239.192.7.8&receiver-timeout=20s&loss-timeout=20s&image-timeout=20s"
umcast drain --json --via "$P" >drain.json 2>drain.err & drain=$!
umcast flood --json --seconds 12 --rate 2000 --wait 120 --via "$P" >flood.json 2>flood.err & flood=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]'; sleep 4
ip link set rnic1 down; sleep 3; ip link set rnic1 up
wait $flood || cat flood.err
wait $drain; cat drain.json
[ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
ok $? "all $(value sent flood.json) messages arrive"
nothing_left "at the end"
finish
