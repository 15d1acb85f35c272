#!/bin/bash
# Runs in the VM: brings mode ipvs up on two hosts made of namespaces and sends traffic to it.
# first/, next/ and iptables/ beside it are outputs of netc (OUT/nodes/...): next is a later state of
# first, iptables is first in mode iptables. Speaks in "ok" and "not ok" lines.
set -u
LAB=/mnt/lab # outside /run, which each host has of its own
passed=0 failed=0
PROBE=(python3 -I -S "$PWD/probe.py")
declare -A HOLDER

ok() { passed=$((passed + 1)) && echo "ok - $1"; }
not_ok() {
  failed=$((failed + 1))
  echo "not ok - $1"
  [ $# -lt 2 ] || printf '%s\n' "${@:2}" | head -n 40 | sed 's/^/    /'
}
is() { if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "want: $2" "got:  $3"; fi; }
like() { if [[ $3 =~ $2 ]]; then ok "$1"; else not_ok "$1" "want: $2" "got:  $3"; fi; }
same() { if cmp -s "$2" "$3"; then ok "$1"; else not_ok "$1" "$(diff "$2" "$3")"; fi; }
succeeds() {
  local output
  if output=$("${@:2}" 2>&1); then ok "$1"; else not_ok "$1" "$output"; fi
}
fails() {
  local output
  if output=$("${@:2}" 2>&1); then not_ok "$1" "$output"; else ok "$1"; fi
}
part() { echo "# $1 [$(cut -d. -f1 /proc/uptime) s]"; }

# --- the lab -------------------------------------------------------------------------------------

# on HOST COMMAND...
on() { nsenter -t "${HOLDER[$1]}" -m -n -- "${@:2}"; }
# node BUILD HOST VERB...
node() { on "$2" sh "/input/$1/nodes/$2/node.sh" "${@:3}"; }

make_host() { # NAME NUMBER
  ip netns add "$1"
  ip link add name "sw-$1" type veth peer name eth0 netns "$1"
  ip link set dev "sw-$1" master sw0 up
  mkdir -p "$LAB/$1"
  # shellcheck disable=SC2016 # expanded inside
  nsenter --net="/run/netns/$1" unshare -m --propagation private sh -c '
    mount -t tmpfs etc /etc && cp -R /run/etc/. /etc && mount -t tmpfs run "$1" &&
    mkdir "$1/netns" && mount --bind "$1" /run && touch /run/ready && exec sleep 100000' sh "$LAB/$1" &
  HOLDER[$1]=$!
  until on "$1" test -e /run/ready; do sleep 0.05; done
  on "$1" sysctl -qw net.ipv6.conf.eth0.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  on "$1" ip -batch - <<BATCH
link set dev lo up
link set dev eth0 up
addr add 192.168.56.$2/24 dev eth0
addr add fd00:56::$2/64 dev eth0 nodad
BATCH
}

make_lab() {
  mkdir -p "$LAB" /run/etc /run/netns
  cp -R /etc/. /run/etc
  ip link add name sw0 type bridge
  ip link set dev sw0 up
  make_host node-a 11
  make_host node-b 12
  make_host outside 100
  # The outside finds external addresses at node-a, as a router would lead it there.
  on outside ip -batch - <<BATCH
route add 198.51.100.0/24 via 192.168.56.11
route add 2001:db8:51::/64 via fd00:56::11
route add 10.96.0.0/16 via 192.168.56.11
route add fd00:10:96::/112 via fd00:56::11
BATCH
  on node-a ipvsadm -A -t 10.200.0.1:80 -s lc
  on node-a ipvsadm -a -t 10.200.0.1:80 -r 10.200.0.2:80 -m -w 7
  on node-a ipset create THEIRS hash:ip
}

# serve HOST NETNS NAME PORT...
serve() { on "$1" ip netns exec "$2" "${PROBE[@]}" serve "${@:3}" >/dev/null 2>&1 & }

start_servers() {
  serve node-a default_client client 8080
  serve node-a default_web-0 web-0 8080 5353
  serve node-a default_web-1 web-1 8080 5353
  serve node-b default_web-2 web-2 8080 5353
  serve node-b default_far far 8080
  on node-a "${PROBE[@]}" serve node-a 22 30999 >/dev/null 2>&1 &
  until [ "$(names <<<"$(for at in 1.4 1.2 1.3 2.2 2.3; do get node-a - 10.244.$at 8080; done)")" = \
    "client far web-0 web-1 web-2" ]; do sleep 0.2; done
  until [[ $(get node-a - 127.0.0.1 22) == *@* ]]; do sleep 0.2; done
}

# get HOST NETNS HOST PORT [COUNT] [udp]: NETNS - is the host itself
get() {
  if [ "$2" = - ]; then
    on "$1" "${PROBE[@]}" get "${@:3}"
  else
    on "$1" ip netns exec "$2" "${PROBE[@]}" get "${@:3}"
  fi
}
names() { tr ' ' '\n' | sed 's/.*\*//;s/@.*//' | sort -u | paste -sd ' '; }

# state HOST: all that mode ipvs could change
state() {
  # shellcheck disable=SC2016 # expanded inside
  on "$1" sh -c '
    ip -o addr show | sed "s/^[0-9]*: //" | sort
    ip -o link show | sed "s/^[0-9]*: //;s/@if[0-9]*//;s/link.*//" | sort
    ip netns list | sed "s/ (id.*//" | sort
    ipvsadm -S -n | sort
    ipvsadm -L --timeout
    ipset save | sed "s/ hashsize.*maxelem/ maxelem/;s/ bucketsize.*//" | sort
    for t in iptables ip6tables; do
      $t-save | sed "/^#/d;s/ *\[[0-9]*:[0-9]*\]//" | awk "
        /^\*/ { table = \$0; next } /^COMMIT/ || / ACCEPT\$/ { next } { print table, \$0 }"
    done
    grep -r . /proc/sys/net/ipv4/vs /proc/sys/net/ipv4/conf/all /proc/sys/net/ipv4/ip_forward 2>/dev/null | sort
    find /run/netc /etc/netns /etc/netc 2>/dev/null | sort'
}

# --- traffic -------------------------------------------------------------------------------------

ALL="web-0 web-1 web-2"

addresses() { # v4|v6
  if [ "$1" = v4 ]; then
    services=10.96.0. pods=10.244. external=198.51.100. a=192.168.56.11 b=192.168.56.12 out=192.168.56.100
    web=${services}20 db=${services}21 query=${services}22 sticky=${services}23 empty=${services}24
    local_=${services}27 near=${services}28 self=${services}29 client=${pods}1.4 gateway=${pods}1.1
    x_web=${external}10 x_open=${external}20 x_closed=${external}21 x_local=${external}22
  else
    services=fd00:10:96:: pods=fd00:10:244: external=2001:db8:51:: a=fd00:56::11 b=fd00:56::12 out=fd00:56::100
    web=${services}14 db=${services}15 query=${services}16 sticky=${services}17 empty=${services}18
    local_=${services}1b near=${services}1c self=${services}1d client=${pods}1::4 gateway=${pods}1::1
    x_web=${external}a x_open=${external}14 x_closed=${external}15 x_local=${external}16
  fi
}

traffic() {
  local v pod="node-a default_client"
  for v in v4 v6; do
    addresses $v
    # shellcheck disable=SC2086 # two words
    {
      is "$v pod to cluster IP: endpoints take turns" "3*web-0@$client 3*web-1@$client 3*web-2@$client" "$(get $pod $web 80 9)"
      is "$v pod to cluster IP by UDP" "$ALL" "$(get $pod $query 53 6 udp | names)"
      is "$v pod to itself through its Service is masqueraded" "2*client@$gateway" "$(get $pod $self 80 2)"
      is "$v pod to a Service without endpoints" "1*refused" "$(get $pod $empty 80)"
      is "$v pod to a port of a cluster IP that no Service has" "1*refused" "$(get $pod $web 22)"
      is "$v pod to a Service of policy internal Local" "web-0 web-1" "$(get $pod $near 80 6 | names)"
      is "$v pod to an external IP" "$ALL" "$(get $pod $x_web 80 6 | names)"
      is "$v pod to a node port of its node" "$ALL" "$(get $pod $a 30080 6 | names)"
      is "$v pod to a node port of another node" "$ALL" "$(get $pod $b 30080 6 | names)"
      is "$v pod to a load balancer whose ranges it is not in" "1*timeout" "$(get $pod $x_closed 80)"
      is "$v pod keeps its endpoint by affinity" 1 "$(get $pod $sticky 80 8 | wc -w)"
    }
    is "$v node to cluster IP" "$ALL" "$(get node-a - $web 80 6 | names)"
    is "$v node to cluster IP is seen as the node" "1*far@$a" "$(get node-a - $db 5432)"
    is "$v node to its own node port" "$ALL" "$(get node-a - $a 30080 6 | names)"
    is "$v node to a load balancer whose ranges it is in" "$ALL" "$(get node-a - $x_open 80 6 | names)"
    is "$v node to a load balancer whose ranges it is not in" "1*timeout" "$(get node-a - $x_closed 80)"
    is "$v outside to node port: endpoints take turns" "$ALL" "$(get outside - $a 30080 6 | names)"
    is "$v outside to node port on the other node" "$ALL" "$(get outside - $b 30080 6 | names)"
    is "$v outside to node port is seen as the node" "1*web-0@$gateway" "$(get outside - $a 30080 3 | tr ' ' '\n' | grep web-0)"
    is "$v outside to node port by UDP" "$ALL" "$(get outside - $b 30053 6 udp | names)"
    is "$v outside keeps its endpoint by affinity at a node port" 1 "$(get outside - $a 30082 8 | wc -w)"
    is "$v outside to node port without endpoints" "1*refused" "$(get outside - $a 30081)"
    is "$v outside to external IP" "$ALL" "$(get outside - $x_web 80 6 | names)"
    is "$v outside to external IP, a port that no Service has" "1*refused" "$(get outside - $x_web 22)"
    is "$v outside to a load balancer whose ranges it is in" "$ALL" "$(get outside - $x_open 80 6 | names)"
    is "$v outside to a load balancer whose ranges it is not in" "1*timeout" "$(get outside - $x_closed 80)"
    is "$v ranges do not count at node ports" "$ALL" "$(get outside - $a 30084 6 | names)"
    is "$v outside to a load balancer of policy Local keeps its address" "2*web-0@$out" "$(get outside - $x_local 80 2)"
    is "$v outside to a node port of policy Local keeps its address" "2*web-0@$out" "$(get outside - $a 30085 2)"
    is "$v pod on a node without local endpoint still reaches them" web-0 "$(get node-b default_far $local_ 80 2 | names)"
    is "$v outside to cluster IP over a node" "$ALL" "$(get outside - $web 80 6 | names)"
    is "$v the health check port is open" "1*node-a@$out" "$(get outside - $a 30999)"
  done
}

# --- round trip ----------------------------------------------------------------------------------

round_trip() { # BUILD HOST
  local folder=/input/$1/nodes/$2
  grep '^-' "$folder/ipvsadm.rules" | grep -v -e --set | sort >"$LAB/want"
  on "$2" ipvsadm -S -n | grep -v -e ' 10[.]200[.]0[.]' -e ' -w 0$' | sort >"$LAB/got"
  same "$2 has the virtual servers of $1, as they were written" "$LAB/want" "$LAB/got"
  grep -v '^#' "$folder/ipset.rules" | sed 's/ hashsize [0-9]*//' | sort >"$LAB/want"
  on "$2" ipset save | sed 's/ hashsize [0-9]*//;s/ bucketsize.*//' | grep -v THEIRS | sort >"$LAB/got"
  same "$2 has the sets of $1, as they were written" "$LAB/want" "$LAB/got"
  awk '$1 == "add" && $2 ~ /-IPVS-IPS$/ { print $3 }' "$folder/ipset.rules" | sort >"$LAB/want"
  on "$2" ip -o addr show dev kube-ipvs0 | awk '{ sub(/\/.*/, "", $4); print $4 }' | sort >"$LAB/got"
  same "$2 has the addresses of $1 on kube-ipvs0" "$LAB/want" "$LAB/got"
}

lifecycle() {
  local host
  part "check and up"
  for host in node-a node-b; do
    state "$host" >"$LAB/$host.before"
    succeeds "check on $host" node first "$host" check
    state "$host" >"$LAB/after"
    same "check changes nothing on $host" "$LAB/$host.before" "$LAB/after"
  done
  taken
  for host in node-a node-b; do succeeds "up on $host" node first "$host" up; done
  like "status" "no drift" "$(node first node-a status)"
  for host in node-a node-b; do round_trip first "$host"; done
  is "kube-ipvs0 is down" 1 "$(on node-a ip -o link show dev kube-ipvs0 | grep -c 'state DOWN')"
  is "timeouts are set, others stay" "600 120 60" "$(on node-a ipvsadm -L --timeout | sed 's/.*: //')"
  is "conn_reuse_mode stays in a kernel that has it right" 1 "$(on node-a cat /proc/sys/net/ipv4/vs/conn_reuse_mode)"
  start_servers
  part traffic
  traffic
  for host in node-a node-b; do state "$host" >"$LAB/$host.up"; done
  part "up again, drift"
  succeeds "up again" node first node-a up
  state node-a >"$LAB/after"
  same "the second up changes nothing" "$LAB/node-a.up" "$LAB/after"
  drifts
  part "to the next build and back"
  moves
  part "to mode iptables and back"
  switches
  part "a host with one of the addresses"
  held
  part faults
  faults
  part down
  for host in node-a node-b; do
    succeeds "down on $host" on "$host" sh /run/netc/up/node.sh down
    state "$host" >"$LAB/after"
    same "down leaves nothing on $host, and what is others'" "$LAB/$host.before" "$LAB/after"
  done
}

# taken: what others have is left to them
taken() {
  on node-a ipvsadm -A -t 10.96.0.20:80 -s rr
  on node-a ipset create KUBE-CLUSTER-IP hash:ip,port
  state node-a >"$LAB/taken"
  fails "up where a virtual server and a set are taken" node first node-a up
  like "the virtual server is named" "virtual server -t 10.96.0.20:80 exists" "$(node first node-a check 2>&1)"
  like "the set is named" "set KUBE-CLUSTER-IP exists" "$(node first node-a check 2>&1)"
  state node-a >"$LAB/after"
  same "a refused up changes nothing" "$LAB/taken" "$LAB/after"
  on node-a ipvsadm -D -t 10.96.0.20:80
  on node-a ipset destroy KUBE-CLUSTER-IP
}

drifts() {
  on node-a ipvsadm -D -t 10.96.0.20:80
  on node-a ipvsadm -a -t 10.96.0.21:5432 -r 10.244.2.9:1 -m
  on node-a ipset del KUBE-CLUSTER-IP 10.96.0.21,tcp:5432
  on node-a ip addr del 10.96.0.20/32 dev kube-ipvs0
  local found
  found=$(node first node-a status)
  like "status names a virtual server that is gone" "virtual server is gone: -A -t 10.96.0.20:80" "$found"
  like "status names a real server that is new" "virtual server is new: -a -t 10.96.0.21:5432 -r 10.244.2.9:1" "$found"
  like "status names a set entry that is gone" "set entry is gone: add KUBE-CLUSTER-IP 10.96.0.21,tcp:5432" "$found"
  like "status names an address that is gone" "kube-ipvs0 lacks 10.96.0.20" "$found"
  succeeds "up mends it" node first node-a up
  state node-a >"$LAB/after"
  same "after mending all is as it was" "$LAB/node-a.up" "$LAB/after"
}

# streams HOST NETNS ADDRESS PORT: in the background, to $LAB/stream.HOST
streams() {
  rm -f "$LAB/stop"
  on "$1" ip netns exec "$2" "${PROBE[@]}" stream "$3" "$4" "$LAB/stop" >"$LAB/stream.$1" 2>&1 &
  streaming=$!
}
stop_streams() {
  touch "$LAB/stop"
  wait "$streaming"
}

moves() {
  local host
  streams node-a default_client 10.96.0.21 5432
  on node-b ip netns exec default_far "${PROBE[@]}" hold 10.96.0.20 80 3 "$LAB/stop" >"$LAB/hold" 2>&1 &
  local holding=$!
  sleep 2
  for host in node-a node-b; do succeeds "to the next build on $host" node next "$host" up; done
  is "an endpoint that goes keeps its connections, without new ones" \
    "-a -t 10.96.0.20:80 -r 10.244.1.3:8080 -m -w 0" "$(on node-b ipvsadm -S -n | grep '10.96.0.20:80 -r.* -w 0')"
  is "one without connections is gone" 0 "$(on node-a ipvsadm -S -n | grep -c '10.96.0.22:53 -r 10.244.1.3:')"
  like "status while it goes" "no drift" "$(node next node-b status)"
  serve node-b default_web-3 web-3 8080 5353
  until [[ $(get node-a - 10.244.2.4 8080) == *@* ]]; do sleep 0.2; done
  is "the changed Service has its new endpoints" "web-0 web-2 web-3" "$(get node-a default_client 10.96.0.20 80 9 | names)"
  is "the Service that went is gone" "" "$(on node-a ipvsadm -S -n | grep 10.96.0.30)"
  is "its node port is closed" "1*refused" "$(get outside - 192.168.56.11 30090)"
  is "the new Service is there" far "$(get node-a default_client 10.96.0.31 80 | names)"
  for host in node-a node-b; do succeeds "back to the first build on $host" node first "$host" up; done
  stop_streams
  wait $holding
  like "new connections to an unchanged Service never failed" "^[1-9][0-9]+ ok, 0 failed" "$(cat "$LAB/stream.node-a")"
  is "connections lived on, that of the endpoint which went too" "web-0 ok web-1 ok web-2 ok" "$(sort "$LAB/hold" | paste -sd ' ')"
  sleep 1
  round_trip first node-a
}

switches() {
  streams node-a default_client 10.96.0.21 5432
  sleep 1
  succeeds "to mode iptables" node iptables node-a up
  like "status in mode iptables" "no drift" "$(node iptables node-a status)"
  is "no virtual server of netc is left" "-A -t 10.200.0.1:80 -s lc" "$(on node-a ipvsadm -S -n | grep '^-A')"
  is "no set of netc is left" THEIRS "$(on node-a ipset list -n)"
  fails "kube-ipvs0 is gone" on node-a ip link show dev kube-ipvs0
  is "mode iptables serves" "$ALL" "$(get node-a default_client 10.96.0.20 80 30 | names)"
  succeeds "back to mode ipvs" node first node-a up
  stop_streams
  # A connection that is open at the moment when the mode changes may be cut.
  like "new connections found the one mode or the other" "^[1-9][0-9]* ok, [01] failed" "$(cat "$LAB/stream.node-a")"
  state node-a >"$LAB/after"
  same "after another mode and back all is as it was" "$LAB/node-a.up" "$LAB/after"
}

# held: an external IP that the host has on a link of its own stays there, and its ports stay open
held() {
  on node-a ip addr add 198.51.100.10/32 dev lo
  succeeds "up where the host has an external IP" node first node-a up
  is "kube-ipvs0 does not have it" 0 "$(on node-a ip -o addr show dev kube-ipvs0 | grep -c 198.51.100.10/)"
  is "the Service answers at it" "$ALL" "$(get outside - 198.51.100.10 80 6 | names)"
  is "the host's own port at it, too" "1*node-a@192.168.56.100" "$(get outside - 198.51.100.10 22)"
  on node-a ip addr del 198.51.100.10/32 dev lo
  succeeds "up where it has it no more" node first node-a up
  state node-a >"$LAB/after"
  same "then all is as it was" "$LAB/node-a.up" "$LAB/after"
}

# faults: each call that changes virtual servers or sets on the way to the next build fails once
faults() {
  local tool at count bad=0
  mkdir -p "$LAB/faulty"
  for tool in ipvsadm ipset; do
    cat >"$LAB/faulty/$tool" <<WRAPPER
#!/bin/sh
echo "$tool \$*" >>$LAB/calls
[ "\$(wc -l <$LAB/calls)" != "\$FAULT_AT" ] || { [ "\$1" != -R ] || sed 5q | $(type -P "$tool") "\$@"
  echo "$tool: fault injected" >&2; exit 1; }
exec $(type -P "$tool") "\$@"
WRAPPER
    chmod +x "$LAB/faulty/$tool"
  done
  faulty() {
    : >"$LAB/calls"
    on node-a env FAULT_AT="$1" PATH="$LAB/faulty:$PATH" sh /input/next/nodes/node-a/node.sh up >"$LAB/log" 2>&1
  }
  faulty 0
  count=$(grep -cE -e '-R$|restore$|destroy' "$LAB/calls")
  grep -nE -e '-R$|restore$|destroy' "$LAB/calls" | cut -d: -f1 >"$LAB/changes"
  node first node-a up >/dev/null
  while read -r at <&3; do
    if faulty "$at"; then
      bad=$((bad + 1)) && not_ok "call $at failed, and up said nothing: $(sed -n "${at}p" "$LAB/calls")"
      node first node-a up >/dev/null
    fi
    state node-a >"$LAB/after"
    cmp -s "$LAB/node-a.up" "$LAB/after" || {
      bad=$((bad + 1))
      not_ok "call $at: $(sed -n "${at}p" "$LAB/calls")" "$(cat "$LAB/log")" "$(diff "$LAB/node-a.up" "$LAB/after")"
      node first node-a up >/dev/null 2>&1
    }
    [ $bad -lt 4 ] || break
  done 3<"$LAB/changes"
  is "after a fault in each of $count calls the host is as before" 0 $bad
  [ "$count" -ge 3 ] || not_ok "too few calls were seen: $count"
}

# announced: every node has the address on kube-ipvs0, and only its leader answers for it
announced() {
  local leader=node-a v host mac
  part "announced"
  [ -f /input/announced/nodes/node-a/announce.sh ] || leader=node-b
  for host in node-a node-b; do state "$host" >"$LAB/$host.silent"; done
  for host in node-a node-b; do succeeds "announced: up on $host" node announced "$host" up; done
  for host in node-a node-b; do
    like "announced: no drift on $host" "no drift" "$(node announced "$host" status)"
    like "announced: $host has it on kube-ipvs0" 192.168.56.200 "$(on "$host" ip addr show dev kube-ipvs0)"
  done
  start_servers
  mac=$(on "$leader" ip link show dev eth0 | awk '$1 == "link/ether" { print $2 }')
  is "announced: one node answers ARP" "$mac" "$(on outside arping -c 3 -w 4 -I eth0 192.168.56.200 |
    sed -n 's/.*\[\(.*\)\].*/\1/p' | tr A-F a-f | sort -u | paste -sd ' ')"
  for v in 192.168.56.200 fd00:56::200; do
    is "announced: $v reaches every endpoint" "$ALL" "$(get outside - $v 80 30 | names)"
    like "announced: the client has found the leader of $v" "$mac" "$(on outside ip neigh show to $v)"
    is "announced: $v is closed where no Service is" "1*refused" "$(get outside - $v 22)"
  done
  for host in node-a node-b; do
    succeeds "announced: down on $host" node announced "$host" down
    state "$host" >"$LAB/after"
    same "announced: down leaves nothing on $host" "$LAB/$host.silent" "$LAB/after"
  done
}

make_lab
lifecycle
announced
echo "# end [$(cut -d. -f1 /proc/uptime) s]"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
