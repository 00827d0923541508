#!/usr/bin/env bash
# In the guest (see run.sh): the switch forwards by joins alone; SM restart, link and loss faults reach rdma_cm users.
. "$2/guest-lib.sh"
G=239.9.9.9; SW=0x00025efffe000200; ENETRESET=-102

# a peer is an mcpeer process driven through a fifo: peer NAME ADDR [ip netns exec B]
declare -A to pid
peer() {
    local name=$1 address=$2 fd; shift 2
    mkfifo $W/$name.in; exec {fd}<>$W/$name.in; to[$name]=$fd
    "$@" $VHCA/mcpeer $address $G < $W/$name.in > $W/$name 2>&1 & pid[$name]=$!
    heard $name 'ADDR_RESOLVED status 0' 1
}
tell() { echo "${@:2}" >&${to[$1]}; }
lines() { grep -Ec -- "$2" $W/$1; }
heard() { waitfor "[ \$(grep -Ec -- '$2' $W/$1) -ge $3 ]"; }                    # NAME REGEX TIMES
ask() { local n=$(lines $1 "$3"); tell $1 $2; heard $1 "$3" $((n + 1)); }       # NAME COMMAND ANSWER
count() { ask $1 count ^received && grep ^received $W/$1 | tail -1; }
got() { waitfor "count $1 | grep -Eq '^received $2 '"; }                        # in the end, not more nor fewer
stat() { awk -v k=$2 '$1 == k {print $2}' $S/$1/ports/1/vhca/stats; }
mft() { $PK/ibroute -M -G $SW 2>/dev/null | tr A-F a-f | grep -i "^$MLID"; }      # "0xc003        x x": ports 1 and 2
members() { mft | cut -c7- | grep -o x | wc -l; }                                # one member or none: opensm makes no entry
table() { waitfor "[ \$(members) = $1 ]"; ok $? "multicast table has $1 ports: $(mft)"; }
gone() { ! mft >/dev/null; }
join() { ask $1 join 'MULTICAST_JOIN status 0'; }
both_join() { join a && join b && MLID=$(mlid a) && waitfor '[ $(members) = 2 ]'; }
both_leave() { ask a leave left && ask b leave left; }
flow() { fresh b; ask a "send 10" '^sent' && got b 10; }                        # from A to B
mlid() { grep -o 'mlid 0x[0-9a-f]*' $W/$1 | tail -1 | cut -d' ' -f2; }
mgid() { grep -o 'mgid [0-9a-f:]*' $W/$1 | tail -1 | cut -d' ' -f2; }
fresh() { local p; for p in "$@"; do tell $p reset; done; }
errors() { lines $1 "MULTICAST_ERROR status $ENETRESET"; }
watch_events() { kill $watcher 2>/dev/null; stdbuf -oL ibv_asyncwatch -d vhca1 > $W/async 2>&1 & watcher=$!; waitfor "grep -q vhca1 $W/async"; }
events() { sed -n 's/.*event_type \(.*\) ([0-9]*).*/\1/p' $W/async | paste -sd, ; }

step 1 "the switch, as the subnet manager sees it"
fabric_up hcas=3; ok $? "three HCAs on a switch: ports ACTIVE, ib0 to ib2 up"
$PK/ibnetdiscover > $W/net 2>&1; cat $W/net
has '^Switch.*"S-00025efffe000200".*virtual switch' $W/net "ibnetdiscover finds the switch"
for i in 0 1 2; do has "^\[$((i+1))\].*\"H-00025efffe00010$i\".*vhca$i" $W/net "vhca$i is on its port $((i+1))"; done
$PK/ibroute -G $SW > $W/lft 2>&1; cat $W/lft
for i in 0 1 2; do has "00$((i+1)) : .Channel Adapter.*vhca$i" $W/lft "unicast table leads to vhca$i"; done

