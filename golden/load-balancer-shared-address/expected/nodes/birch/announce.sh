#!/bin/sh
# netc: the load-balancer addresses that node birch answers for.
#
# node.sh calls this file. By hand, as root:
#   sh announce.sh plan     print the plan, one line for each address on each interface
#   sh announce.sh missing  read plan lines, print those this host does not have
#   sh announce.sh add      read plan lines; take the addresses and tell the network
#   sh announce.sh del      read plan lines; give the addresses up
#   sh announce.sh up | down | status    the same for the whole plan
#
# Another node takes an address over only with another build. Who would, in this order:
#   192.168.70.200 of default/dns-tcp, default/dns-udp: then ash
#   192.168.70.201 of default/dns-tcp-too: then ash

NODE='birch'
UPLINK='eth0'
ADDRESSES='192.168.70.12'

list() {
  cat <<'PLAN'
vip 192.168.70.200 -
vip 192.168.70.201 -
PLAN
}

PATH=$PATH:/usr/sbin:/sbin

# uplink: the link of the node's address
uplink() {
  for address in $ADDRESSES; do
    link=$(ip -o addr show to "$address" up 2>/dev/null | awk 'NR == 1 { print $2 }')
    [ -z "$link" ] || break
  done
  echo "${UPLINK:-${link:--}}"
}

plan() { list | sed "s/ -\$/ $(uplink)/"; }

# has ADDRESS LINK
has() {
  case $(ip -o addr show dev "$2" to "$1" 2>/dev/null) in *" $1/"*) ;; *) return 1 ;; esac
}

missing() {
  while read -r kind address link; do
    has "$address" "$link" || echo "$kind $address $link"
  done
}

# take ADDRESS LINK: an IPv6 address is there at once, and is no source of connections
take() {
  case $1 in
    *:*) ip addr replace "$1/128" dev "$2" nodad preferred_lft 0 ;;
    *) ip addr replace "$1/32" dev "$2" ;;
  esac
}

# tell ADDRESS LINK: gratuitous ARP as request and as reply, or an unsolicited advertisement
tell() {
  has "$1" "$2" || return
  case $1 in
    *:*) ndptool -t na -U -i "$2" -T "$1" send ;;
    *)
      arping -q -c 1 -U -I "$2" "$1" &
      arping -q -c 1 -A -I "$2" "$1" &
      ;;
  esac
}

# tell_all LINES
tell_all() {
  while read -r _ address link; do tell "$address" "$link"; done <<LINES
$1
LINES
}

# Now, and every 1.1 seconds for 5 seconds, as MetalLB does; an address that is given up meanwhile
# is not told of any more.
tell_often() {
  tell_all "$1"
  for _ in 1 2 3 4; do
    sleep 1.1
    tell_all "$1"
  done
}

add() {
  lines=$(cat)
  [ -n "$lines" ] || return 0
  while read -r kind address link; do
    take "$address" "$link" || {
      echo "failed: $kind $address $link" >&2
      return 1
    }
  done <<LINES
$lines
LINES
  tell_often "$lines" </dev/null >/dev/null 2>&1 9>&- &
}

del() {
  while read -r kind address link; do
    case $address in *:*) length=128 ;; *) length=32 ;; esac
    ip addr del "$address/$length" dev "$link" 2>/dev/null
    ! has "$address" "$link" || {
      echo "failed: $kind $address $link is still there" >&2
      return 1
    }
  done
}

up() { plan | missing | add; }
down() { plan | del; }
status() {
  lacking=$(plan | missing)
  [ -z "$lacking" ] || {
    echo "$lacking" | sed "s/^/$NODE: not here: /"
    return 1
  }
}

case ${1-} in
  plan | missing | add | del | up | down | status) "$1" ;;
  *) echo "usage: sh announce.sh plan|missing|add|del|up|down|status" >&2 && exit 64 ;;
esac
