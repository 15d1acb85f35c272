extension NodeScriptText {
  /// What stands in the way of `up`.
  static let check: StaticString = #"""
    # --- check ---------------------------------------------------------------------------------------

    # problems DIR: a line for each thing in the way of bringing DIR up; changes nothing
    problems() {
      for tool in ip sysctl awk sed sort diff xargs sha256sum flock stat cmp find setsid unshare \
        $(tools "$1" | sed 's/.*/& &-save &-restore/') $(! has_servers "$1" || echo ipset ipvsadm) \
        $(! has_nft "$1" || echo nft) $([ ! -f "$1/conntrack.tsv" ] || echo conntrack) \
        $(announcing_tools "$1") $(! has_nginx "$1" || echo nginx); do
        command -v "$tool" >/dev/null || echo "no such tool: $tool"
      done
      command -v ip >/dev/null || return 0
      addresses=$(ip -o addr show) || echo "ip cannot list addresses"
      for address in $ADDRESSES; do
        case $addresses in
          *" $address/"*) ;;
          *) echo "this host does not have the address $address; is it $NODE?" ;;
        esac
      done
      plan=$(plan_of "$1")
      ours=$(plan_of "$RUN/up" && plan_of "$RUN/next")
      our_links=$(own_links "$ours")
      far_nodes "$plan"
      ranges_taken "$plan"
      unknown_links "$1"
      bgp_problems "$1"
      keepalived_problems "$1"
      nginx_problems "$1"
      settings_of "$1" | while read -r key _; do
        [ -e "/proc/sys/$key" ] || case $key in
          net/bridge/*) modprobe -nq br_netfilter || echo "no kernel module br_netfilter" ;;
          net/ipv4/vs/*) modprobe -nq ip_vs || echo "no kernel module ip_vs" ;;
          *) echo "this kernel has no sysctl $key" ;;
        esac
      done
      for tool in $(tools "$1"); do
        command -v "$tool-save" >/dev/null || continue
        backend=$(backend_of "$tool") || echo "$tool-save --version fails"
        before=$(cat "$RUN/backend.$tool" 2>/dev/null) || before=$backend
        [ "$backend" = "$before" ] ||
          echo "$tool is of $backend now, but netc is up with $before: run down with that one first"
      done
      names "$1" | awk '
        { thing = $2 " " $3 " " $4 " " $5; sub(/ +$/, "", thing) }
        $1 == "cannot" { print }
        $1 == "ours" { ours[thing] }
        $1 == "has" { has[thing] }
        $1 == "want" && thing in has && !(thing in ours) {
          print thing, "exists on this host, and netc did not make it"
        }'
    }

    # own_links PLAN: the names of our links, with a blank around each
    own_links() {
      {
        echo "$1" | things ours
        ! has_servers "$RUN/up" "$RUN/next" || echo "ours link kube-ipvs0"
      } | awk 'BEGIN { printf " " } $2 == "link" { printf "%s ", $3 }'
    }

    # far_nodes PLAN: nodes that are not on a link of this host; `ip` says nothing of what it cannot
    # reach
    far_nodes() {
      hops=$(echo "$1" | awk '$1 == "route" && $3 != "unreachable" { print $3 }')
      for hop in $hops; do echo "route get $hop"; done | ip -o -force -batch - 2>/dev/null |
        awk -v hops="$(echo "$hops" | tr '\n' ' ')" '
          { found[$1 == "local" ? $2 : $1] = / via / ? "far" : "near" }
          END {
            count = split(hops, hop, " ")
            for (i = 1; i <= count; i++) if (found[hop[i]] != "near")
              print "node address " hop[i] " is not on a link of this host"
          }'
    }

    # ranges_taken PLAN: addresses of this host that lie in a range of pods or Services. `ip` is asked
    # once for all ranges; what it says of lo stands between them.
    ranges_taken() {
      ranges=$(echo "$1" | awk '$1 == "route" || $1 == "service" { print $2 }')
      listing=$(for range in $ranges; do
        echo "addr show to $range"
        echo "link show dev lo"
      done | ip -o -batch -) || echo "ip cannot list addresses"
      echo "$listing" | awk -v ranges="$(echo "$ranges" | tr '\n' ' ')" -v ours="$our_links" '
        BEGIN { split(ranges, range, " "); at = 1 }
        $3 ~ /^</ { at++; next }
        NF {
          sub(/@.*/, "", $2)
          sub(/\/.*/, "", $4)
          if (!index(ours, " " $2 " "))
            print "the address " $4 " on " $2 " lies in the range " range[at] ", which netc needs"
        }'
    }

    # backend_of TOOL: legacy or nf_tables; rules made with one are not seen by the other
    backend_of() {
      backend=$("$1-save" --version) || return
      backend=${backend#*\(}
      echo "${backend%\)*}"
    }

    # names DIR: "ours|has|want THING" or "cannot ...", for the names and prefixes that DIR needs.
    # Its plan, ours and our links are at hand.
    names() {
      echo "$ours" | things ours
      [ ! -f "$LIST" ] || sed 's,^,ours folder /etc/netns/,' "$LIST"
      listing=$(ip -o link show) || echo "cannot list links"
      echo "$listing" | awk '{ sub(/[:@].*/, "", $2); print "has link", $2 }'
      listing=$(ip netns list) || echo "cannot list namespaces"
      echo "$listing" | awk 'NF { print "has netns", $1 }'
      listing=$(ip -4 route show && ip -6 route show) || echo "cannot list routes"
      echo "$listing" | awk -v ours="$our_links" '{
        for (i = 1; i < NF; i++) if ($i == "dev" && index(ours, " " $(i + 1) " ")) next
        print "has route", ($1 == "unreachable" || $1 == "blackhole" ? $2 : $1)
      }'
      for folder in "$ETC"/*; do [ ! -d "$folder" ] || echo "has folder $folder"; done
      for tool in $(tools "$1"); do
        new_chains "$tool" "$1" | listed_chains "$tool"
      done
      names_ipvs "$1"
      names_nft "$1"
      names_announced "$1"
      echo "$plan" | things want
      sandboxes_of "$1" | sed 's,^,want folder /etc/netns/,'
    }

    # listed_chains TOOL: for each "TABLE CHAIN" of stdin "has" if the host has it, then "want". A few
    # are asked for one by one: a whole list takes seconds where there are ten thousand Services.
    listed_chains() {
      new=$(cat)
      [ -n "$new" ] || return 0
      if [ "$(echo "$new" | grep -c .)" -le 50 ]; then
        echo "$new" | while read -r table chain; do has_chain "$1" "$table" "$chain"; done
      else
        listing=$("$1-save") || echo "cannot list $1 chains"
        echo "$listing" | awk -v tool="$1" '/^\*/ { table = substr($1, 2) }
          /^:/ { print "has", tool, "chain", table, substr($1, 2) }'
      fi
      echo "$new" | sed "s/^/want $1 chain /"
    }

    has_chain() {
      if error=$("$1" -t "$2" -S "$3" 2>&1 </dev/null); then
        echo "has $1 chain $2 $3"
      else
        # The second is what iptables-nft 1.8.9 says of a chain that is not there.
        case $error in *'No chain'* | *'is incompatible'*) ;; *) echo "cannot list $1 chains" ;; esac
      fi
    }

    # things WORD: what the plan lines on stdin take up
    things() {
      awk -v word="$1" '
        $1 == "bridge" { print word, "link", $2 }
        $1 == "pod" { print word, "netns", $2; print word, "link", $3 }
        $1 == "route" || $1 == "service" { print word, "route", $2 }'
    }

    refuse() {
      echo "$1" | sed "s/^/$NODE: /" >&2
      exit 1
    }

    check() {
      found=$(problems "$HERE")
      for tool in $(tools "$HERE"); do
        # A network namespace of its own, gone with the command: the kernel sees every rule.
        # shellcheck disable=SC2016 # the inner shell's
        error=$(unshare -n sh -c '
          { [ ! -f "$1/ipset.rules" ] || ipset restore <"$1/ipset.rules"; } &&
            "$2-restore" --noflush <"$1/$2.rules"' sh "$HERE" "$tool" 2>&1) ||
          found="${found:+$found
    }$tool.rules is refused: $(echo "$error" | grep . | tr '\n' ' ')"
      done
      # An address is a unicast one only where there are routes, such as those of a link that is up.
      error=$(! has_servers "$HERE" ||
        unshare -n sh -c 'ip link set dev lo up && ipvsadm -R' <"$HERE/ipvsadm.rules" 2>&1)
      [ -z "$error" ] || found="${found:+$found
    }ipvsadm.rules is refused: $(echo "$error" | sort -u | tr '\n' ' ')"
      error=$(! has_nft "$HERE" || unshare -n nft -f "$HERE/nftables.nft" 2>&1)
      [ -z "$error" ] || found="${found:+$found
    }nftables.nft is refused: $(echo "$error" | grep . | sed 3q | tr '\n' ' ')"
      error=$(refused_dns "$HERE"; refused_nginx "$HERE")
      [ -z "$error" ] || found="${found:+$found
    }$error"
      [ -z "$found" ] || refuse "$found"
      [ ! -f "$HERE/dns/Corefile" ] || command -v coredns >/dev/null ||
        say "no coredns on this host: dns/Corefile was not tested"
      say "nothing stands in the way; nothing was changed"
    }

    """#
}
