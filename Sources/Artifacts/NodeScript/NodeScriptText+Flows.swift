extension NodeScriptText {
  /// Ending the UDP connections that lead to an endpoint which is no more.
  static let flows: StaticString = #"""
    # --- UDP connections -----------------------------------------------------------------------------

    # forget_flows DIR: of the connections to an entrance of DIR, those that somebody else answers than
    # one of its endpoints: also those from before the entrance was one, which nobody answers. When the
    # next packet comes it is a new connection.
    forget_flows() {
      [ -f "$1/conntrack.tsv" ] || return 0
      : >"$WORK/flows"
      for family in ipv4 ipv6; do
        ! grep -q "^$family" "$1/conntrack.tsv" || stale_flows "$family" "$1" >>"$WORK/flows" || return
      done
      while read -r family address port by by_port; do
        # Status 1 also where the connection has ended by itself.
        conntrack -D -f "$family" -p udp --orig-dst "$address" --orig-port-dst "$port" \
          --reply-src "$by" --reply-port-src "$by_port" </dev/null >"$WORK/error" 2>&1 ||
          grep -q ' 0 flow entries have been deleted' "$WORK/error" || {
          complain "conntrack: $(grep . "$WORK/error" | tr '\n' ' ')"
          return 1
        }
      done <"$WORK/flows"
    }

    # stale_flows FAMILY DIR: "FAMILY ADDRESS PORT ANSWERER PORT" of connections to forget, each once
    stale_flows() {
      ip -o addr show | awk '{ sub(/\/.*/, "", $4); print $4 }' >"$WORK/local"
      conntrack -L -f "$1" -p udp >"$WORK/have" 2>"$WORK/error" || {
        complain "conntrack: $(grep . "$WORK/error" | tr '\n' ' ')"
        return 1
      }
      awk -v family="$1" '
        part == "local" { here[$1]; next }
        part == "want" && $1 == family {
          entrance[$2, $3]
          for (i = 4; i < NF; i += 2) serves[$2, $3, $i, $(i + 1)]
        }
        part == "want" { next }
        {
          n = 0
          for (i = 1; i <= NF; i++)
            if ($i ~ /^(src|dst|sport|dport)=/) { value[++n] = $i; sub(/.*=/, "", value[n]) }
          if (n < 8) next
          address = value[2]; port = value[4]; by = value[5]; by_port = value[7]
          if (!((address, port) in entrance)) {
            if (!(address in here) || !(("-", port) in entrance)) next
            key = "-"
          } else key = address
          if ((key, port, by, by_port) in serves || (address, port, by, by_port) in said) next
          said[address, port, by, by_port]
          print family, address, port, by, by_port
        }' part=local "$WORK/local" part=want "$2/conntrack.tsv" part=have "$WORK/have"
    }

    """#
}
