#!/usr/bin/env bash
# In the guest: three hosts on a virtual InfiniBand switch that opensm programs. $1, $2: see vhca/guest-lib.sh.
. "$2/guest-lib.sh"
. "$ROOT/testbed/guest/ib-lib.sh"

step "the fabric"
fabric_up hcas=3; ok $? "three HCAs on a switch: ports active, ib0 to ib2 up"
LD_LIBRARY_PATH='' host a; LD_LIBRARY_PATH='' host b ip netns exec B; LD_LIBRARY_PATH='' host c ip netns exec C
at a doctor --json >doctor.json; ok $? "doctor finds nothing that does not work"
for i in 0 1 2; do has "vhca$i port 1, InfiniBand, ACTIVE" doctor.json "doctor shows the port of vhca$i"; done
has 'ib0 has umcast 0' doctor.json "doctor tells that the kernel hears ib0's groups too"

step "kernel UDP over IPoIB between two hosts"
flood_and_drain 20000 'udp:interface=ib1' 'udp:interface=ib0' "udp over IPoIB" b a

. "$ROOT/testbed/guest/ib-verbs.sh"
. "$ROOT/testbed/guest/ib-faults.sh"
finish
