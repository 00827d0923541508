# Sourced by bench-roce.sh and bench-ib.sh: perftest and umcast over the same queue pairs' device, in turns. A sample a line goes to $SAMPLES:
# contender, setting, round, values.
# shellcheck shell=bash disable=SC2154
SAMPLES=/vm/out/samples.$NAME
: >"$SAMPLES"
SECONDS_EACH=4
# A JVM compiles what it runs in the first of them, which is slow where the processor is emulated.
FLOOD_SECONDS=12
LIMIT=90

sample() {
    printf '%s\t%s,link=%s\t%s\t%s\n' "$1" "$2" "$LINK" "$round" "$3" | tee -a "$SAMPLES"
}

# perftest PROGRAM SIZE ARG ...: server and client; the client's line of results goes to perftest.out
perftest() {
    local program=$1 size=$2 server; shift 2
    timeout $LIMIT "$program" -d "$SERVER" -c UD -F -s "$size" "$@" >server.out 2>&1 & server=$!
    waitfor 'grep -q "Waiting for client" server.out' 100
    timeout $LIMIT "$program" -d "$CLIENT" -c UD -F -s "$size" "$@" 127.0.0.1 >client.out 2>&1
    kill $server 2>/dev/null; wait $server 2>/dev/null
    awk -v s="$size" '$1 == s && NF >= 4' client.out | tail -1 >perftest.out
    [ -s perftest.out ] || { echo "FAIL $program $size"; tail -15 client.out server.out; }
}

# send_bw SIZE MESSAGE MTU: how many datagrams a second
send_bw() {
    perftest ib_send_bw "$1" -D "$SECONDS_EACH" -f 1
    sample perftest "size=$2,datagram=$1" "rate=$(awk '{print $5 * 1e6}' perftest.out)"
}

flood() {
    local drain uri_rest="mtu=$3&$PATIENT"
    prefixed "$RECEIVING" umcast drain --json --via "$RECEIVE&$uri_rest" >drain.json 2>drain.err & drain=$!
    umcast flood --json --size "$2" --seconds $FLOOD_SECONDS --wait 120 --via "$SEND&$uri_rest" >flood.json 2>flood.err || cat flood.err
    wait $drain || cat drain.err
    sample umcast "size=$2,datagram=$1" "rate=$(value rate drain.json),lost=$(value lost drain.json)"
}

# Half a round trip, as ib_send_lat has it
send_lat() {
    perftest ib_send_lat "$1" -n 2000
    sample perftest "size=$2,datagram=$1,half=1" "p50=$(awk '{print $5 * 1000}' perftest.out),p99=$(awk '{print $8 * 1000}' perftest.out)"
}

ping_half() {
    local pong uri_rest="mtu=4k&$PATIENT"
    prefixed "$RECEIVING" umcast pong --via "$RECEIVE&$uri_rest" >pong.out 2>&1 & pong=$!
    umcast ping --json --size "$2" --count 2000 --warmup 1000 --wait 120 --via "$SEND&$uri_rest" >ping.json 2>ping.err || cat ping.err
    kill $pong 2>/dev/null; wait $pong 2>/dev/null
    sample umcast "size=$2,datagram=$1,half=1" "p50=$(awk -v t="$(value p50 ping.json)" 'BEGIN {print t / 2}'),p99=$(awk -v t="$(value p99 ping.json)" 'BEGIN {print t / 2}')"
}

# bench ROUNDS: a message of umcast's takes 48 bytes more than its own in its datagram, and 64 B fill datagrams of 4 KB with their like
bench() {
    for ((round = 0; round < $1; round++)); do
        step "round $((round + 1)) of $1"
        send_bw 1024 976; flood 1024 976 1k
        send_bw 4096 4048; flood 4096 4048 4k
        send_bw 64 64; flood 64 64 4k
        send_lat 112 64; ping_half 112 64
    done
}
