#!/bin/bash
# Brings the output of netc up on three hosts and sends real traffic through it.
#
#   live.sh [--backend nft|legacy] [--host plain|rude] [--faults] BUILD NEXT OTHER
#
# Three outputs (OUT/nodes/...) of the three-node example: NEXT is a later state of BUILD, OTHER has
# the other wiring. Every host is a network namespace and a mount namespace with /run and /etc of its own, so
# nothing here touches the machine it runs on; when this script ends, however it ends, the kernel
# removes all of it. A rude host has what a host in the wild may have: FORWARD policy DROP,
# br_netfilter on, strict rp_filter, rules, routes and namespaces of others.
# Speaks in "ok" and "not ok" lines; the last line is "N passed, N failed".

set -u
if [ "${NETC_LIVE-}" != inside ]; then
  [ "$(id -u)" = 0 ] || { echo "skipped: needs root" >&2 && exit 77; }
  NETC_LIVE=inside exec timeout -k 5 "${NETC_LIVE_SECONDS-600}" \
    unshare -m -n -p -f --kill-child --mount-proc --propagation private bash "$0" "$@"
fi

BACKEND=nft HOST=plain FAULTS=no
while [ $# -gt 3 ]; do
  case $1 in
    --backend) BACKEND=$2 && shift 2 ;;
    --host) HOST=$2 && shift 2 ;;
    --faults) FAULTS=yes && shift ;;
    *) echo "usage: live.sh [--backend nft|legacy] [--host plain|rude] [--faults] BUILD NEXT OTHER" >&2 && exit 64 ;;
  esac
done
BUILD=$(realpath "$1") NEXT=$(realpath "$2") OTHER=$(realpath "$3")
HERE=$(cd "$(dirname "$0")" && pwd)
PYTHON=$(python3 -c 'import sys; print(sys.executable)')
WIRING=$(sh "$BUILD/nodes/node-a/netns.sh" plan | awk '$1 == "bridge" { print $3 }')
PROBE=("$PYTHON" -I -S "$HERE/probe.py")
NODES=(node-a node-b node-c)
passed=0 failed=0

# --- reporting -----------------------------------------------------------------------------------

ok() { passed=$((passed + 1)) && echo "ok - $1"; }
not_ok() {
  failed=$((failed + 1))
  echo "not ok - $1"
  [ $# -lt 2 ] || printf '%s\n' "${@:2}" | head -n 25 | sed 's/^/    /'
}

# is NAME WANT GOT
is() { if [ "$2" = "$3" ]; then ok "$1"; else not_ok "$1" "want: $2" "got:  $3"; fi; }
# like NAME PATTERN GOT
like() { if [[ $3 =~ $2 ]]; then ok "$1"; else not_ok "$1" "want: $2" "got:  $3"; fi; }
# succeeds NAME COMMAND...
succeeds() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then ok "$name"; else not_ok "$name" "$output"; fi
}
# fails NAME COMMAND...
fails() {
  local name=$1 output
  shift
  if output=$("$@" 2>&1); then not_ok "$name" "$output"; else ok "$name"; fi
}
# same NAME BEFORE AFTER: two files
same() { if cmp -s "$2" "$3"; then ok "$1"; else not_ok "$1" "$(diff "$2" "$3")"; fi; }

# --- the lab -------------------------------------------------------------------------------------

LAB=/mnt
mount -t tmpfs lab "$LAB"
mount -t tmpfs run /run
mkdir "$LAB/bin"
for tool in iptables ip6tables; do
  for verb in '' -save -restore; do ln -s "$(command -v "$tool-$BACKEND$verb")" "$LAB/bin/$tool$verb"; done
done
PATH=$LAB/bin:$PATH

declare -A HOLDER
# on HOST COMMAND...
on() { nsenter -t "${HOLDER[$1]}" -m -n -- "${@:2}"; }
# in_pod HOST NETNS COMMAND...
in_pod() { on "$1" ip netns exec "${@:2}"; }
node() { on "$1" sh "$BUILD/nodes/$1/node.sh" "${@:2}"; }
next() { on "$1" sh "$NEXT/nodes/$1/node.sh" "${@:2}"; }

