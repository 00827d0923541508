# Sourced by what runs in the guest. ROOT: the project's folder. Results go to the console and, a line each, to $RESULTS.
# shellcheck shell=bash
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
W=/run/w
RESULTS=/vm/out/results.${NAME:-vm}
mkdir -p $W
: >"$RESULTS"
cd $W || exit 1

report() { echo "$1 $2" | tee -a "$RESULTS"; }
bad=0
ok() { if [ "$1" = 0 ]; then report PASS "$2"; else report FAIL "$2"; bad=$((bad + 1)); fi; }
skip() { report SKIP "$1"; }
# has REGEX FILE WHAT, hasnt REGEX FILE WHAT: shows the file when it is not so
has() { grep -Eq -- "$1" "$2"; local status=$?; ((status == 0)) || { echo "--- no $1 in:"; tail -40 "$2"; }; ok $status "$3"; }
hasnt() { ! grep -Eq -- "$1" "$2"; local status=$?; ((status == 0)) || { echo "--- $1 in:"; tail -40 "$2"; }; ok $status "$3"; }
# waitfor COMMAND [TENTHS]: until it succeeds, 15 s at most unless said otherwise
waitfor() {
    local i
    for ((i = 0; i < ${2:-150}; i++)); do eval "$1" >/dev/null 2>&1 && return 0; sleep 0.1; done
    return 1
}
step() { echo; echo "=== [$(cut -d' ' -f1 /proc/uptime) s] $*"; }
# Ends the script: the last line says that it came to its end.
finish() {
    ! dmesg | grep -E 'BUG:|Oops|hung task|soft lockup|general protection'
    ok $? "${NAME:-vm}: no complaint of the kernel"
    report END "$bad failures"
    exit $((bad > 0))
}

# soft_roce: the device rxe0 on rnic0, one end of a veth pair
soft_roce() {
    ip link add rnic0 type veth peer name rnic1
    ip addr add 10.77.0.1/24 dev rnic0
    ip link set rnic0 mtu 4200 up multicast on; ip link set rnic1 mtu 4200 up
    ip route add 224.0.0.0/4 dev rnic0
    rdma link add rxe0 type rxe netdev rnic0
    waitfor 'rdma link show rxe0/1 | grep -q ACTIVE'
}

# The command line tool, as bin/umcast starts it, for a slow machine: only the quick compiler.
umcast() {
    timeout "${LIMIT:-240}" "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$ROOT/jvm.options" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m \
        -XX:-UsePerfData -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off -XX:SharedArchiveFile="$ROOT/target/vm/classes.jsa" \
        -cp "$ROOT/cli/target/umcast-cli.jar" io.umcast.cli.Main "$@"
}
# java_program CLASS ARG ...: one of guest/java, that run-tests has compiled, or one of the class path CLASSES
java_program() {
    timeout "${LIMIT:-240}" "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$ROOT/jvm.options" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m \
        -XX:-UsePerfData -Xshare:auto -cp "${CLASSES:-$ROOT/target/vm/classes:$ROOT/cli/target/lib/*}" "$@"
}
# value KEY FILE: of a JSON object on one line; a number or a text without quotes
value() { grep -oE "\"$1\": ?(\"[^\"]*\"|[^,}]*)" "$2" | head -1 | sed -E 's/^"[^"]*": ?//; s/^"(.*)"$/\1/'; }

# No verdict may depend on how fast this machine is: nobody is given up for being silent for some seconds.
PATIENT='receiver-timeout=40s&image-timeout=40s&loss-timeout=40s&linger=40s'

# joram URI WHAT CLASS ...: classes of the Joram JMS conformance suite, each message from one engine to another
joram() {
    local uri=$1 what=$2 status; shift 2
    CLASSES=$(cat "$ROOT/target/vm/jms.classpath") java_program -Xlog:cds=off -Xlog:cds+dynamic=off "-XX:SharedArchiveFile=$ROOT/target/vm/jms.jsa" \
        "-Dumcast.jms.test.uri=$uri&jms.discovery=10000&$PATIENT" io.umcast.jms.joram.JoramRun "$@" >joram.out 2>joram.err; status=$?
    ((status == 0)) || { cat joram.out; tail -40 joram.err; }
    ok $status "$what: $(tail -1 joram.out)"
}

