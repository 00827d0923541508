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

# The command line tool, as bin/umcast starts it, for a slow machine: only the quick compiler.
umcast() {
    timeout "${LIMIT:-90}" "${JAVA_HOME:+$JAVA_HOME/bin/}java" "@$ROOT/jvm.options" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m \
        -XX:-UsePerfData -Xshare:auto ${UMCAST_OPTS:-} -cp "$ROOT/cli/target/umcast-cli.jar" io.umcast.cli.Main "$@"
}
# value KEY FILE: of a JSON object on one line; a number or a text without quotes
value() { grep -oE "\"$1\": ?(\"[^\"]*\"|[^,}]*)" "$2" | head -1 | sed -E 's/^"[^"]*": ?//; s/^"(.*)"$/\1/'; }

# flood_and_drain COUNT DRAIN_URI FLOOD_URI WHAT [DRAIN_PREFIX [FLOOD_PREFIX [FLOOD_OPTIONS]]]: every message arrives, once, in order.
flood_and_drain() {
    local count=$1 what=$4 drain
    # shellcheck disable=SC2086 # prefixes and options are words
    prefixed "${5:-}" umcast drain --json --via "$2" >drain.json 2>drain.err & drain=$!
    # shellcheck disable=SC2086
    prefixed "${6:-}" umcast flood --json --count "$count" --wait 40 --via "$3" ${7:-} >flood.json 2>flood.err
    local flood=$?
    ((flood == 0)) || { echo "--- flood:"; cat flood.err flood.json; }
    wait $drain || { echo "--- drain:"; cat drain.err; }
    cat drain.json
    [ "$flood" = 0 ] && [ "$(value received drain.json)" = "$count" ] && [ "$(value lost drain.json)" = 0 ] &&
        [ "$(value duplicated drain.json)" = 0 ] && [ "$(value reordered drain.json)" = 0 ] && [ "$(value corrupt drain.json)" = 0 ]
    ok $? "$what: $count of 64 B flooded, $(value received drain.json) drained, $(value lost drain.json) lost, $(value rate drain.json) a second"
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