make_host() { # NAME NUMBER
  ip netns add "$1"
  ip link add name "sw-$1" type veth peer name eth0 netns "$1"
  ip link set dev "sw-$1" master sw0 up
  mkdir -p "$LAB/$1/upper" "$LAB/$1/work"
  # shellcheck disable=SC2016 # expanded inside
  nsenter --net="/run/netns/$1" unshare -m --propagation private sh -c '
    mount -t tmpfs run /run && mkdir /run/netns &&
      { mount -t overlay etc -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc ||
        { cp -a /etc/. "$1/upper" && mount --bind "$1/upper" /etc; }; } &&
      rm -rf /etc/netns /etc/netc && touch "$1/ready" && exec sleep infinity' sh "$LAB/$1" &
  HOLDER[$1]=$!
  until [ -e "$LAB/$1/ready" ]; do sleep 0.05; done
  on "$1" ip link set dev lo up
  on "$1" sysctl -qw net.ipv6.conf.eth0.accept_dad=0 net.ipv6.conf.default.accept_dad=0
  on "$1" ip link set dev eth0 up
  on "$1" ip addr add "192.168.56.$2/24" dev eth0
  on "$1" ip addr add "fd00:56::$2/64" dev eth0 nodad
}

make_lab() {
  sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
  ip link set dev lo up
  ip link add name sw0 type bridge
  ip link set dev sw0 up
  make_host node-a 11
  make_host node-b 12
  make_host node-c 13
  make_host outside 100
  for host in "${NODES[@]}"; do
    on "$host" sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0
    [ "$HOST" = plain ] || make_rude "$host"
  done
}

make_rude() { # HOST
  on "$1" sysctl -qw net.bridge.bridge-nf-call-iptables=1 net.bridge.bridge-nf-call-ip6tables=1 \
    net.ipv4.conf.all.rp_filter=1 net.ipv4.conf.default.rp_filter=1 net.ipv4.conf.eth0.rp_filter=1 \
    net.ipv4.conf.default.ignore_routes_with_linkdown=1 \
    net.ipv6.conf.default.ignore_routes_with_linkdown=1
  for tool in iptables ip6tables; do
    on "$1" "$tool-restore" <<RULES
*filter
:FORWARD DROP
:THEIRS - [0:0]
-A THEIRS -m comment --comment "of others, with -j KUBE-SERVICES in the text" -j RETURN
-A FORWARD -j THEIRS
-A INPUT -i lo -j ACCEPT
COMMIT
*nat
:THEIRS - [0:0]
-A POSTROUTING -j THEIRS
COMMIT
RULES
  done
  on "$1" ip -batch - <<BATCH
link add name docker0 type bridge
addr add 172.17.0.1/16 dev docker0
link set dev docker0 up
netns add theirs
route add 203.0.113.0/24 via 192.168.56.100 proto static
route add 2001:db8::/64 via fd00:56::100
BATCH
  on "$1" mkdir -p /etc/netns/theirs
  on "$1" sh -c 'echo nameserver 192.0.2.1 >/etc/netns/theirs/resolv.conf'
}

# serve HOST NETNS NAME PORT...: NETNS - is the host itself
serve() {
  local inside=(ip netns exec "$2")
  [ "$2" != - ] || inside=()
  on "$1" "${inside[@]}" "${PROBE[@]}" serve "${@:3}" >/dev/null 2>&1 &
}

long() { sh "$BUILD/nodes/node-c/netns.sh" plan | awk '/tools_a-pod/ { print $2 }'; }

start_servers() {
  serve node-a shop_web-0 web-0 8080 5353
  serve node-a shop_web-1 web-1 8080
  serve node-a shop_client client 8080
  serve node-b shop_web-2 web-2 8080
  serve node-b shop_db-0 db-0 8080
  serve node-c - edge 8088
  serve outside - outside 9000
  sleep 1
}

