extension NodeScriptText {
  /// From the plan of the build that is up to the plan of the one that comes.
  static let links: StaticString = #"""
    # --- links, sandboxes, routes --------------------------------------------------------------------

    # plan_change: from the plans of up/ and next/ and from what the host lacks, three lists of lines:
    #   early  to remove first: what stands where something new is to stand, or is damaged
    #   add    to make;   late  to remove when the new rules are in force
    # A line in both plans is left alone. A change of the bridge changes everything.
    plan_change() {
      plan_of "$RUN/up" >"$WORK/old" && plan_of "$RUN/next" >"$WORK/new" &&
        sh "$RUN/next/netns.sh" missing "$view" <"$WORK/new" >"$WORK/lack" || return
      rm -f "$WORK/early" "$WORK/add" "$WORK/late"
      touch "$WORK/early" "$WORK/add" "$WORK/late"
      awk -v work="$WORK" '
        function claim(i) { for (i = 2; i <= NF; i++) if ($i != "-") taken[$i] }
        function collides(i) { for (i = 2; i <= NF; i++) if ($i in taken) return 1; return 0 }
        part == "old" { old[$0]; order[++count] = $0; if ($1 == "bridge") bridge = $0; next }
        part == "lack" { lack[$0]; if ($1 == "bridge") all = 1; next }
        { new[$0] }
        $1 == "bridge" && $0 != bridge { all = 1 }
        all || !($0 in old) || $0 in lack { print > (work "/add"); claim() }
        END {
          for (n = count; n > 0; n--) {
            $0 = order[n]
            route = $1 == "route" || $1 == "service"
            if (all || $0 in lack) print > (work "/early")
            else if ($0 in new || (route && $2 in taken)) continue
            else print > (work (collides() ? "/early" : "/late"))
          }
        }' part=old "$WORK/old" part=lack "$WORK/lack" part=new "$WORK/new"
    }

    put_links() {
      plan_change && cp "$WORK/late" "$RUN/late" && cp "$WORK/add" "$RUN/added" || return
      [ ! -s "$WORK/early" ] || sh "$RUN/up/netns.sh" del <"$WORK/early" || return
      sh "$RUN/next/netns.sh" add <"$WORK/add" 2>"$WORK/error" && return
      object=$(sed -n 's/^failed: //p' "$WORK/error")
      line=$(grep -n "^$object " "$RUN/next/netns.sh" | sed 's/:.*//;q')
      complain "netns.sh:${line:-?}: $object: $(grep -v '^failed: ' "$WORK/error")"
      return 1
    }

    # restore_links: from wherever put_links or drop_links got to, back to up/
    restore_links() {
      [ ! -f "$RUN/added" ] || backwards <"$RUN/added" | sh "$RUN/next/netns.sh" del || return
      [ -d "$RUN/up" ] || return 0
      plan_of "$RUN/up" | sh "$RUN/up/netns.sh" missing >"$WORK/lack" || return
      backwards <"$WORK/lack" | sh "$RUN/up/netns.sh" del && sh "$RUN/up/netns.sh" add <"$WORK/lack"
    }

    drop_links() { [ ! -s "$RUN/late" ] || sh "$RUN/up/netns.sh" del <"$RUN/late"; }

    """#
}
