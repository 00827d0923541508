# Sourced by what runs in the guest. ROOT: the project's folder. Results go to the console and, a line each, to $RESULTS.
# shellcheck shell=bash
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
W=/run/w
RESULTS=/vm/out/results.${NAME:-vm}
mkdir -p $W
: >"$RESULTS"
cd $W || exit 1

# Without a process for each line and each tenth of a second: to start one takes 20 ms here.
mkfifo never; exec {never}<>never; rm never
report() { echo "$1 $2"; echo "$1 $2" >>"$RESULTS"; }
bad=0
ok() { if [ "$1" = 0 ]; then report PASS "$2"; else report FAIL "$2"; bad=$((bad + 1)); fi; }
skip() { report SKIP "$1"; }
# has REGEX FILE WHAT, hasnt REGEX FILE WHAT: shows the file when it is not so
has() { grep -Eq -- "$1" "$2"; local status=$?; ((status == 0)) || { echo "--- no $1 in:"; tail -40 "$2"; }; ok $status "$3"; }
hasnt() { ! grep -Eq -- "$1" "$2"; local status=$?; ((status == 0)) || { echo "--- $1 in:"; tail -40 "$2"; }; ok $status "$3"; }
# waitfor COMMAND [TENTHS]: until it succeeds, 15 s at most unless said otherwise
waitfor() {
    local i
    for ((i = 0; i < ${2:-150}; i++)); do eval "$1" >/dev/null 2>&1 && return 0; read -rt 0.1 -u "$never"; done
    return 1
}
step() { local up; read -r up _ </proc/uptime; printf '\n=== [%s s] %s\n' "$up" "$*"; }
# Ends the script: the last line says that it came to its end.
finish() {
    ! dmesg | grep -E 'BUG:|Oops|hung task|soft lockup|general protection'
    ok $? "${NAME:-vm}: no complaint of the kernel"
    report END "$bad failures"
    exit $((bad > 0))
}

# link_pair: rnic0 and rnic1, the two ends of a link
link_pair() {
    ip link add rnic0 type veth peer name rnic1
    ip addr add 10.77.0.1/24 dev rnic0
    ip link set rnic0 mtu 4200 up multicast on; ip link set rnic1 mtu 4200 up
    ip route add 224.0.0.0/4 dev rnic0
}
# soft_roce: the device rxe0 on rnic0
soft_roce() {
    ip link show rnic0 >/dev/null 2>&1 || link_pair
    rdma link add rxe0 type rxe netdev rnic0
    waitfor 'rdma link show rxe0/1 | grep -q ACTIVE'
}

# java_program CLASS ARG ...: one of guest/java, that run-tests has compiled, or one of the class path CLASSES; for a slow machine: only the
# quick compiler, and classes as run-tests has dumped them.
java_program() {
    timeout "${LIMIT:-240}" "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$ROOT/jvm.options" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m \
        -XX:-UsePerfData -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off -XX:SharedArchiveFile="${ARCHIVE:-$ROOT/target/vm/guest.jsa}" \
        -cp "${CLASSES:-$ROOT/cli/target/umcast-cli.jar:$ROOT/target/vm/guest.jar}" "$@"
}
# The command line tool in a process of its own, as bin/umcast starts it.
umcast() { java_program io.umcast.cli.Main "$@"; }

# host NAME [PREFIX ...]: a process that carries out the command lines of "at NAME": its JVM starts once, and is warm after the first.
host() { local out=$W/host.$1.out; hosted "$1" "$out" "$out" io.umcast.cli.Commands "${@:2}"; }
# hosted NAME OUT ERR CLASS [PREFIX ...]: such a process with a program of its own
declare -A host_pid host_pipe host_out
hosted() {
    local name=$1 out=$2 err=$3 program=$4 pipe; shift 4
    mkfifo "$W/host.$name"
    exec {pipe}<>"$W/host.$name" # so that no command waits for a reader that has died
    LIMIT=3600 prefixed "$*" java_program "$program" <"$W/host.$name" >>"$out" 2>>"$err" &
    host_pid[$name]=$! host_pipe[$name]=$pipe host_out[$name]=$out
}
# at NAME COMMAND OPTION ...: umcast's command in that process, as if it were here: output, error and exit status; standard input if it is a file
at() {
    local host=$1 answer=$W/answer.$BASHPID status=124 limit=${LIMIT:-240} pipe in out err line i part said=''; shift
    [ ! -e "$W/host.$host.lost" ] || { echo "umcast: $host is lost" >&2; return 124; }
    mkfifo "$answer"
    # Standard output itself is the host's pipe for as long as echo writes to that.
    exec {pipe}<>"$answer" {in}<&0 {out}>&1 {err}>&2
    printf -v line '%s\t' "/proc/$BASHPID/fd/"{"$in","$out","$err","$pipe"} "$@"
    echo "$line" >&"${host_pipe[$host]}"
    for ((i = 0; i < limit; i += 5)); do
        read -r -t 5 -u "$pipe" part && { status=$said$part; break; }
        said+=$part # the time may be over in the middle of a line
        kill -0 "${host_pid[$host]}" 2>/dev/null || break
    done
    exec {pipe}>&- {in}<&- {out}>&- {err}>&-
    rm -f "$answer"
    ((status != 124)) || lost "$host" "$@"
    return "$status"
}
# stop_at NAME COMMAND: asks a command in that process for its end, as Ctrl-C does
stop_at() { echo "stop $2" >&"${host_pipe[$1]}"; }
# lost HOST COMMAND ...: it has not answered, and nobody waits for it again. At the first the console shows what all hosts' threads do, and how
# the machine is.
lost() {
    local host=$1 name jvm; shift
    echo "umcast: no answer from $host to: $*" | tee /dev/console >&2
    : >"$W/host.$host.lost"
    mkdir "$W/lost" 2>/dev/null || return
    {
        for name in "${!host_pid[@]}"; do
            jvm=$(youngest "${host_pid[$name]}")
            echo "--- host $name, process $jvm:"
            kill -QUIT "$jvm" && sleep 5
            cat "${host_out[$name]}"
        done
        echo "--- processes, memory, the kernel's last words:"
        # all but the kernel's
        ps -wwo pid,ppid,stat,pcpu,rss,etimes,wchan:20,args --ppid 2 -p 2 --deselect | cut -c1-200; cat /proc/loadavg; free -m; dmesg | tail -20
    } >/dev/console 2>&1
}
# value KEY FILE: of a JSON object on one line; a number or a text without quotes
value() { grep -oE "\"$1\": ?(\"[^\"]*\"|[^,}]*)" "$2" | head -1 | sed -E 's/^"[^"]*": ?//; s/^"(.*)"$/\1/'; }

