#!/bin/sh
# netc: the pod network of node ash.
#
# node.sh calls this file. By hand, as root:
#   sh netns.sh plan      print the plan below
#   sh netns.sh missing   read plan lines, print those this host does not have as planned;
#                         `missing outside` does not look into the sandboxes
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
bridge cbr0 routed 0a:58:0a:14:01:01 1500 10.20.1.1/32 -
route 10.20.1.0/24 unreachable
route 10.20.2.0/24 192.168.70.12
service 10.21.0.0/16 192.168.70.11
PLAN
}

# Marks the routes made here; 110 is unassigned in iproute2's rt_protos.
PROTO=110

read -r _ BRIDGE WIRING BRIDGE_MAC MTU GATEWAY4 GATEWAY6 <<HEAD
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
  [ "$GATEWAY6" = - ] || set -- "$@" net.ipv6.conf.eth0.accept_redirects=0 \
    net.ipv6.conf.eth0.accept_ra=0 net.ipv6.conf.eth0.accept_dad=0
  sandbox=$1 ipv4=$4 ipv6=$5
  shift 5
  ip netns exec "$sandbox" sysctl -qw net.ipv4.conf.all.accept_redirects=0 \
    net.ipv4.conf.eth0.accept_redirects=0 net.ipv4.conf.eth0.arp_notify=1 "$@" || return
  {
    echo "link set dev lo up"
    echo "link set dev eth0 up"
    [ "$ipv4" = - ] || pod_side "$ipv4" "$GATEWAY4"
    [ "$ipv6" = - ] || pod_side "$ipv6" "$GATEWAY6" nodad
  } | ip -n "$sandbox" -batch -
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

# Reads what `ip` lists and then plan lines; prints "lack LINE" for what is not there, and "look
# LINE" for a sandbox that seems to be. Up at its other end: so a link says that the end inside is.
# shellcheck disable=SC2016 # awk's, not the shell's
comparing='
function has(word) { return word in route }
function gateway(address) { return address == "-" || (bridge, address) in on_link }
function way(address) { return address == "-" || wiring != "routed" || has(address " dev " $3) }
/^\/(link|netns|address|route|plan)$/ { part = $0; next }
part == "/link" { sub(/[:@].*/, "", $2); link[$2] = $3 ~ /[<,]LOWER_UP[,>]/; next }
part == "/netns" { netns[$1]; next }
part == "/address" { on_link[$2, $4]; next }
part == "/route" { route[$1 " " $2 ($1 == "unreachable" ? "" : " " $3)]; next }
$1 == "bridge" { there = $2 in link && gateway($6) && gateway($7) }
$1 == "service" { there = has($2 " dev " bridge) }
$1 == "route" { there = has($3 == "unreachable" ? "unreachable " $2 : $2 " via " $3) }
$1 == "pod" { there = $2 in netns && $3 in link && link[$3] && way($5) && way($6) }
NF && !there { print "lack", $0 }
$1 == "pod" && there && view != "outside" { print "look", $0 }'

# missing [outside]: names, addresses and routes; `ip` once for all of them, and once for each
# sandbox that it looks into
missing() {
  links=$(ip -o link show) && spaces=$(ip netns list) && addresses=$(ip -o addr show up) &&
    routes=$(ip -4 route show proto "$PROTO" && ip -6 route show proto "$PROTO") &&
    lines=$(cat) || return
  found=$(printf '%s\n' /link "$links" /netns "$spaces" /address "$addresses" /route "$routes" \
    /plan "$lines" | awk -v bridge="$BRIDGE" -v wiring="$WIRING" -v view="${1-}" "$comparing") || return
  while read -r verdict kind a b c d e f <&3; do
    case $verdict in
      lack) false ;;
      look) has_inside "$a" "$d" "$e" ;;
    esac || case $? in
      1) echo "$kind $a $b${c:+ $c}${d:+ $d}${e:+ $e}${f:+ $f}" ;;
      *) return 2 ;;
    esac
  done 3<<FOUND
$found
FOUND
}

# has_inside NETNS IPV4 IPV6; 2 if it cannot be told, for a sandbox is not made anew on a guess
has_inside() {
  inside=$(ip -n "$1" -o addr show up) || return 2
  for address in "$2" "$3"; do
    case $address,$inside in
      -,* | *" $address/"*) ;;
      *) return 1 ;;
    esac
  done
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

case ${1-} in
  plan | add | del | missing) "$@" ;;
  *) echo "usage: sh netns.sh plan|missing [outside]|add|del" >&2 && exit 64 ;;
esac