step 2 "forwarding follows the join, not the attachment"
B="ip netns exec B"; C="ip netns exec C"
peer a 10.9.0.1; peer b 10.9.0.2 $B; peer c 10.9.0.3 $C; peer raw 10.9.0.3 $C
join a; ok $? "host A joins"; MLID=$(mlid a); MGID=$(mgid a)
gone; ok $? "A alone: no multicast table entry for $MLID"
dropped=$(stat vhca0 sw_drop_nomember); ask a "send 10" '^sent'
[ $(($(stat vhca0 sw_drop_nomember) - dropped)) -ge 10 ]; ok $? "the switch drops its 10 messages"
slow=/sys/module/vhca/parameters/mft_delay_ms; echo 150 > $slow
fresh a; ask b "join 1000" '^sent'; ok $? "host B joins, and sends 1000 the moment the join is done, while the switch is slow"; table 2
sleep 0.5; count a | tee $W/l; hasnt '^received 1000 ' $W/l "A missed those sent before the multicast table was written"
echo 0 > $slow; ask b leave left; waitfor gone
fresh a; ask b "join 1000" '^sent'; table 2; sleep 0.5; echo "INFO the same with a fast switch: $(count a)"
ask raw "attach $MGID $MLID" attached; grep -h "$MLID.*/pid" $S/vhca2/ports/1/vhca/mcast; ok $? "host C attaches a queue pair to $MGID $MLID without a join"
flow; ok $? "B received all 10"
sleep 0.5; count raw | tee $W/l; has '^received 0 ' $W/l "C, attached but not joined, received nothing"
join c; ok $? "host C joins, with another queue pair"; table 3
fresh c raw; flow; ok $? "B received all 10"; got c 10; ok $? "C, too"; got raw 10; ok $? "and its attached queue pair"
ask c leave left; table 2
fresh c raw; flow; ok $? "after C left, B received all 10"
sleep 0.5; count raw | tee $W/l; has '^received 0 ' $W/l "and C nothing, though a queue pair is still attached"
both_leave; waitfor gone; ok $? "all left: no entry"; kill ${pid[raw]} ${pid[c]}

step 3 "subnet manager restart on the same port"
both_join; ok $? "both joined, table: $(mft)"
watch_events; ea=$(errors a); eb=$(errors b); MGID=$(mgid b); old=$MLID
stop_opensm; ok $? "opensm stopped"
flow; ok $? "without a subnet manager the flow goes on"
[ $(errors b) = $eb ]; ok $? "and nobody is told"
start_opensm 0100
waitfor "[ \$(errors a) -gt $ea ] && [ \$(errors b) -gt $eb ]"; ok $? "MULTICAST_ERROR, status $ENETRESET (ENETRESET), at A and at B"
waitfor 'events | grep -q CLIENT_REREGISTER'; ok $? "IB_EVENT_CLIENT_REREGISTER at vhca1"
echo "INFO events at vhca1: $(events); MULTICAST_ERROR: $(($(errors a) - ea)) at A, $(($(errors b) - eb)) at B"
waitfor gone; ok $? "opensm forgot the group, and cleared the entry"
grep -h "$old.*/pid" $S/vhca1/ports/1/vhca/mcast; ok $? "B's queue pair is still attached"
fresh b; ask a "send 10" '^sent'; sleep 0.5; count b | tee $W/l; has '^received 0 ' $W/l "before a rejoin nothing arrives"
both_leave; both_join; ok $? "rejoin: leave, join again; MLID was $old, is $MLID"
flow; ok $? "received all 10"
waitfor 'ping -c 1 -W 1 10.9.0.2'; ok $? "IPoIB recovered by itself"

step 4 "subnet manager moves to the other host"
watch_events; ea=$(errors a); eb=$(errors b)
stop_opensm; start_opensm 0101
waitfor "[ \$(errors a) -gt $ea ] && [ \$(errors b) -gt $eb ]"; ok $? "MULTICAST_ERROR at A and at B"
waitfor 'events | grep -q CLIENT_REREGISTER'; events > $W/l; has 'SM_CHANGE,IBV_EVENT_CLIENT_REREGISTER' $W/l "vhca1: IB_EVENT_SM_CHANGE, then CLIENT_REREGISTER"
echo "INFO events at vhca1: $(events); MULTICAST_ERROR: $(($(errors a) - ea)) at A, $(($(errors b) - eb)) at B"
both_leave; both_join && flow; ok $? "rejoin, received all 10"
ea=$(errors a); eb=$(errors b)
stop_opensm; start_opensm 0100
waitfor "[ \$(errors a) -gt $ea ] && [ \$(errors b) -gt $eb ]"
rejoined() { local i; for i in 1 2 3; do both_leave; both_join && flow && return 0; done; return 1; }	# an error may come late, after the rejoin
rejoined; ok $? "and back"