# state HOST: all that netc could change, without what changes by itself
state() {
  # shellcheck disable=SC2016 # expanded inside
  on "$1" sh -c '
    ip -d -o link show | sed "s/^[0-9]*: //;s/@if[0-9]*//;s/ [a-z_]*timer *[0-9.]*//g;s/link-netnsid [0-9]*//" | sort
    ip -o addr show | sed "s/^[0-9]*: //" | sort
    for f in -4 -6; do ip $f route show table all | sort; ip $f rule; done
    ip neigh show nud permanent | sort
    ip netns list | sed "s/ (id.*//" | sort
    find /etc/netns /etc/netc /run/netc -type f 2>/dev/null | sort | while read -r f; do
      case $f in */lock) ;; */rules.*) echo "$f $(sort "$f" | cksum)" ;; /run/netc/up/*|/etc/*) echo "$f $(cksum <"$f")" ;; *) echo "$f" ;; esac; done
    ls -d /etc/netns /etc/netc /run/netc 2>/dev/null
    for t in iptables ip6tables; do
      $t-save | sed "/^#/d;s/ *\[[0-9]*:[0-9]*\]//" | awk "
        /^\*/ { table = \$0; next } /^COMMIT/ || / ACCEPT\$/ { next } { print table, \$0 }"
    done
    for ns in $(ip netns list | sed "s/ .*//" | sort); do
      ip -n $ns -o addr show | sed "s/^[0-9]*: /$ns /;s/@if[0-9]*//"
      ip -n $ns route | sed "s/^/$ns /"; ip -n $ns -6 route | sed "s/^/$ns /"
    done
    grep -r . /proc/sys/net 2>/dev/null |
      grep -Ev "conntrack_count|/(mtu|base_reachable_time|stable_secret|fastopen_key|retrans_time)|gc_interval" | sort'
}

# identity HOST: what would differ if a sandbox had been made anew
identity() {
  on "$1" sh -c 'ip -o link show | grep veth | cut -d: -f1,2; ls -i /run/netns'
}

# get HOST NETNS ADDRESS PORT [COUNT] [udp]
get() {
  if [ "$2" = - ]; then
    on "$1" "${PROBE[@]}" get "${@:3}"
  else
    in_pod "$1" "$2" "${PROBE[@]}" get "${@:3}"
  fi
}

names() { tr ' ' '\n' | sed 's/@.*//' | sort -u | paste -sd ' '; }

# --- the tests -----------------------------------------------------------------------------------

