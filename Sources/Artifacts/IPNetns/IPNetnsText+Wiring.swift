/// How pods hang on the bridge: docs/Decisions/0002-wiring.md.
extension IPNetnsText {
  /// Every pod has routes to and from it, and no link with other pods.
  static let routed: StaticString = #"""
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

    """#

  /// The pods of a node share the bridge's link.
  static let bridged: StaticString = #"""
    add_bridge() {
      ip link add name "$BRIDGE" alias netc address "$BRIDGE_MAC" mtu "$MTU" \
        type bridge forward_delay 0 mcast_snooping 0 || return
      # Each redirect would use up the budget of the "port unreachable" that REJECT sends to the same pod.
      sysctl -qw "net/ipv4/conf/$BRIDGE/send_redirects=0" || return
      [ "$GATEWAY6" = - ] ||
        sysctl -qw "net/ipv6/conf/$BRIDGE/accept_dad=0" "net/ipv6/conf/$BRIDGE/accept_ra=0" || return
      {
        echo "link set dev $BRIDGE up"
        [ "$GATEWAY4" = - ] || echo "addr add $GATEWAY4 dev $BRIDGE"
        [ "$GATEWAY6" = - ] || echo "addr add $GATEWAY6 dev $BRIDGE nodad"
      } | ip -batch -
    }

    # pod_side IP GATEWAY [nodad]
    pod_side() {
      echo "addr add $1/${2#*/} dev eth0 ${3-}"
      echo "route add default via ${2%/*} dev eth0"
    }

    # host_end NETNS VETH MAC IPV4 IPV6: a pod reaches itself through its Service by the hairpin port.
    host_end() {
      echo "link set dev $2 address 0e${3#0a}"
      [ "$GATEWAY6" = - ] || echo "link set dev $2 addrgenmode none"
      echo "link set dev $2 alias netc master $BRIDGE"
      echo "link set dev $2 type bridge_slave hairpin on"
      echo "link set dev $2 up"
    }

    """#
}
