extension NodeScriptText {
  /// Virtual servers and their addresses: always by what differs, for a server that is taken away
  /// and put back loses its connections.
  static let ipvs: StaticString = #"""
    # --- IPVS: virtual servers -----------------------------------------------------------------------

    # server_keys DIR...: "-t ADDRESS:PORT" for each virtual server
    server_keys() {
      for folder; do
        [ ! -f "$folder/ipvsadm.rules" ] || awk '$1 == "-A" { print $2, $3 }' "$folder/ipvsadm.rules"
      done
    }

    # servers_of DIR: the lines of its virtual and real servers
    servers_of() { [ ! -f "$1/ipvsadm.rules" ] || grep '^-[Aa]' "$1/ipvsadm.rules" || :; }

    # tell_ipvs: takes lines for ipvsadm -R, which goes on behind an error and ends well
    tell_ipvs() {
      cat >"$WORK/input" || return
      [ -s "$WORK/input" ] || return 0
      ipvsadm -R <"$WORK/input" >"$WORK/error" 2>&1 && [ ! -s "$WORK/error" ] && return
      complain "ipvsadm: $(sort -u "$WORK/error" | tr '\n' ' ')"
      return 1
    }

    # put_servers DIR: makes and changes; a real server that goes gets no new connection any more
    put_servers() {
      has_servers "$1" || return 0
      server_keys "$RUN/up" "$RUN/next" >"$WORK/own" && servers_of "$1" >"$WORK/want" &&
        ipvsadm -S -n >"$WORK/have" || return
      awk '
        { key = $2 " " $3; real = key " " $5; text = substr($0, 4) }
        part == "own" { own[$1 " " $2]; next }
        part == "have" && $1 == "-A" { server[key] = text; next }
        part == "have" { state[real] = text; if (key in own) ours[++count] = real; next }
        $1 == "-A" { wanted[key]; if (!(key in server)) print }
        $1 == "-A" && key in server && server[key] != text { print "-E " text }
        $1 == "-a" { stays[real]; if (!(real in state)) print }
        $1 == "-a" && real in state && state[real] != text { print "-e " text }
        END {
          for (i = 1; i <= count; i++) {
            split(ours[i], word, " ")
            key = word[1] " " word[2]
            if (!(key in wanted) || ours[i] in stays || state[ours[i]] ~ / -w 0$/) continue
            print "-e " key " -r " word[3] " -m -w 0"
          }
        }' part=own "$WORK/own" part=have "$WORK/have" part=want "$WORK/want" >"$WORK/change" || return
      tell_ipvs <"$WORK/change" && put_timeouts "$1" && put_vips "$1"
    }

    # drop_servers DIR: what DIR does not have. A real server that still has connections stays without
    # new ones; the next up or down takes it away. (UDP and SCTP know no end of a connection.)
    drop_servers() {
      server_keys "$RUN/up" "$RUN/next" >"$WORK/own" && servers_of "$1" >"$WORK/want" &&
        ipvsadm -L -n >"$WORK/have" || return
      awk '
        part == "own" { own[$0]; next }
        part == "want" { if ($1 == "-A") wanted[$2 " " $3]; else stays[$2 " " $3 " " $5]; next }
        $1 == "TCP" || $1 == "UDP" || $1 == "SCTP" {
          key = ($1 == "TCP" ? "-t " : $1 == "UDP" ? "-u " : "--sctp-service ") $2
          if (key in own && !(key in wanted)) print "-D", key
          tcp = $1 == "TCP"
        }
        $1 == "FWM" { key = "" }
        $1 == "->" && key in wanted && !(key " " $2 in stays) && (!tcp || $5 + $6 == 0) {
          print "-d", key, "-r", $2
        }' part=own "$WORK/own" part=want "$WORK/want" part=have "$WORK/have" >"$WORK/change" || return
      tell_ipvs <"$WORK/change" && put_timeouts "$1"
    }