traffic() {
  local v client=shop_client gateway pods services node_a node_b node_c out
  for v in v4 v6; do
    if [ $v = v4 ]; then
      pods=10.244. services=10.96.0. node_a=192.168.56.11 node_b=192.168.56.12 node_c=192.168.56.13 out=192.168.56.100
      web_0=${pods}1.2 self=${pods}1.4 web_2=${pods}2.2 gateway=${pods}1.1
      web=${services}20 db=${services}21 empty=${services}22 edge=${services}23 outer=${services}24 near=${services}25 query=${services}26
    else
      pods=fd00:10:244: services=fd00:10:96:: node_a=fd00:56::11 node_b=fd00:56::12 node_c=fd00:56::13 out=fd00:56::100
      web_0=${pods}1::2 self=${pods}1::4 web_2=${pods}2::2 gateway=${pods}1::1
      web=${services}14 db=${services}15 empty=${services}16 edge=${services}17 outer=${services}18 near=${services}19 query=${services}1a
    fi
    is "$v pod to pod, same node" "web-0@$self" "$(get node-a $client $web_0 8080)"
    is "$v pod to pod, other node" "web-2@$self" "$(get node-a $client $web_2 8080)"
    is "$v pod with a long name to pod, other node" web-0 "$(get node-c "$(long)" $web_0 8080 | names)"
    is "$v node to pod of its own" web-0 "$(get node-a - $web_0 8080 | names)"
    is "$v node to pod of another" web-2 "$(get node-a - $web_2 8080 | names)"
    is "$v pod to service: every endpoint and no other" "web-0 web-1 web-2" "$(get node-a $client $web 80 60 | names)"
    is "$v pod to service of two pods on its own node" "client web-0" "$(get node-a $client $near 80 20 | names)"
    is "$v pod to service keeps the pod's address" "db-0@$self" "$(get node-a $client $db 5432 3)"
    is "$v pod to its own service" "client@$gateway web-0@$self" "$(get node-a $client $near 80 20)"
    is "$v pod to service by UDP" "web-0@$self" "$(get node-a $client $query 53 3 udp)"
    is "$v pod on another node to service by UDP" "web-0" "$(get node-c shop_far $query 53 3 udp | names)"
    is "$v node to service" "web-0 web-1 web-2" "$(get node-c - $web 80 60 | names)"
    is "$v pod to service with a hostNetwork endpoint" edge "$(get node-a $client $edge 80 3 | names)"
    is "$v pod to service with an endpoint outside" "outside@$node_a" "$(get node-a $client $outer 80 3)"
    is "$v pod to outside is masqueraded" "outside@$node_a" "$(get node-a $client $out 9000)"
    # In wiring bridge the packet leaves where it came in; Linux answers with an ICMPv6 redirect, for
    # which there is no sysctl, and which uses up the budget of the refusal.
    [ "$v $WIRING" = "v6 bridge" ] ||
      is "$v pod to service without endpoints" refused "$(get node-a $client $empty 80)"
    is "$v node to service without endpoints" refused "$(get node-a - $empty 80)"
    is "$v outside to node port" "web-0 web-1 web-2" "$(get outside - $node_a 30080 60 | names)"
    is "$v outside to node port, node without endpoint" "web-0 web-1 web-2" "$(get outside - $node_c 30080 60 | names)"
    is "$v outside to node port by UDP" web-0 "$(get outside - $node_b 30053 3 udp | names)"
    is "$v outside to node port of a service without endpoints" refused "$(get outside - $node_b 30081)"
    is "$v outside to node port of hostNetwork endpoint" edge "$(get outside - $node_b 30088 | names)"
    is "$v node to its own node port" "web-0 web-1 web-2" "$(get node-b - $node_b 30080 60 | names)"
    is "$v pod to a node port of its node" "web-0 web-1 web-2" "$(get node-a $client $node_a 30080 60 | names)"
    is "$v pod to a node port of another node" "web-0 web-1 web-2" "$(get node-a $client $node_b 30080 60 | names)"
  done
}

files() {
  is "resolv.conf inside the sandbox" "nameserver 10.96.0.10" \
    "$(in_pod node-a shop_client grep nameserver /etc/resolv.conf)"
  is "hosts inside the sandbox" "10.244.1.4	client" "$(in_pod node-a shop_client grep -F 10.244. /etc/hosts)"
}

