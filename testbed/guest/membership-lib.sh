# Sourced by membership.sh: processes that hold several connections, and the questions about groups.
# shellcheck shell=bash disable=SC2154
B="ip netns exec B"
# No verdict depends on how fast this machine is; and little memory, whose registration takes its time here.
PATIENCE='receiver-timeout=60s&image-timeout=60s&loss-timeout=60s&linger=30s&log=512k&slots=256'
declare -A pid

# peer NAME [PREFIX ...]: a host whose program is membership/Peer; its output is the file NAME, its warnings NAME.err
peer() { : >"$1"; hosted "$1" "$1" "$1.err" Peer "${@:2}"; }
count_of() { grep -Ec -- "$2" "$1"; }
heard() { waitfor "grep -Eq -- '$2' $1" "${3:-300}"; }                                   # NAME REGEX [TENTHS]
# ask NAME COMMAND ANSWER ...: waits for one more line of that answer, or for a failure; several ask at the same time
ask() {
    local words=("$@") before=() failures=() i
    for ((i = 0; i < $#; i += 3)); do
        before[i]=$(count_of "${words[i]}" "${words[i + 2]}") failures[i]=$(count_of "${words[i]}" '^failed')
        echo "${words[i + 1]}" >&"${host_pipe[${words[i]}]}"
    done
    for ((i = 0; i < $#; i += 3)); do
        waitfor "[ \$(count_of ${words[i]} '${words[i + 2]}') -gt ${before[i]} ] || [ \$(count_of ${words[i]} '^failed') -gt ${failures[i]} ]" 600
        [ "$(count_of "${words[i]}" "${words[i + 2]}")" -gt "${before[i]}" ] || { tail -3 "${words[i]}"; tail -20 "${words[i]}.err"; return 1; }
    done
}
# pair NAME URI_A URI_B: a connection of each; A subscribes
pair() { ask a "open $1 $2&$PATIENCE" "^opened $1" b "open $1 $3&$PATIENCE" "^opened $1" && ask a "sub $1" "^subscribed $1"; }
unpair() { ask a "close $1" "^closed $1" b "close $1" "^closed $1"; }
# flooded NAME COUNT RATE: B publishes, all have been sent
flooded() { local done; done=$(count_of b "^flooded $1"); ask b "flood $1 $2 $3" "^flooding $1"; waitfor "[ \$(count_of b '^flooded $1') -gt $done ]" 600; }
counted() { grep '^count' "$1" | tail -1; }
got() { ask "$1" "count $2" "^count $2" && counted "$1" | grep -q "^count $2 received $3 broken 0\."; }    # NAME CONNECTION MESSAGES
# states NAME CONNECTION [FROM_LINE]: what its membership went through
states() { tail -n "+${3:-1}" "$1" | sed -n "s/^membership $2 [^ ]* \([^ ]*\) .*/\1/p" | paste -sd' '; }
state() { waitfor "[ \"\$(states $1 $2 | sed 's/.*>//')\" = $3 ]" "${4:-150}"; }              # NAME CONNECTION STATE [TENTHS]

# mgid GROUP [SIGNATURE [P_KEY]]: as the attach table has it; mcg_gid GROUP: as IPoIB's debugfs has it
mgid() { local a b c d; IFS=. read -r a b c d <<<"$1"; printf 'ff12:%s:%s:0000:0000:0000:%02x%02x:%02x%02x' "${2:-401b}" "${3:-ffff}" $((a & 15)) "$b" "$c" "$d"; }
mcg_gid() { local a b c d; IFS=. read -r a b c d <<<"$1"; printf 'ff12:401b:ffff:0:0:0:%x:%x' $(((a & 15) << 8 | b)) $((c << 8 | d)); }
attached() { attached_to "$(mgid "$@")"; }
attached_to() { local group rest; while read -r group rest; do [ "$group" != "$1" ] || echo "$rest"; done <"$S/vhca0/$MC"; }
is_user() { attached "$@" | grep -q /pid; }
is_kernel() { attached "$@" | grep -q /kernel; }
in_mcg() { grep -q "^GID: $(mcg_gid "$1")\$" /sys/kernel/debug/ipoib/ib0_mcg; }
is_sa() { local g; g=$(mcg_gid "$1"); $PK/saquery MCMR 2>/dev/null | grep -qi "401b:ffff::${g#*0:0:0:}\$"; }
# How many IP memberships of it the kernel counts on ib0; kernel_hex: as /proc/net/igmp prints it
kernel_hex() { local a b c d; IFS=. read -r a b c d <<<"$1"; printf '%02X%02X%02X%02X' "$d" "$c" "$b" "$a"; }
kernel_holds() {
    local hex name='' held=0 words; hex=$(kernel_hex "$1")
    while read -ra words; do
        [[ ${words[0]} == "$hex" && $name == ib0 ]] && held=${words[1]}
        [[ ${words[2]} == : ]] && name=${words[1]}
    done </proc/net/igmp
    echo "$held"
}
# igmp join|leave GROUP: reports of ours that went out; types 4 and 2 are EXCLUDE {}, 3 and 1 INCLUDE {} (RFC 3376, 4.2.12). sniffed is appended to.
igmp() { local types='[42]'; [ "$1" = leave ] && types='3'; grep -E "^out IGMP type 0x22 .*record type $types group $2\$" sniffed; }
received_by_ib0() { cat /sys/class/net/ib0/statistics/rx_packets; }
# detached GROUP WHAT: nothing of it on this host; left GROUP WHAT: nor at the subnet manager
detached() {
    waitfor "! grep -q \"^\$(mgid $1)\" $S/vhca0/$MC && ! in_mcg $1 && [ \$(kernel_holds $1) = 0 ]"
    ok $? "$2: no queue pair attached, not in ib0_mcg, no IP membership [$(attached "$1")]"
}
left() {
    detached "$@"
    waitfor "! is_sa $1"; ok $? "$2: the subnet manager has no member of it"
}
# row JSON INTERFACE: what `membership --json` says of it
row() { sed 's/{"interface":"[^"]*","up"/\n&/g' "$1" | grep "^{\"interface\":\"$2\",\"up\""; }
