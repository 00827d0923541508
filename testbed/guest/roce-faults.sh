#!/usr/bin/env bash
# In the guest: umcast over the queue pairs of one soft-RoCE device: foreign programs, faults, refusals.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
G=239.1.2.3
V=verbs:interface=rnic0
soft_roce; ok $? "soft-RoCE"

step "raw datagrams, with rdma-core's mckey at the other end"
RAW="$V&group=$G&raw=on"
umcast sub any --format hex --count 3 --seconds 200 --via "$RAW" >raw.out 2>raw.err & sub=$!
waitfor 'grep -q 030201EF /proc/net/igmp' 600
timeout 60 mckey -m $G -b 10.77.0.1 -C 3 -s >mckey.tx 2>&1
wait $sub || cat raw.err
[ "$(wc -l <raw.out)" = 3 ]; ok $? "umcast hears the three datagrams of mckey: $(awk '{print length($0) / 2}' raw.out | tr '\n' ' ') bytes"
stdbuf -oL timeout 120 mckey -m $G -b 10.77.0.1 -C 3 >mckey.rx 2>&1 & receiver=$!
waitfor 'grep -q "joined dgid" mckey.rx'
printf 'one\ntwo\nthree\n' | umcast pub any --via "$RAW" >pub.out 2>&1 || cat pub.out
wait $receiver; ok $? "mckey hears three datagrams of umcast, and is content"
has 'data transfers complete' mckey.rx "it says so"

step "sessions that have nothing to do"
java_program IdleCost "$V&status-interval=1s&announce-interval=1s" 5 >idle.out 2>idle.err || cat idle.err
cat idle.out
grep '"event"' idle.out >event.json; grep '"backoff"' idle.out >backoff.json
(($(value p50_us event.json) < 100000)); ok $? "sleeping up to 200 ms: $(value p50_us event.json) us from a thread's offer to the handler, backing off $(value p50_us backoff.json) us"
less() { awk -v a="$1" -v b="$2" 'BEGIN {exit !(a < b)}'; }
less "$(value sessions_percent event.json)" "$(value sessions_percent backoff.json)"
ok $? "and the threads of two such sessions take $(value sessions_percent event.json) % of a core here, backing off $(value sessions_percent backoff.json) %"

step "a subscriber is killed in the middle"
U="$V&group=239.192.7.7&receiver-timeout=3s"
packets() { cat /sys/class/infiniband/rxe0/ports/1/hw_counters/rcvd_pkts; }
umcast drain --json --via "$U" >victim.out 2>&1 & victim=$!
umcast drain --json --via "$U" >drain.json 2>drain.err & drain=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]' 900
before=$(packets)
umcast flood --json --seconds 10 --rate 3000 --wait 120 --via "$U" >flood.json 2>flood.err & flood=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 6" ]' 900; ok $? "three processes hold two queue pairs each"
waitfor '(($(packets) > before + 3000))' 900
kill -9 "$(youngest $victim)"
wait $flood
has 'has vanished' flood.err "the publisher tells that one has vanished"
wait $drain; cat drain.json
[ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
ok $? "the other got all $(value sent flood.json) messages"
wait $victim 2>/dev/null
nothing_left "nothing of the killed process is left"

step "many rounds of opening and closing"
LIMIT=400 java_program OpenClose "$V&log=64k&slots=64&mtu=1k&linger=0s" "${ROUNDS:-300}" >rounds.out 2>&1; ok $? "OpenClose: $(tail -1 rounds.out)"
cat rounds.out
nothing_left "after ${ROUNDS:-300} rounds in one process"

step "what is refused, and what is said"
java_program Refused verbs:interface=lo "$V&ps=ipoib" "$V&mtu=8k" "$V&group=ff15::7" >refused.txt 2>&1; cat refused.txt
has '=lo -> .*the interface lo does not belong to an RDMA device: there are rxe0 port 1' refused.txt "an interface without RDMA: it says which have"
has 'ps=ipoib -> .*is InfiniBand.s only' refused.txt "the IPoIB port space on RoCE: it says whose it is"
has 'mtu=8k -> .*is more than the 4096 bytes' refused.txt "datagrams larger than the port's: it says how large they may be"
has 'group=ff15::7 -> .*(IPv6|ENOTSUPP)' refused.txt "an IPv6 group on RoCE v2: it says so"
too_little() { (ulimit -l 64; exec setpriv --bounding-set -ipc_lock --inh-caps -ipc_lock bash -c "$(declare -f umcast); $(declare -p ROOT)
    umcast pub x --via $V"); }
refused "too little memory to lock" 'memlock|ulimit -l' too_little
lib=$(ldconfig -p | awk '/librdmacm\.so\.1 /{print $NF; exit}')
lib=$(realpath "$lib"); mv "$lib" "$lib.away"
refused "librdmacm missing" 'librdmacm' umcast pub x --via $V
umcast doctor >doctor.txt 2>&1; hasnt '^all is well' doctor.txt "doctor is not content without it"
mv "$lib.away" "$lib"

step "the port goes down for 3 s and comes back"
P="$V&group=239.192.7.8&$PATIENT"
umcast drain --json --via "$P" >drain.json 2>drain.err & drain=$!
umcast flood --json --seconds 10 --rate 2000 --wait 120 --via "$P" >flood.json 2>flood.err & flood=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]' 900; sleep 2
ip link set rnic1 down; sleep 3; ip link set rnic1 up
wait $flood || cat flood.err
wait $drain; cat drain.json
[ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
ok $? "all $(value sent flood.json) messages arrive"
nothing_left "at the end"
finish
