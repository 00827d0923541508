# Sourced by membership.sh: one source of a group (SSM), by the device and by the kernel.
# shellcheck shell=bash disable=SC2154
step "ps=ipoib: one source of a group, IPv4 and IPv6"
# Host B gets a second address of each kind for a while.
ip -n B addr add 10.9.0.12/24 dev ib1; ip -n B -6 addr add fd09::12/64 dev ib1 nodad
T=/sys/kernel/debug/tracing
printf '%s\n' 'p:um/device_join rdma_cm:rdma_join_multicast' 'p:um/device_leave rdma_cm:rdma_leave_multicast' 'p:um/attach ib_core:ib_attach_mcast' \
    'p:um/detach ib_core:ib_detach_mcast' 'p:um/kernel4 ip_mc_source add=%di:s32' 'p:um/kernel6 ip6_mc_source add=%di:s32' >$T/kprobe_events
echo 1 >$T/events/um/enable; ok $? "the kernel's functions that join and leave are traced"
# steps: what this kernel was asked for, in order, since the last time; kernel4 and kernel6 with 1 to join a source, 0 to leave it
steps() { sed -nE 's/.* (device_join|device_leave|attach|detach|kernel[46]):.*\) ?(add=)?([01]?)$/\1\3/p' $T/trace | paste -sd' '; echo >$T/trace; }
filtered4() { grep -iE '^ *[0-9]+ +ib0 +0xe8070909 +0x0a090002 +1 +0' /proc/net/mcfilter; }
filtered6() { grep -iE '^ *[0-9]+ +ib0 +ff350000000000000000000080000709 +fd090000000000000000000000000002 +1 +0' /proc/net/mcfilter6; }
attached4() { attached 232.7.9.9; }
attached6() { attached_to ff12:601b:ffff:0000:0000:0000:8000:0709; }
# foreign GROUP: F datagrams of the group came to A's queue pair and went no further, and some did
foreign() {
    at k stat "${pid[a]}" >stat.out
    F=$(awk -v g="group=$1&" '/^process/ {on = index($0, g)} on && / foreign frames/ {gsub(",", "", $1); n += $1} END {print n + 0}' stat.out)
    ((F >= 20))
}

# opened IP GROUP SOURCE OTHER: A's connection that hears SOURCE only, B's that is it, and B's that is not
opened() {
    local way='ps=ipoib' kernel="mtu=2016&unconnected=send&linger=0s&log=512k&slots=256"
    ask a "open m$1 verbs:interface=ib0&$way&group=$2&source=$3&$PATIENCE" "^opened m$1" b "open m$1 verbs:interface=$3&$way&group=$2&$PATIENCE" "^opened m$1" \
        b "open o$1 udp:interface=$4&group=$2&$kernel" "^opened o$1"
}
# source_of IP GROUP SOURCE OTHER REPORT: A subscribes; SOURCE sends by a queue pair, and a kernel socket of B's from OTHER
source_of() {
    local ip=$1 group=$2 from=$3 other=$4 report=$5 way
    : >sniffed; steps >/dev/null
    ask a "sub m$ip" "^subscribed m$ip"; state a m$ip MEMBER; way=$(steps)
    ok $? "IPv$ip: joined for $from alone: $(states a m$ip)"
    [[ $way =~ ^(.* )?device_join\ attach\ kernel${ip}1$ ]]; ok $? "IPv$ip: the device joins, then the kernel: $way"
    waitfor filtered$ip; ok $? "IPv$ip: the kernel has it on ib0 for that source: $(filtered$ip)"
    waitfor "grep -q '^out $report record type 5 group $group source $from\$' sniffed"; ok $? "IPv$ip: reported so (ALLOW_NEW_SOURCES): $(grep "group $group" sniffed | head -1)"
    ! grep -q "record type [24] group $group" sniffed; ok $? "IPv$ip: never reported for any source"
    [[ $(attached$ip) == */pid* && $(attached$ip) != */kernel* ]]; ok $? "IPv$ip: our queue pair is attached, not IPoIB's: $(attached$ip)"
    flooded m$ip 200 400; waitfor "got a m$ip 200"; ok $? "IPv$ip: 200 messages from $from: $(counted a)"
    # a delivered one would begin the count anew
    flooded o$ip 100 100; waitfor "foreign $group"; ok $? "IPv$ip: $F from $other were dropped at the queue pair: of 100 messages, and announcements"
    got a m$ip 200; ok $? "IPv$ip: still 200: $(counted a)"
    : >sniffed; steps >/dev/null
    ask a "unsub m$ip" "^unsubscribed m$ip"; way=$(steps)
    [[ $way =~ ^kernel${ip}0\ detach\ device_leave ]]; ok $? "IPv$ip: the last subscriber leaves: the kernel leaves, then the device: $way"
    ! filtered$ip && [ -z "$(attached$ip)" ]; ok $? "IPv$ip: neither holds it any longer"
    waitfor "grep -q '^out $report record type 6 group $group source $from\$' sniffed"; ok $? "IPv$ip: reported so (BLOCK_OLD_SOURCES): $(grep "group $group" sniffed | head -1)"
}
opened 4 232.7.9.9 10.9.0.2 10.9.0.12 & four=$!
opened 6 ff35::8000:709 fd09::2 fd09::12; wait $four
source_of 4 232.7.9.9 10.9.0.2 10.9.0.12 'IGMP type 0x22 to 224.0.0.22'
source_of 6 ff35::8000:709 fd09::2 fd09::12 MLD
ask a "close m4" "^closed m4" b "close m4" "^closed m4" b "close o4" "^closed o4" a "close m6" "^closed m6" b "close m6" "^closed m6" b "close o6" "^closed o6"
echo 0 >$T/events/um/enable; ip -n B addr del 10.9.0.12/24 dev ib1; ip -n B -6 addr del fd09::12/64 dev ib1