dns() {
  is "the folder that CoreDNS runs in" "" \
    "$(on node-a diff -r "$BUILD/nodes/node-a/dns" /etc/netc/dns 2>&1)"
  fails "no such folder where DNS is not served" on node-c test -e /etc/netc/dns
  like "up says how to start CoreDNS" "systemctl enable --now /etc/netc/dns/netc-coredns.service" \
    "$(node node-a up)"
  like "without CoreDNS check says what was not tested" "dns/Corefile was not tested" \
    "$(node node-a check)"
  cp "$HERE/coredns" "$LAB/bin"
  is "with CoreDNS check starts it" "node-a: nothing stands in the way; nothing was changed" \
    "$(node node-a check 2>&1)"
  like "an older CoreDNS is named" "CoreDNS 1.8.9 is older than 1.9.3" \
    "$(STUB_VERSION=1.8.9 node node-a check 2>&1)"
  cp -r "$BUILD/nodes/node-a" "$LAB/bad-dns"
  echo refuse >>"$LAB/bad-dns/dns/Corefile"
  like "what CoreDNS refuses is named" "CoreDNS refuses dns/Corefile: .*Unknown directive" \
    "$(on node-a sh "$LAB/bad-dns/node.sh" check 2>&1)"
  cp "$BUILD/nodes/node-a/dns/Corefile" "$LAB/bad-dns/dns" && rm "$LAB/bad-dns"/dns/zones/cluster*
  like "a zone that is missing is named" "no such file" \
    "$(on node-a sh "$LAB/bad-dns/node.sh" check 2>&1)"
  rm "$LAB/bin/coredns"
  on node-a sh -c 'echo "; changed" >>/etc/netc/dns/zones/cluster.local.zone; echo mine >/etc/netc/dns/mine'
  like "a zone that was changed is drift" "zones/cluster.local.zone differs" "$(node node-a status)"
  succeeds "up mends it" node node-a up
  is "what others put into the folder stays" "mine" "$(on node-a cat /etc/netc/dns/mine)"
  on node-a rm /etc/netc/dns/mine
}

lifecycle() {
  local host
  for host in "${NODES[@]}"; do state "$host" >"$LAB/$host.before"; done
  for host in "${NODES[@]}"; do succeeds "check on $host" node "$host" check; done
  fails "check of another node's folder" on node-a sh "$BUILD/nodes/node-b/node.sh" check
  for host in "${NODES[@]}"; do state "$host" >"$LAB/$host.after"; done
  for host in "${NODES[@]}"; do same "check changes nothing on $host" "$LAB/$host.before" "$LAB/$host.after"; done
  is "status before up" "node-a: nothing is up" "$(node node-a status)"
  taken
  for host in "${NODES[@]}"; do succeeds "up on $host" node "$host" up; done
  like "status after up" "no drift" "$(node node-a status)"
  start_servers
  files
  dns
  traffic

  for host in "${NODES[@]}"; do state "$host" >"$LAB/$host.up" && identity "$host" >"$LAB/$host.id"; done
  for host in "${NODES[@]}"; do succeeds "up again on $host" node "$host" up; done
  for host in "${NODES[@]}"; do
    state "$host" >"$LAB/$host.after" && identity "$host" >"$LAB/$host.id2"
    same "the second up changes nothing on $host" "$LAB/$host.up" "$LAB/$host.after"
    same "the second up touches no sandbox on $host" "$LAB/$host.id" "$LAB/$host.id2"
  done

  on node-a ip link del dev "$(sh "$BUILD/nodes/node-a/netns.sh" plan | awk '/web-1/ { print $3 }')"
  on node-a ip -n tools_db.0 addr flush dev eth0
  on node-a iptables -t nat -F NETC-NODEPORTS
  on node-a iptables -t nat -D PREROUTING 1
  on node-a sysctl -qw net.ipv4.ip_forward=0
  like "status names a sandbox that is broken" "not as planned: pod shop_web-1" "$(node node-a status)"
  like "status looks into sandboxes" "not as planned: pod tools_db.0" "$(node node-a status)"
  like "status names a rule that is gone" "iptables rule is gone: nat -A NETC-NODEPORTS" "$(node node-a status)"
  like "status names a sysctl that is off" "sysctl net/ipv4/ip_forward is 0" "$(node node-a status)"
  succeeds "up mends what has drifted" node node-a up
  like "status after mending" "no drift" "$(node node-a status)"
  state node-a >"$LAB/node-a.after"
  same "after mending all is as it was" "$LAB/node-a.up" "$LAB/node-a.after"

  move
  succeeds "to the other wiring" on node-a sh "$OTHER/nodes/node-a/node.sh" up
  like "status after that" "no drift" "$(node node-a status)"
  succeeds "and back" node node-a up
  state node-a >"$LAB/node-a.after"
  same "after another wiring and back all is as it was" "$LAB/node-a.up" "$LAB/node-a.after"
  for host in "${NODES[@]}"; do state "$host" >"$LAB/$host.up2"; done
  waits
  for host in "${NODES[@]}"; do succeeds "down on $host" on "$host" sh /run/netc/up/node.sh down; done
  for host in "${NODES[@]}"; do
    state "$host" >"$LAB/$host.after"
    same "down leaves nothing on $host" "$LAB/$host.before" "$LAB/$host.after"
  done
  succeeds "a second down is fine" node node-a down
}

