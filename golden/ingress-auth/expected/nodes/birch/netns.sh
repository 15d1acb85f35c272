#!/bin/sh
# netc: the pod network of node birch.
#
# node.sh calls this file. By hand, as root:
#   sh netns.sh plan      print the plan below
#   sh netns.sh missing   read plan lines, print those this host does not have as planned
#   sh netns.sh add       read plan lines and make them; stop at the first that fails
#   sh netns.sh del       read plan lines and remove them; what is already gone is fine
# so `sh netns.sh plan | sh netns.sh add` makes everything but sysctls and rules.
#
# One line of the plan says all there is to say about one object; a dash stands for "none":
#   bridge  NAME WIRING MAC MTU GATEWAY4 GATEWAY6   carries the gateway addresses of the pods
#   route   PREFIX NEXTHOP                          another node's pods; or `unreachable`
#   service PREFIX SOURCE                           gives service addresses a route
#   pod     NETNS VETH MAC IPV4 IPV6                a sandbox: network namespace and veth pair

plan() {
  cat <<'PLAN'
bridge cbr0 routed 0a:58:0a:14:02:01 1500 10.20.2.1/32 fd00:20:0:2::1/128
route 10.20.2.0/24 unreachable
route fd00:20:0:2::/64 unreachable
route 10.20.1.0/24 192.168.70.11
service 10.21.0.0/16 192.168.70.12
route fd00:20:0:1::/64 fd00:70::11
service fd00:21::/112 fd00:70::12
pod shop_web-d1 veth3a72561d 0a:58:0a:14:02:02 10.20.2.2 fd00:20:0:2::2
PLAN
}

# Marks the routes made here; 110 is unassigned in iproute2's rt_protos.
PROTO=110

read -r _ BRIDGE _ BRIDGE_MAC MTU GATEWAY4 GATEWAY6 <<HEAD
$(plan)
HEAD

# It has no ports, hence no carrier: routes through it must not depend on one.
add_bridge() {
  {
    echo "link add name $BRIDGE address $BRIDGE_MAC mtu $MTU type bridge forward_delay 0"
    [ "$GATEWAY6" = - ] || echo "link set dev $BRIDGE addrgenmode none"
    echo "link set dev $BRIDGE alias netc up"
    [ "$GATEWAY4" = - ] || echo "addr add $GATEWAY4 dev $BRIDGE"
    [ "$GATEWAY6" = - ] || echo "addr add $GATEWAY6 dev $BRIDGE nodad"
  } | ip -batch - || return
  set -- "net/ipv4/conf/$BRIDGE/ignore_routes_with_linkdown=0"
  [ "$GATEWAY6" = - ] || set -- "$1" "net/ipv6/conf/$BRIDGE/ignore_routes_with_linkdown=0"
  sysctl -qw "$@"
}

# host_side VETH MAC IP GATEWAY [nodad]: the host reaches a pod by a route and a fixed neighbour;
# nothing needs to be asked by ARP or neighbour discovery.
host_side() {
  echo "addr add $4 dev $1 ${5-}"
  echo "neigh add $3 lladdr $2 dev $1 nud permanent"
  echo "route add $3 dev $1 proto $PROTO"
}

# has_host_side VETH IP
has_host_side() { [ "$2" = - ] || has_word "$routes" "$2 dev $1"; }

# pod_side IP GATEWAY [nodad]: a pod knows only its gateway.
pod_side() {
  echo "addr add $1/${2#*/} dev eth0 ${3-}"
  echo "neigh add ${2%/*} lladdr $BRIDGE_MAC dev eth0 nud permanent"
  echo "route add ${2%/*} dev eth0"
  echo "route add default via ${2%/*} dev eth0"
}

# host_end NETNS VETH MAC IPV4 IPV6
host_end() {
  [ "$GATEWAY6" = - ] || echo "link set dev $2 addrgenmode none"
  echo "link set dev $2 address $BRIDGE_MAC alias netc up"
  [ "$4" = - ] || host_side "$2" "$3" "$4" "$GATEWAY4"
  [ "$5" = - ] || host_side "$2" "$3" "$5" "$GATEWAY6" nodad
}

