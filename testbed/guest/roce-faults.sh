# Sourced by roce.sh: umcast over the queue pairs of rxe0: foreign programs, faults, refusals.
# shellcheck shell=bash disable=SC2154
step "raw datagrams, with rdma-core's mckey at the other end"
RAW="$V&group=$G&raw=on"
at one sub any --format hex --count 3 --seconds 200 --via "$RAW" >raw.out 2>raw.err & sub=$!
waitfor 'grep -q 030201EF /proc/net/igmp' 600
printf 'one\ntwo\nthree\n' >lines
until_heard '[ "$(wc -l <raw.out)" = 3 ]' timeout 60 mckey -m $G -b 10.77.0.1 -C 3 -s >mckey.tx 2>&1
wait $sub || cat raw.err
[ "$(wc -l <raw.out)" = 3 ]; ok $? "umcast hears the three datagrams of mckey: $(awk '{print length($0) / 2}' raw.out | tr '\n' ' ') bytes"
stdbuf -oL timeout 120 mckey -m $G -b 10.77.0.1 -C 3 >mckey.rx 2>&1 & receiver=$!
waitfor 'grep -q "joined dgid" mckey.rx'
until_heard "! kill -0 $receiver" at two pub any --via "$RAW" <lines >pub.out 2>&1
wait $receiver; ok $? "mckey hears three datagrams of umcast, and is content"
has 'data transfers complete' mckey.rx "it says so"

step "sessions that have nothing to do"
java_program IdleCost "$V&status-interval=1s&announce-interval=1s" 2 >idle.out 2>idle.err || cat idle.err
cat idle.out
grep '"event"' idle.out >event.json; grep '"backoff"' idle.out >backoff.json
(($(value p50_us event.json) < 100000)); ok $? "sleeping up to 200 ms: $(value p50_us event.json) us from a thread's offer to the handler, backing off $(value p50_us backoff.json) us"
less() { awk -v a="$1" -v b="$2" 'BEGIN {exit !(a < b)}'; }
less "$(value sessions_percent event.json)" "$(value sessions_percent backoff.json)"
ok $? "and the threads of two such sessions take $(value sessions_percent event.json) % of a core here, backing off $(value sessions_percent backoff.json) %"

step "a subscriber is killed in the middle"
U="$V&group=239.192.7.7&receiver-timeout=3s&linger=40s"
umcast drain --json --idle backoff --via "$U" >victim.out 2>&1 & victim=$!
at one drain --json --idle backoff --via "$U" >drain.json 2>drain.err & drain=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]' 900
at two flood --json --idle backoff --seconds 120 --rate 3000 --wait 120 --via "$U" >flood.json 2>flood.err & flood=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 6" ]' 900; ok $? "three processes hold two queue pairs each"
sleep 2
kill -9 "$(youngest $victim)" && [ ! -s flood.json ]; ok $? "one is killed in the middle of the flood"
waitfor 'grep -q "has vanished" flood.err' 600; stop_at two flood
wait $flood
has 'has vanished' flood.err "the publisher tells that one has vanished"
wait $drain; cat drain.json
[ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
ok $? "the other got all $(value sent flood.json) messages"
wait $victim 2>/dev/null
nothing_left "nothing of the killed process is left"

step "many rounds of opening and closing"
rounds=${ROUNDS:-1000}
LIMIT=500 java_program OpenClose "$V&log=64k&slots=64&mtu=1k&linger=0s" "$rounds" >rounds.out 2>&1; ok $? "OpenClose: $(tail -1 rounds.out)"
cat rounds.out
nothing_left "after $rounds rounds in one process"

step "what is refused, and what is said"
refused "an interface without RDMA" 'the interface lo does not belong to an RDMA device: there are rxe0 port 1' at two pub x --via verbs:interface=lo
refused "the IPoIB port space on RoCE" 'is InfiniBand.s only' at two pub x --via "$V&ps=ipoib"
refused "datagrams larger than the port's" 'is more than the 4096 bytes' at two pub x --via "$V&mtu=8k"
refused "an IPv6 group on RoCE v2" 'RoCE v2 takes no IPv6 groups' at two pub x --via "$V&group=ff15::7"
too_little() { (ulimit -l 64; prefixed "setpriv --bounding-set -ipc_lock --inh-caps -ipc_lock" umcast pub x --via $V); }
refused "too little memory to lock" 'memlock|ulimit -l' too_little
lib=$(ldconfig -p | awk '/librdmacm\.so\.1 /{print $NF; exit}')
lib=$(realpath "$lib"); mv "$lib" "$lib.away"
host three
refused "librdmacm missing" 'librdmacm' at three pub x --via $V
at three doctor >doctor.txt 2>&1; hasnt '^all is well' doctor.txt "doctor is not content without it"
mv "$lib.away" "$lib"

step "the port goes down for 3 s and comes back"
P="$V&group=239.192.7.8&$PATIENT"
at one drain --json --idle backoff --via "$P" >drain.json 2>drain.err & drain=$!
at two flood --json --idle backoff --seconds 10 --rate 2000 --wait 120 --via "$P" >flood.json 2>flood.err & flood=$!
waitfor '[ "$(resources | grep ^qp)" = "qp 4" ]' 900; sleep 2
ip link set rnic1 down; sleep 3; ip link set rnic1 up
wait $flood || cat flood.err
wait $drain; cat drain.json
[ "$(value received drain.json)" = "$(value sent flood.json)" ] && [ "$(value lost drain.json)" = 0 ]
ok $? "all $(value sent flood.json) messages arrive"
nothing_left "at the end"