    # put_timeouts DIR: `ipvsadm --set`; 0 is what the host had before netc
    put_timeouts() {
      set_line=$(sed -n 's/^--set //p' "$1/ipvsadm.rules" 2>/dev/null)
      [ -n "$set_line" ] || [ -f "$RUN/timeouts" ] || return 0
      [ -f "$RUN/timeouts" ] || ipvsadm -L --timeout | sed 's/.*: //' >"$RUN/timeouts" || return
      # shellcheck disable=SC2046 # three words
      ipvsadm --set $(echo "${set_line:-0 0 0}" | awk -v old="$(cat "$RUN/timeouts")" '
        { split(old, o, " "); for (i = 1; i <= 3; i++) print ($i + 0 ? $i : o[i]) }') || return
      [ -n "$set_line" ] || rm "$RUN/timeouts"
    }

    # vips_of DIR, vips: the addresses that kube-ipvs0 is to have, and those that it has
    vips_of() { sets_of "$1" | awk '$1 == "add" && $2 ~ /^KUBE-(6-)?IPVS-IPS$/ { print $3 }'; }
    vips() { ip -o addr show dev kube-ipvs0 2>/dev/null | awk '{ sub(/\/.*/, "", $4); print $4 }'; }

    # change_vips VERB: lines of addresses, for ip -batch
    change_vips() {
      awk -v verb="$1" '{ print "addr", verb, $1 (/:/ ? "/128" : "/32"), "dev kube-ipvs0",
        verb == "add" && /:/ ? "nodad" : "" }' | ip -batch -
    }

    # put_vips DIR: the link stays down; that its addresses are local is all it is for
    put_vips() {
      ip link show dev kube-ipvs0 >/dev/null 2>&1 || ip link add name kube-ipvs0 type dummy || return
      vips >"$WORK/have" && vips_of "$1" | without "$WORK/have" | change_vips add
    }

    drop_vips() {
      ip link show dev kube-ipvs0 >/dev/null 2>&1 || return 0
      has_servers "$1" || { ip link del dev kube-ipvs0 && return; }
      vips_of "$1" >"$WORK/keep" && vips | without "$WORK/keep" | change_vips del
    }

    # drop_ipvs DIR: all of ours that DIR does not have
    drop_ipvs() {
      ! has_servers "$RUN/up" "$RUN/next" || { drop_servers "$1" && drop_vips "$1" && drop_sets "$1"; }
    }

    # lacks_ipvs DIR: a line for each thing of DIR that the host does not have, or has otherwise
    lacks_ipvs() {
      has_servers "$1" || return 0
      ipvsadm -S -n >"$WORK/have" && servers_of "$1" >"$WORK/want" || return
      without "$WORK/have" <"$WORK/want" | sed 's/^/virtual server is gone: /'
      server_keys "$1" >"$WORK/own"
      without "$WORK/want" <"$WORK/have" | awk -v own="$WORK/own" '
        BEGIN { while ((getline line < own) > 0) ours[line] }
        $2 " " $3 in ours && !/ -w 0$/ { print "virtual server is new: " $0 }'
      sets_of "$1" | plain_sets >"$WORK/want" && set_names "$1" >"$WORK/own" &&
        ipset save | plain_sets | awk -v own="$WORK/own" '
          BEGIN { while ((getline line < own) > 0) ours[line] } $2 in ours' >"$WORK/have" || return
      without "$WORK/have" <"$WORK/want" | sed 's/^/set entry is gone: /'
      without "$WORK/want" <"$WORK/have" | sed 's/^/set entry is new: /'
      vips >"$WORK/have" && vips_of "$1" | without "$WORK/have" | sed 's/^/kube-ipvs0 lacks /'
    }

    # names_ipvs DIR: for `names`
    names_ipvs() {
      ! has_servers "$RUN/up" "$RUN/next" || echo "ours link kube-ipvs0"
      server_keys "$RUN/up" "$RUN/next" | sed 's/^/ours virtual server /'
      set_names "$RUN/up" "$RUN/next" | sed 's/^/ours set /'
      has_servers "$1" || return 0
      listing=$(ipvsadm -S -n) || echo "cannot list virtual servers"
      echo "$listing" | awk '$1 == "-A" { print "has virtual server", $2, $3 }'
      listing=$(ipset list -n) || echo "cannot list sets"
      echo "$listing" | awk 'NF && $1 != "NETC-NEW" { print "has set", $1 }'
      echo "want link kube-ipvs0"
      server_keys "$1" | sed 's/^/want virtual server /'
      set_names "$1" | sed 's/^/want set /'
    }

    """#
}