# taken: names that others have are left to them
taken() {
  local link
  link=$(sh "$BUILD/nodes/node-a/netns.sh" plan | awk '$2 == "shop_client" { print $3 }')
  on node-a ip link add name "$link" type veth peer name x
  on node-a ip netns add shop_web-0
  on node-a iptables -N NETC-FORWARD
  on node-a ip route add 10.96.0.0/16 via 192.168.56.100
  on node-a ip addr add 10.244.2.77/24 dev lo
  state node-a >"$LAB/taken.before"
  fails "up where names are taken" node node-a up
  like "the link that is taken is named" "link $link exists" "$(node node-a check 2>&1)"
  like "the namespace that is taken is named" "netns shop_web-0 exists" "$(node node-a check 2>&1)"
  like "the chain that is taken is named" "iptables chain filter NETC-FORWARD exists" "$(node node-a check 2>&1)"
  like "the route that is taken is named" "route 10.96.0.0/16 exists" "$(node node-a check 2>&1)"
  like "the range that is taken is named" "10.244.2.77 on lo lies in the range 10.244.2.0/24" "$(node node-a check 2>&1)"
  state node-a >"$LAB/taken.after"
  same "what others have is left as it is" "$LAB/taken.before" "$LAB/taken.after"
  on node-a ip link del dev "$link"
  on node-a ip netns del shop_web-0
  on node-a iptables -X NETC-FORWARD
  on node-a ip route del 10.96.0.0/16
  on node-a ip addr del 10.244.2.77/24 dev lo
  sed 's/--dport 30080 /--dport 99999 /' "$BUILD/nodes/node-a/iptables.rules" >"$LAB/bad.rules"
  cp -r "$BUILD/nodes/node-a" "$LAB/bad"
  cp "$LAB/bad.rules" "$LAB/bad/iptables.rules"
  like "a line that iptables refuses is named by check" "iptables.rules is refused: .*line: *[0-9]" \
    "$(on node-a sh "$LAB/bad/node.sh" check 2>&1)"
  like "a line that iptables refuses is named by up" "iptables.rules:$(grep -n 99999 "$LAB/bad.rules" | cut -d: -f1): -A NETC-NODEPORTS .*failed at: rules.*rolled back" \
    "$(on node-a sh "$LAB/bad/node.sh" up 2>&1 | tr '\n' ' ')"
}

# move: to another build and back, while requests to a service that is in both go on
move() {
  local client=shop_client round
  # An even older sandbox goes with its processes: those are not ours.
  for round in 1 2 3; do
    rm -f "$LAB/stop"
    for v in 10.96.0.21 fd00:10:96::15; do
      in_pod node-a $client "${PROBE[@]}" stream $v 5432 "$LAB/stop" >"$LAB/stream.$v" &
    done
    on outside "${PROBE[@]}" stream 192.168.56.13 30088 "$LAB/stop" >"$LAB/stream.outside" &
    on node-b "${PROBE[@]}" stream 10.96.0.21 5432 "$LAB/stop" >"$LAB/stream.node" &
    sleep 0.3
    for host in "${NODES[@]}"; do succeeds "to the next build on $host" next "$host" up; done
    like "status of an older folder" "no drift" "$(node node-a status)"
    [ $round = 1 ] && after_move
    for host in "${NODES[@]}"; do succeeds "back to the first build on $host" node "$host" up; done
    sleep 0.2
    touch "$LAB/stop"
    sleep 2.5
    for v in 10.96.0.21 fd00:10:96::15 outside node; do
      like "requests to an unchanged service never failed ($v)" "^[1-9][0-9]+ ok, 0 failed" "$(cat "$LAB/stream.$v")"
    done
  done
  for host in "${NODES[@]}"; do
    state "$host" >"$LAB/$host.after"
    same "after going there and back all is as it was on $host" "$LAB/$host.up" "$LAB/$host.after"
  done
}