# No verdict may depend on how fast this machine is: nobody is given up for being silent for some seconds.
PATIENT='receiver-timeout=40s&image-timeout=40s&loss-timeout=40s&linger=40s'

# joram URI WHAT CLASS ...: classes of the Joram JMS conformance suite, each message from one engine to another
joram() {
    local uri=$1 what=$2 status; shift 2
    CLASSES=$(cat "$ROOT/target/vm/jms.classpath") ARCHIVE=$ROOT/target/vm/jms.jsa java_program \
        "-Dumcast.jms.test.uri=$uri&jms.discovery=10000&$PATIENT" io.umcast.jms.joram.JoramRun "$@" >joram.out 2>joram.err; status=$?
    ((status == 0)) || { cat joram.out; tail -40 joram.err; }
    ok $status "$what: $(tail -1 joram.out)"
}

# flood_and_drain COUNT DRAIN_URI FLOOD_URI WHAT [DRAIN_HOST [FLOOD_HOST [FLOOD_OPTIONS]]]: every message arrives, once, in order.
flood_and_drain() {
    local count=$1 what=$4 drain
    at "${5:-one}" drain --json --idle backoff --via "$2&$PATIENT" >drain.json 2>drain.err & drain=$!
    # shellcheck disable=SC2086 # options are words
    at "${6:-two}" flood --json --idle backoff --count "$count" --wait 120 --via "$3&$PATIENT" ${7:-} >flood.json 2>flood.err
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
        $prefix bash -c "$(declare -f umcast java_program); $(declare -p ROOT); $(printf '%q ' "$@")"
    fi
}

# ping_pong PING_URI WHAT [PONG_URI [PONG_HOST [PING_HOST]]]: some round trips
ping_pong() {
    local pong
    at "${4:-one}" pong --idle yield --count 700 --via "${3:-$1}" >pong.out 2>&1 & pong=$!
    at "${5:-two}" ping --json --idle yield --count 500 --warmup 200 --wait 120 --via "$1" >ping.json 2>ping.err || cat ping.err pong.out
    wait $pong || cat pong.out
    cat ping.json
    has '"p50' ping.json "$2: 500 round trips"
}

# lines_by URI_SUB URI_PUB WHAT [SUB_HOST [PUB_HOST]]: three lines by sub and pub, which waits for it
lines_by() {
    local sub failed=0
    at "${4:-one}" sub lines --count 3 --seconds 200 --via "$1" >sub.out 2>sub.err & sub=$!
    printf 'one\ntwo\nthree\n' >lines
    at "${5:-two}" pub lines --wait 120 --via "$2" <lines >pub.out 2>pub.err || { failed=1; cat pub.err; }
    wait $sub || { failed=1; cat sub.err; }
    ((failed == 0)) && cmp -s lines sub.out
    ok $? "$3: three lines, $(tr '\n' ' ' <sub.out)"
}

# What RDMA resources processes hold, a kind a line, those of the kernel left out.
resources() { local kind; for kind in qp cq mr pd cm_id; do echo "$kind $(rdma resource show $kind 2>/dev/null | grep -c 'pid ')"; done; }
# nothing_left WHAT: no process holds any
nothing_left() {
    waitfor '! resources | grep -q "[1-9]$"'
    ok $? "$1: $(resources | tr '\n' ' ')"
}

# until_heard CONDITION COMMAND ...: raw datagrams, which nobody repairs, some times at most: whoever has joined does not hear yet while the
# switch has not been told.
until_heard() {
    local condition=$1 i; shift
    for ((i = 0; i < 8; i++)); do
        "$@"
        waitfor "$condition" 20 && return
    done
}

# refused WHAT REGEX COMMAND ...: fails, and says why
refused() {
    local what=$1 regex=$2 status; shift 2
    "$@" >refused.out 2>&1 </dev/null; status=$?
    sed -n 1,3p refused.out
    [ $status != 0 ] && [ $status != 124 ]; ok $? "$what: fails at once"
    has "$regex" refused.out "$what: says so"
}
