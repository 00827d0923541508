#!/usr/bin/env bash
# In the guest: perftest beside umcast on one soft-RoCE device: bench-roce.sh ROUNDS
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$ROOT/testbed/guest/bench-lib.sh"
soft_roce || exit 1
LINK=0 SERVER=rxe0 CLIENT=rxe0 RECEIVING='' RECEIVE=verbs:interface=rnic0 SEND=verbs:interface=rnic0
bench "$1"
finish