after_move() {
  local left
  left=$(on node-a ip netns list | sed 's/ .*//' | grep -v theirs | sort | paste -sd ' ')
  is "sandboxes that went are gone, new ones are there" "shop_client shop_web-0 tools_moved" "$left"
  identity node-a | grep -v -e web-1 -e db.0 -e moved >"$LAB/node-a.id2"
  is "unchanged sandboxes were not touched" "" "$(grep -Fxv -f "$LAB/node-a.id" "$LAB/node-a.id2" |
    grep -v "$(sh "$NEXT/nodes/node-a/netns.sh" plan | awk '/moved/ { print $3 }')")"
  is "chains of a service that went are gone" 0 "$(on node-a iptables-save | grep -c shop/old)"
  is "the service that went has a time-out or no route" timeout "$(get node-a $client 10.96.0.30 80 | sed 's/No-route-to-host/timeout/')"
  serve node-c shop_web-4 web-4 8080
  serve node-a tools_moved moved 8080
  sleep 0.7
  is "the new service is served" web-4 "$(get node-a $client 10.96.0.31 80 | names)"
  is "the changed service has its new endpoints" "web-0 web-2 web-4" "$(get node-a $client 10.96.0.20 80 60 | names)"
  is "the sandbox that took an address over has it" moved "$(get node-c shop_far 10.244.1.5 8080 | names)"
}

waits() {
  succeeds "up --confirm" next node-a up --confirm 2
  fails "another up has to wait" node node-a up
  like "status while waiting" "waits for confirm" "$(node node-a status)"
  sleep 4
  state node-a >"$LAB/node-a.after"
  same "unconfirmed, the host is back as it was" "$LAB/node-a.up2" "$LAB/node-a.after"
  succeeds "up --confirm again" next node-a up --confirm 2
  succeeds "confirm" next node-a confirm
  sleep 3
  is "confirmed, the build stays" "$(next node-a version | sed 's/.*build/build/')" \
    "$(node node-a status | sed -n 's/.*with build/build/p')"
  succeeds "up --confirm once more" node node-a up --confirm 60
  # the next step is down, which takes back first
}

# --- faults --------------------------------------------------------------------------------------

# Wrappers that count the calls of each tool and let one call fail: before it does anything, or
# after half of its input.
make_faulty() {
  mkdir -p "$LAB/faulty"
  for tool in ip sysctl conntrack iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    cat >"$LAB/faulty/$tool" <<WRAPPER
#!/bin/sh
exec 8>>$LAB/calls.lock
flock 8
echo "$tool \$*" >>$LAB/calls
count=\$(wc -l <$LAB/calls)
exec 8>&-
if [ "\$count" = "\$FAULT_AT" ]; then
  [ "\$FAULT_MODE" != kill ] || kill -9 0
  case \$FAULT_MODE,\$* in
    half,*batch*) awk '{ l[NR] = \$0 } END { for (i = 1; i <= NR / 2; i++) print l[i] }' | $(command -v "$tool") "\$@" ;;
    half,*noflush*) sed '/^COMMIT/q' | $(command -v "$tool") "\$@" ;;
  esac
  echo "$tool: fault injected" >&2
  exit 1
fi
exec $(command -v "$tool") "\$@"
WRAPPER
    chmod +x "$LAB/faulty/$tool"
  done
}

# faulty N MODE HOST FOLDER: up, with the Nth call failing
faulty() {
  : >"$LAB/calls"
  on "$3" setsid -w env PATH="$LAB/faulty:$PATH" FAULT_AT="$1" FAULT_MODE="$2" \
    sh "$4/nodes/$3/node.sh" up >"$LAB/fault.log" 2>&1
}

