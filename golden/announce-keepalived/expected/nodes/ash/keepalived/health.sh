#!/bin/sh
# netc: keepalived asks whether node ash can serve Services; any failing line
# makes it leave its addresses to another node. /etc/netc/health, where it exists, is asked too.
PATH=$PATH:/usr/sbin:/sbin
set -e

# What netc made is there: the build, the pods' bridge, the rules.
[ -d /run/netc/up ] || [ -d /run/netc/next ]
ip link show dev cbr0 up | grep -q .
iptables -w 2 -S NETC-FORWARD >/dev/null 2>&1
ip6tables -w 2 -S NETC-FORWARD >/dev/null 2>&1
[ ! -x /etc/netc/health ] || /etc/netc/health