step 5 "link of host B down, then up"
watch_events; ea=$(errors a); eb=$(errors b); traps=$(grep -c num:128 /run/opensm.log)
knob vhca1 link 0
waitfor "[ \$(errors b) -gt $eb ]"; ok $? "MULTICAST_ERROR at B"
waitfor 'ip -n B -br link show ib1 | grep -q NO-CARRIER'; ok $? "ib1 has no carrier"
waitfor "[ \$(grep -c num:128 /run/opensm.log) -gt $traps ]"; ok $? "opensm received the switch's trap 128"
waitfor gone; ok $? "opensm took B out of the multicast table"
knob vhca1 link 1
waitfor 'grep -q ACTIVE '$S'/vhca1/ports/1/state'; ok $? "opensm brought the port back: $(cat $S/vhca1/ports/1/state)"
waitfor 'ip -n B -br link show ib1 | grep -q LOWER_UP' && waitfor 'ping -c 1 -W 1 10.9.0.2'; ok $? "ib1 is up and answers"
echo "INFO events at vhca1: $(events); MULTICAST_ERROR: $(($(errors a) - ea)) at A, $(($(errors b) - eb)) at B"
ask b leave left; join b && table 2; flow; ok $? "B rejoins: received all 10"
$PK/ibportstate -D 0,1 2 disable > $W/l 2>&1; waitfor 'grep -q DOWN '$S'/vhca1/ports/1/state'; ok $? "ibportstate disable at the switch takes the port down"
$PK/ibportstate -D 0,1 2 enable > $W/l 2>&1; waitfor 'grep -q ACTIVE '$S'/vhca1/ports/1/state'; ok $? "enable: opensm brings it back"
waitfor 'ip -n B -br link show ib1 | grep -q LOWER_UP'; ask b leave left; join b && table 2; flow; ok $? "B rejoins: received all 10"

step 6 "loss and reordering at the port of host B"
knob vhca1 loss "5 0 $MLID"; fresh b; lost=$(stat vhca1 drop_loss)
ask a "send 100" '^sent'; got b 80; ok $? "every 5th lost: 80 of 100"; [ $(($(stat vhca1 drop_loss) - lost)) = 20 ]; ok $? "20 counted in stats"
for i in 1 2; do
	knob vhca1 loss "4 42 $MLID"; fresh b; lost=$(stat vhca1 drop_loss)
	ask a "send 400" '^sent'; waitfor "count b | grep -q \"^received \$((400 - \$(stat vhca1 drop_loss) + $lost)) \""; ok $? "random 1 in 4, seed 42: received and counted losses add up to 400"
	run[i]=$(($(stat vhca1 drop_loss) - lost))
done
[ ${run[1]} = ${run[2]} ] && [ ${run[1]} -gt 60 ] && [ ${run[1]} -lt 140 ]; ok $? "the same seed loses the same number: ${run[*]}"
knob vhca1 loss 0; knob vhca1 reorder "10 0 $MLID"; fresh b; before=$(stat vhca1 reordered)
ask a "send 105" '^sent'; got b 105; count b | tee $W/l; has '^received 105 late 10$' $W/l "every 10th overtaken: all 105 arrive, 10 late"
[ $(($(stat vhca1 reordered) - before)) = 10 ]; ok $? "10 counted in stats"; knob vhca1 reorder 0
echo "--- a:"; cat $W/a; echo "--- b:"; cat $W/b; grep -H . $S/vhca*/ports/1/vhca/stats | sed 's,.*band/,,; s,ports/1/vhca/,,' | paste - - - - - -

finish