# fault_loop NAME HOST FOLDER RESET: every call once
fault_loop() {
  local name=$1 host=$2 folder=$3 mode at count bad=0 named=0 runs=0 survived=0
  state "$host" >"$LAB/fault.before"
  faulty 0 none "$host" "$folder"
  count=$(wc -l <"$LAB/calls")
  cp "$LAB/calls" "$LAB/calls.all"
  state "$host" >"$LAB/fault.done"
  "$4"
  state "$host" >"$LAB/fault.again"
  same "$name: the reset is right" "$LAB/fault.before" "$LAB/fault.again"
  for mode in before half; do
    for at in $(seq 1 "$count"); do
      [ $mode = before ] || sed -n "${at}p" "$LAB/calls.all" | grep -qe batch -e noflush || continue
      runs=$((runs + 1))
      if faulty "$at" $mode "$host" "$folder"; then
        # A call whose failure does not matter to the result; then the result must be all there.
        survived=$((survived + 1))
        echo "# $name: did not matter: $mode $(sed -n "${at}p" "$LAB/calls.all")"
        state "$host" >"$LAB/fault.after"
        cmp -s "$LAB/fault.done" "$LAB/fault.after" || {
          bad=$((bad + 1))
          not_ok "$name: $mode call $at" "$(sed -n "${at}p" "$LAB/calls.all")" "reported success, but:" "$(diff "$LAB/fault.done" "$LAB/fault.after")"
        }
        "$4"
        continue
      fi
      grep -q -e 'failed at' -e 'fault injected' "$LAB/fault.log" && named=$((named + 1))
      state "$host" >"$LAB/fault.after"
      cmp -s "$LAB/fault.before" "$LAB/fault.after" || {
        bad=$((bad + 1))
        not_ok "$name: $mode call $at" "$(sed -n "${at}p" "$LAB/calls.all")" "$(cat "$LAB/fault.log")" "$(diff "$LAB/fault.before" "$LAB/fault.after")"
        "$4" >/dev/null 2>&1
      }
      [ $bad -lt 6 ] || break 2
    done
  done
  is "$name: after a fault in each of $runs calls the host is as before ($survived did not matter)" 0 $bad
  [ "$runs" -gt 30 ] || not_ok "$name: too few calls were seen: $runs"
}

# crash_loop NAME HOST FOLDER: killed at every fifth call; then down must leave nothing, as ever
crash_loop() {
  local name=$1 host=$2 folder=$3 at bad=0
  for at in $(seq 3 5 70); do
    to_first
    { faulty "$at" kill "$host" "$folder"; } 2>/dev/null
    # What the kill has not ended yet still holds the lock.
    for _ in $(seq 1 50); do
      node "$host" down >"$LAB/fault.log" 2>&1
      grep -q 'is at work' "$LAB/fault.log" || break
      sleep 0.1
    done
    state "$host" >"$LAB/fault.after"
    cmp -s "$LAB/$host.before" "$LAB/fault.after" || {
      bad=$((bad + 1))
      not_ok "$name: killed at call $at" "$(cat "$LAB/fault.log")" "$(diff "$LAB/$host.before" "$LAB/fault.after")"
    }
  done
  is "$name: killed anywhere, down still leaves nothing" 0 $bad
}

to_nothing() { node node-a down >/dev/null 2>&1; }
to_first() { node node-a up >/dev/null 2>&1; }

faults() {
  make_faulty
  fault_loop "first up" node-a "$BUILD" to_nothing
  to_first
  fault_loop "up to the next build" node-a "$NEXT" to_first
  to_nothing
  crash_loop "up to the next build" node-a "$NEXT"
}

make_lab
lifecycle
[ $FAULTS = no ] || faults
echo "$passed passed, $failed failed"
[ $failed = 0 ]