# add_pod NETNS VETH MAC IPV4 IPV6
# The namespace stays without a process, as with a pause container; what runs in it shares it.
add_pod() {
  {
    echo "netns add $1"
    echo "link add name $2 mtu $MTU type veth peer name eth0 address $3 mtu $MTU netns $1"
    host_end "$@"
  } | ip -batch - || return
  # No waiting for duplicate address detection; no routers or redirects believed (Linux sends
  # ICMPv6 redirects whenever a packet leaves where it came in, and has no sysctl against that).
  ip netns exec "$1" sysctl -qw net.ipv4.conf.all.accept_redirects=0 \
    net.ipv4.conf.eth0.accept_redirects=0 net.ipv4.conf.eth0.arp_notify=1 || return
  [ "$GATEWAY6" = - ] || ip netns exec "$1" sysctl -qw net.ipv6.conf.eth0.accept_redirects=0 \
    net.ipv6.conf.eth0.accept_ra=0 net.ipv6.conf.eth0.accept_dad=0 || return
  {
    echo "link set dev lo up"
    echo "link set dev eth0 up"
    [ "$4" = - ] || pod_side "$4" "$GATEWAY4"
    [ "$5" = - ] || pod_side "$5" "$GATEWAY6" nodad
  } | ip -n "$1" -batch -
}

# add_route PREFIX NEXTHOP
add_route() {
  case $2 in
    unreachable) ip route replace unreachable "$1" proto "$PROTO" ;;
    *) ip route replace "$1" via "$2" proto "$PROTO" ;;
  esac
}

# add_service PREFIX SOURCE
add_service() {
  case $2 in
    -) ip route replace "$1" dev "$BRIDGE" proto "$PROTO" ;;
    *) ip route replace "$1" dev "$BRIDGE" src "$2" proto "$PROTO" ;;
  esac
}

add() {
  while read -r kind a b c d e <&3; do
    case $kind in
      bridge) add_bridge ;;
      route) add_route "$a" "$b" ;;
      service) add_service "$a" "$b" ;;
      pod) add_pod "$a" "$b" "$c" "$d" "$e" ;;
      *) false ;;
    esac || {
      echo "failed: $kind $a" >&2
      return 1
    }
  done 3<&0
}

# del prints nothing and goes on after an error; then it looks whether anything is left.
del() {
  lines=$(cat)
  while read -r kind a b _; do
    case $kind in
      pod) printf 'link del dev %s\nnetns del %s\n' "$b" "$a" ;;
      bridge) echo "link del dev $a" ;;
      route | service) echo "route del $a proto $PROTO" ;;
    esac
  done <<LINES | ip -force -batch - >/dev/null 2>&1
$lines
LINES
  links=$(ip -o link show) && spaces=$(ip netns list) || return
  while read -r kind a b _; do
    case $kind in
      pod) has_word "$spaces" "$a" || has_link "$b" ;;
      bridge) has_link "$a" ;;
      *) false ;;
    esac && {
      echo "failed: $kind $a is still there" >&2
      return 1
    }
  done <<LINES
$lines
LINES
  return 0
}

# missing compares names, addresses and routes, inside the sandboxes too.
missing() {
  links=$(ip -o link show) && spaces=$(ip netns list) && addresses=$(ip -o addr show up) &&
    routes=$(ip -4 route show proto "$PROTO" && ip -6 route show proto "$PROTO") || return
  while read -r kind a b c d e f <&3; do
    case $kind in
      bridge) has_link "$a" && has_addresses "$(on_link "$a")" "$e" "$f" ;;
      pod) has_pod "$a" "$b" "$d" "$e" ;;
      service) has_word "$routes" "$a dev $BRIDGE" ;;
      route)
        case $b in
          unreachable) has_word "$routes" "unreachable $a" ;;
          *) has_word "$routes" "$a via $b" ;;
        esac
        ;;
    esac || case $? in
      1) echo "$kind $a $b${c:+ $c}${d:+ $d}${e:+ $e}${f:+ $f}" ;;
      *) return 2 ;;
    esac
  done 3<&0
}

# has_pod NETNS VETH IPV4 IPV6; 2 if it cannot be told, for a sandbox is not made anew on a guess
has_pod() {
  has_word "$spaces" "$1" && has_link "$2" || return 1
  inside=$(ip -n "$1" -o addr show up) || return 2
  has_addresses "$inside" "$3" "$4" && has_host_side "$2" "$3" && has_host_side "$2" "$4"
}

# has_word LINES WORD: does a line begin with the word?
has_word() {
  case "
$1
" in
    *"
$2 "* | *"
$2
"*) return 0 ;;
  esac
  return 1
}

# has_link NAME, in what `ip -o link` said
has_link() {
  case $links in *": $1@"* | *": $1: "*) return 0 ;; esac
  return 1
}

# on_link NAME: its part of what `ip -o addr` said
on_link() { echo "$addresses" | awk -v name="$1" '$2 == name'; }

# has_addresses LISTING ADDRESS..., with or without length, a dash for none
has_addresses() {
  listing=$1
  shift
  for address; do
    case $address,$listing in
      -,* | */*,*" $address "* | *" $address/"*) ;;
      *) return 1 ;;
    esac
  done
}

case ${1-} in
  plan | add | del | missing) "$1" ;;
  *) echo "usage: sh netns.sh plan|missing|add|del" >&2 && exit 64 ;;
esac