# flood_and_drain COUNT DRAIN_URI FLOOD_URI WHAT [DRAIN_PREFIX [FLOOD_PREFIX [FLOOD_OPTIONS]]]: every message arrives, once, in order.
flood_and_drain() {
    local count=$1 what=$4 drain
    # shellcheck disable=SC2086 # prefixes and options are words
    prefixed "${5:-}" umcast drain --json --via "$2&$PATIENT" >drain.json 2>drain.err & drain=$!
    # shellcheck disable=SC2086
    prefixed "${6:-}" umcast flood --json --count "$count" --wait 120 --via "$3&$PATIENT" ${7:-} >flood.json 2>flood.err
    local flood=$?
    ((flood == 0)) || { echo "--- flood:"; cat flood.err flood.json; }
    wait $drain || { echo "--- drain:"; cat drain.err; }
    cat drain.json
    [ "$flood" = 0 ] && [ "$(value received drain.json)" = "$count" ] && [ "$(value lost drain.json)" = 0 ] &&
        [ "$(value duplicated drain.json)" = 0 ] && [ "$(value reordered drain.json)" = 0 ] && [ "$(value corrupt drain.json)" = 0 ]
    ok $? "$what: $count of 64 B flooded, $(value received drain.json) drained, $(value lost drain.json) lost, $(value rate drain.json) a second"
}
# youngest PID: the last of its line of children: of a function in the background the program that it runs
youngest() {
    local pid=$1 child
    while child=$(pgrep -P "$pid" | head -1) && [ -n "$child" ]; do pid=$child; done
    echo "$pid"
}
# prefixed "ip netns exec B" COMMAND ...: by functions of this file, too
prefixed() {
    local prefix=$1; shift
    if [ -z "$prefix" ]; then "$@"
    else
        # shellcheck disable=SC2086
        $prefix bash -c "$(declare -f umcast); $(declare -p ROOT); $(printf '%q ' "$@")"
    fi
}

# ping_pong URI WHAT [PONG_PREFIX [PING_PREFIX]]: some round trips
ping_pong() {
    local pong
    prefixed "${3:-}" umcast pong --idle yield --via "$1" >pong.out 2>&1 & pong=$!
    prefixed "${4:-}" umcast ping --json --idle yield --count 500 --warmup 200 --wait 120 --via "$1" >ping.json 2>ping.err ||
        { cat ping.err pong.out; }
    kill $pong 2>/dev/null; wait $pong 2>/dev/null
    cat ping.json
    has '"p50' ping.json "$2: 500 round trips"
}

# lines_by URI_SUB URI_PUB WHAT [SUB_PREFIX [PUB_PREFIX]]: three lines by sub and pub, which waits for it
lines_by() {
    local sub
    prefixed "${4:-}" umcast sub lines --count 3 --seconds 200 --via "$1" >sub.out 2>sub.err & sub=$!
    printf 'one\ntwo\nthree\n' | prefixed "${5:-}" umcast pub lines --wait 120 --via "$2" >pub.out 2>pub.err || cat pub.err
    wait $sub || cat sub.err
    printf 'one\ntwo\nthree\n' | cmp -s - sub.out
    ok $? "$3: three lines, $(tr '\n' ' ' <sub.out)"
}

# What RDMA resources processes hold, a kind a line, those of the kernel left out.
resources() { local kind; for kind in qp cq mr pd cm_id; do echo "$kind $(rdma resource show $kind 2>/dev/null | grep -c 'pid ')"; done; }
# nothing_left WHAT: no process holds any
nothing_left() {
    waitfor '! resources | grep -q "[1-9]$"'
    ok $? "$1: $(resources | tr '\n' ' ')"
}

# refused WHAT REGEX COMMAND ...: fails, and says why
refused() {
    local what=$1 regex=$2 status; shift 2
    "$@" >refused.out 2>&1 </dev/null; status=$?
    sed -n 1,3p refused.out
    [ $status != 0 ] && [ $status != 124 ]; ok $? "$what: fails at once"
    has "$regex" refused.out "$what: says so"
}
