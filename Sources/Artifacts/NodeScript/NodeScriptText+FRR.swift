extension NodeScriptText {
  /// Loading `frr.conf` into an FRR that runs already, by what differs from the last one.
  static let frr: StaticString = #"""
    # --- FRR -----------------------------------------------------------------------------------------

    # FRR is the host's: netc puts its lines into the running configuration and takes them out again;
    # the files in /etc/frr are left alone. $RUN/frr.conf is what was loaded; where it is missing or
    # not all there any more, everything of netc's is loaded anew.

    # Two configurations of netc's to the lines that make one of the other. A neighbour, an entry of a
    # route-map, a BFD profile or what is said of a router itself is made anew if a line of it differs.
    # shellcheck disable=SC2016 # awk's, not the shell's
    frr_program='
    function add(kind, key, line) {
      id = kind SUBSEP key
      if (build == "old") { if (!(id in was)) old[++olds] = id; was[id] = was[id] line "\n" }
      else { if (!(id in is)) new[++news] = id; is[id] = is[id] line "\n" }
    }
    function goes(id) { return !(id in is) || is[id] != was[id] }
    function comes(id) { return !(id in was) || is[id] != was[id] }
    function stays(router, id) { id = "router" SUBSEP router; return id in was && !goes(id) }
    function within(part, line) {
      return part[2] "\n address-family " part[3] "\n  " line "\n exit-address-family\nexit"
    }
    function each(kind, old_ones, i, part, list) {
      for (i = 1; i <= (old_ones ? olds : news); i++) {
        id = old_ones ? old[i] : new[i]
        split(id, part, SUBSEP)
        if (part[1] != kind) continue
        if (old_ones) removal(kind, id, part)
        else addition(kind, id, part)
      }
    }
    function removal(kind, id, part) {
      if (kind == "network" && stays(part[2]) && goes(id))
        print within(part, "no network " part[4])
      if (kind == "neighbor" && stays(part[2]) && goes(id))
        print part[2] "\n no neighbor " part[3] (was[id] ~ / interface remote-/ ? " interface" : "") \
          "\nexit"
      if (kind == "router" && goes(id)) print "no " part[2]
      if (kind == "map" && goes(id)) print "no " part[2]
      if (kind == "list" && goes(id)) print "no " part[2]
      if (kind == "profile" && goes(id)) print "bfd\n no profile " part[2] "\nexit"
    }
    function addition(kind, id, part) {
      if (kind == "network" && (!stays(part[2]) || comes(id)))
        print within(part, "network " part[4])
      if (kind == "neighbor" && (!stays(part[2]) || comes(id)) || kind == "router" && comes(id))
        print part[2] "\n" is[id] "exit"
      if (kind == "profile" && comes(id)) print "bfd\n" is[id] "exit"
      if ((kind == "map" || kind == "list") && comes(id)) printf "%s", is[id]
    }
    /^(!|frr |hostname )/ || $1 == "!" { next }
    top == "" && /^(route-map|router bgp|bfd)/ { top = $0; kind = $1; if (kind != "route-map") next }
    /^exit$/ { if (kind == "route-map") add("map", top, $0); top = ""; kind = ""; next }
    kind == "route-map" { add("map", top, $0); next }
    kind == "bfd" { if ($1 == "profile") profile = $2; add("profile", profile, $0); next }
    $1 == "address-family" { family = $2 " " $3; next }
    $1 == "exit-address-family" { family = ""; next }
    $1 == "network" { add("network", top SUBSEP family SUBSEP $2, $0); next }
    kind == "router" && $1 == "neighbor" {
      add("neighbor", top SUBSEP $2,
        family == "" ? $0 : " address-family " family "\n" $0 "\n exit-address-family")
      next
    }
    kind == "router" { add("router", top, $0); next }
    { add("list", $0, $0) }
    END {
      each("network", 1); each("neighbor", 1); each("router", 1); each("map", 1); each("list", 1)
      each("profile", 1)
      each("list", 0); each("map", 0); each("profile", 0); each("router", 0); each("neighbor", 0)
      each("network", 0)
    }'

    # frr_change OLD NEW: files
    frr_change() { awk "$frr_program" build=old "$1" build=new "$2"; }

    # ask_frr: what FRR runs with, to running
    ask_frr() { vtysh -c 'show running-config' >"$WORK/running" 2>"$WORK/error" </dev/null; }

    # frr_lacks FILE: the lines of it that FRR prints as netc does, and does not print now
    frr_lacks() {
      ask_frr || : >"$WORK/running"
      awk '/^(router bgp|route-map|ip prefix-list|ipv6 prefix-list) / || $1 == "network" ||
        $1 == "neighbor" && /(remote-as|activate|route-map)/' "$1" | without "$WORK/running"
    }

    # tell_frr: takes lines; does not turn off what was on before netc
    tell_frr() {
      [ -f "$RUN/frr.before" ] || {
        ask_frr && sed -n 's/^ip.* nht /no &/p;s/^bfd$/no &/p' "$WORK/running" >"$RUN/frr.before"
      } || return
      (umask 077 && without "$RUN/frr.before" >"$WORK/frr.lines") &&
        vtysh -f "$WORK/frr.lines" >"$WORK/error" 2>&1 </dev/null
    }

    # clear_frr FILE: out with all of it, as far as it is there
    clear_frr() { frr_change "$1" /dev/null | tell_frr || :; }

    # load_frr FILE: makes FRR have it instead of what was loaded last
    load_frr() {
      if [ -f "$RUN/frr.conf" ] && [ -z "$(frr_lacks "$RUN/frr.conf")" ]; then
        frr_change "$RUN/frr.conf" "$1" | tell_frr && keep_frr "$1" && return
      fi
      [ ! -f "$RUN/frr.conf" ] || clear_frr "$RUN/frr.conf"
      rm -f "$RUN/frr.conf"
      clear_frr "$1"
      frr_change /dev/null "$1" | tell_frr && keep_frr "$1" && return
      complain "frr.conf: $(grep -v '^$' "$WORK/error" | sed 3q | tr '\n' ' ')"
      clear_frr "$1"
      keep_frr /dev/null
      return 1
    }

    # bfd_is_empty: FRR leaves the headline of BFD when the last profile goes
    bfd_is_empty() {
      awk '/^bfd$/ { getline; if ($0 == "exit") empty = 1 } END { exit !empty }' "$WORK/running"
    }

    keep_frr() {
      if [ -s "$1" ]; then
        cp "$1" "$RUN/frr.conf"
      else
        ask_frr || return
        ! bfd_is_empty || echo 'no bfd' | tell_frr || return
        rm -f "$RUN/frr.conf" "$RUN/frr.before"
      fi
    }

    # withdraw_bgp DIR: the routes that DIR does not announce; all of netc's where DIR has no frr.conf
    withdraw_bgp() {
      [ -f "$RUN/frr.conf" ] || return 0
      [ -f "$1/frr/frr.conf" ] || {
        load_frr /dev/null
        return
      }
      (umask 077 && awk '
        $1 == "router" { router = $0 }
        $1 == "address-family" { family = $2 }
        part == "want" { if ($1 == "network") wanted[router, family, $2]; next }
        $1 != "network" || (router, family, $2) in wanted
      ' part=want "$1/frr/frr.conf" part=have "$RUN/frr.conf" >"$WORK/frr.less") || return
      cmp -s "$WORK/frr.less" "$RUN/frr.conf" || load_frr "$WORK/frr.less"
    }

    announce_bgp() {
      [ -f "$1/frr/frr.conf" ] || return 0
      if ! cmp -s "$1/frr/frr.conf" "$RUN/frr.conf" || [ -n "$(frr_lacks "$1/frr/frr.conf")" ]; then
        load_frr "$1/frr/frr.conf"
      fi
    }

    # bgp_problems DIR: as `problems`
    bgp_problems() {
      [ -f "$1/frr/frr.conf" ] && command -v vtysh >/dev/null || return 0
      daemons=" $(vtysh -c 'show daemons' 2>/dev/null) "
      for daemon in bgpd $(! grep -q '^bfd$' "$1/frr/frr.conf" || echo bfdd); do
        case $daemons in
          *" $daemon "*) ;;
          *) echo "FRR's $daemon does not run; it is turned on in /etc/frr/daemons" ;;
        esac
      done
      error=$(vtysh -C -f "$1/frr/frr.conf" 2>&1) ||
        echo "frr.conf is refused: $(echo "$error" | sed 3q | tr '\n' ' ')"
      vtysh -c 'show running-config' 2>/dev/null | awk '
        part == "ours" { if ($1 == "router") ours[$5]; next }
        part == "want" { if ($1 == "router") want[$5]; next }
        /^router bgp / && $4 != "view" && ($5 in want) && !($5 in ours) {
          print $0 " is in the configuration of FRR, and netc did not put it there"
        }' part=ours "$(loaded)" part=want "$1/frr/frr.conf" part=have -
    }

    # loaded: what was loaded last, or nothing
    loaded() { if [ -f "$RUN/frr.conf" ]; then echo "$RUN/frr.conf"; else echo /dev/null; fi; }

    # unannounced_bgp DIR: a line for each thing of DIR that FRR does not have
    unannounced_bgp() {
      [ ! -f "$1/frr/frr.conf" ] || frr_lacks "$1/frr/frr.conf" | sed 's/^ *//;s/^/FRR lacks: /'
    }

    """#
}
