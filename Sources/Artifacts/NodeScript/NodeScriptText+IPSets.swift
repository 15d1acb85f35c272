extension NodeScriptText {
  /// What mode ipvs needs beside its virtual servers: the module, one more sysctl, the sets.
  static let ipsets: StaticString = #"""
    # --- IPVS: sets ----------------------------------------------------------------------------------

    # has_servers DIR...: whether one of the folders is of mode ipvs
    has_servers() {
      for folder; do
        [ ! -f "$folder/ipvsadm.rules" ] || return 0
      done
      return 1
    }

    # load_ipvs DIR: the sysctls of IPVS are there when its module is
    load_ipvs() { ! has_servers "$1" || [ -d /proc/sys/net/ipv4/vs ] || modprobe ip_vs; }

    # reuse_setting DIR: kernels from 4.1 to 5.8 hold a connection up for a second that comes from the
    # port of an older one, unless this is off (kubernetes issue 93297)
    reuse_setting() {
      ! has_servers "$1" || uname -r | awk -F '[.-]' '
        { version = $1 * 1000 + $2 }
        version >= 4001 && version < 5009 { print "net/ipv4/vs/conn_reuse_mode 0" }'
    }

    # set_names DIR...
    set_names() {
      for folder; do
        [ ! -f "$folder/ipset.rules" ] || awk '$1 == "create" { print $2 }' "$folder/ipset.rules"
      done | sort -u
    }

    # sets_of DIR: what the sets are to hold on this host. An address that it has on a link of its own
    # is not for kube-ipvs0, and so not for the filter of what kube-ipvs0 has; except those that netc
    # has put there to announce them.
    sets_of() {
      [ -f "$1/ipset.rules" ] || return 0
      held=$(ip -o addr show | awk -v own=" $(own_vips | tr '\n' ' ') " '$2 != "kube-ipvs0" {
        sub(/\/.*/, "", $4)
        if (!index(own, " " $4 " ")) printf " %s", $4 }') || return
      awk -v held="$held " '
        /^#/ || ($2 ~ /^KUBE-(6-)?IPVS-IPS$/ && $1 == "add" && index(held, " " $3 " ")) { next }
        { print }' "$1/ipset.rules"
    }

    # plain_sets: `ipset save` without what the kernel chooses
    plain_sets() { sed 's/ hashsize [0-9]*//;s/ bucketsize [0-9]*//;s/ initval [0-9a-fx]*//;s/ *$//'; }

    # put_sets DIR: each set that differs is made anew beside the old one and takes its place at once
    put_sets() {
      has_servers "$1" || return 0
      sets_of "$1" >"$WORK/sets" && ipset save >"$WORK/have" || return
      plain_sets <"$WORK/sets" >"$WORK/want" && plain_sets <"$WORK/have" >"$WORK/plain" || return
      awk '
        FILENAME == ARGV[1] { line[FNR] = $0; next }
        FILENAME == ARGV[2] && $1 == "create" { head[$2] = $0; next }
        FILENAME == ARGV[2] { member[$2, $3]; count[$2]++; next }
        $1 == "create" { order[++sets] = $2; first[$2] = FNR; same[$2] = ($2 in head) && head[$2] == $0 }
        $1 == "add" { last[$2] = FNR; many[$2]++; if (!(($2, $3) in member)) same[$2] = 0 }
        END {
          if ("NETC-NEW" in head) print "destroy NETC-NEW"
          for (i = 1; i <= sets; i++) {
            name = order[i]
            if (same[name] && many[name] + 0 == count[name] + 0) continue
            for (n = first[name]; n <= last[name] || n == first[name]; n++) {
              $0 = line[n]
              if (name in head) $2 = "NETC-NEW"
              print
            }
            if (name in head) print "swap NETC-NEW " name "\ndestroy NETC-NEW"
          }
        }' "$WORK/sets" "$WORK/plain" "$WORK/want" >"$WORK/input" || return
      [ ! -s "$WORK/input" ] || ipset restore <"$WORK/input"
    }

    # drop_sets DIR: ours that DIR does not have. The kernel lets go of a set a moment after the rule.
    drop_sets() {
      set_names "$1" >"$WORK/keep" && ipset list -n >"$WORK/have" || return
      { set_names "$RUN/up" "$RUN/next" && echo NETC-NEW; } | without "$WORK/keep" >"$WORK/gone"
      while read -r name; do
        grep -qx -e "$name" "$WORK/have" || continue
        for pause in 0 0.1 0.2 0.5 1 2 3; do
          sleep "$pause"
          ipset destroy "$name" 2>"$WORK/error" && continue 2
        done
        complain "$(cat "$WORK/error")"
        return 1
      done <"$WORK/gone"
    }

    """#
}
