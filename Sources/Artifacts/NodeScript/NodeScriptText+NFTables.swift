extension NodeScriptText {
  /// The tables of nftables: replaced whole, or by what differs between two builds.
  static let nftables: StaticString = #"""
    # --- nftables ------------------------------------------------------------------------------------

    # has_nft DIR...: whether one of the folders has tables of nftables
    has_nft() {
      for folder; do [ ! -f "$folder/nftables.nft" ] || return 0; done
      return 1
    }

    # families_of DIR: ip, ip6
    families_of() {
      [ ! -f "$1/nftables.nft" ] ||
        grep '^add table ' "$1/nftables.nft" | cut -d ' ' -f 3
    }

    # parts_of FILE: "FAMILY SORT NAME TEXT", tabs between, for each element, rule and declaration line
    # of a file of netc's or a listing of nft's. Clients that nft lists are no part of a build. Without
    # /etc/protocols, nft lists numbers: the first part of a key, or the second, behind an address.
    parts_of() {
      awk '
        function element(text, place) {
          gsub(/^[ \t]+|[ ,\t}]+$/, "", text)
          if (match(text, /^([^ ]*[.:][^ ]* \. )?(6|17|132) \. /)) {
            place = RLENGTH
            text = named(substr(text, 1, place)) substr(text, place + 1)
          }
          if (text != "" && name !~ /^clients-/) print family "\telement\t" name "\t" text
        }
        function named(key) {
          sub(/6 \. $/, "tcp . ", key) || sub(/17 \. $/, "udp . ", key) || sub(/132 \. $/, "sctp . ", key)
          return key
        }
        $1 == "table" { family = $2; next }
        $1 == "set" || $1 == "map" || $1 == "chain" {
          sort = $1
          name = $2
          print family "\t" sort "\t" name "\t"
          next
        }
        $1 == "}" { inside = 0; next }
        $1 == "elements" { inside = 1; sub(/^[^{]*\{/, "") }
        inside {
          count = split($0, text, ",")
          for (i = 1; i <= count; i++) element(text[i])
          if (/\}/) inside = 0
          next
        }
        sort != "" && NF {
          sub(/^[ \t]+/, "")
          print family "\t" (sort == "chain" ? "rule" : "type") "\t" name "\t" $0
        }
      ' "$1"
    }

    # Two builds, part by part, to the commands that make one of the other; status 3 where only the
    # whole file will do.
    # shellcheck disable=SC2016 # awk's, not the shell's
    change_program='
    function many(verb, list, id, count, piece, i, part_of) {
      split(id, part_of, FS)
      count = split(list, piece, "\n")
      text = ""
      for (i = 1; i < count; i++) {
        text = text (text == "" ? "" : ", ") piece[i]
        if (i % 500 && i < count - 1) continue
        print verb " element " part_of[1] " netc " part_of[2] " { " text " }"
        text = ""
      }
    }
    function commands(verb, list, count, line, i) {
      count = split(list, line, "\n")
      for (i = 1; i < count; i++) print verb " " line[i]
    }
    { id = $1 FS $3 }
    build == "old" && $2 == "element" { had[id, $4]; next }
    build == "old" && $2 == "rule" { rules[id] = rules[id] $4 "\n"; next }
    build == "old" && $2 == "type" { type[id] = type[id] $4 "\n"; next }
    build == "old" { sort[id] = $2; old[++olds] = id; next }
    $2 == "element" && (id, $4) in had { delete had[id, $4]; next }
    $2 == "element" { if (!(id in more)) sets[++setcount] = id; more[id] = more[id] $4 "\n"; next }
    $2 == "rule" { newrules[id] = newrules[id] $4 "\n"; next }
    $2 == "type" { newtype[id] = newtype[id] $4 "\n"; next }
    { newsort[id] = $2; new[++news] = id }
    END {
      for (i = 1; i <= news; i++) {
        id = new[i]
        split(id, part, FS)
        where = part[1] " netc " part[2]
        known = id in sort
        if (known && sort[id] != newsort[id] || known && type[id] != newtype[id]) exit 3
        if ((rules[id] newrules[id]) ~ /(^|\n)type / && rules[id] != newrules[id]) exit 3
        if (!known && newsort[id] == "chain") chains = chains where "\n"
        if (!known && newsort[id] != "chain") {
          settype = newtype[id]
          gsub(/\n/, "; ", settype)
          print "add " newsort[id] " " where " { " settype "}"
        }
        if (newsort[id] == "chain" && rules[id] != newrules[id]) {
          if (known) flushed = flushed where "\n"
          count = split(newrules[id], line, "\n")
          for (j = 1; j < count; j++) added = added where " " line[j] "\n"
        }
      }
      commands("add chain", chains)
      commands("flush chain", flushed)
      commands("add rule", added)
      for (i = 1; i <= olds; i++) {
        id = old[i]
        split(id, part, FS)
        where = part[1] " netc " part[2]
        if (id in newsort) continue
        if (type[id] ~ /dynamic/) { gonesets = gonesets where "\n"; continue }
        if (sort[id] != "chain") exit 3
        if (rules[id] ~ /(^|\n)type /) exit 3
        gone = gone where "\n"
      }
      while ((getline < oldparts) > 0)
        if ($2 == "element" && ($1 FS $3, $4) in had) {
          id = $1 FS $3
          if (!(id in less)) losing[++losers] = id
          less[id] = less[id] $4 "\n"
        }
      for (i = 1; i <= losers; i++) many("delete", less[losing[i]], losing[i])
      for (i = 1; i <= setcount; i++) many("add", more[sets[i]], sets[i])
      commands("flush chain", gone)
      commands("delete chain", gone)
      commands("delete set", gonesets)
    }'

    # differing_parts FILE OTHER NEW-FILE NEW-OTHER: of two files of netc's what parts_of says of the
    # frame and of the elements that they do not share. Elements stand deepest, one a line.
    differing_parts() {
      diff "$1" "$2" >"$WORK/diff" || [ $? = 1 ] || return
      for side in 1 2; do
        awk -v side="$side" '
          part == "diff" && /^[<>] (	(map|set) |table )/ { every = 1 }
          # What is only added has no lines in the first file, and what is deleted none in the second.
          part == "diff" && /^[0-9]/ && !index($0, side == 1 ? "a" : "d") {
            split($0, range, /[acd]/)
            ends = split(range[side], end, ",")
            for (line = end[1]; line <= end[ends]; line++) differs[line]
          }
          part == "file" && (!/^\t\t\t/ || every || FNR in differs)
        ' part=diff "$WORK/diff" part=file "$1" >"$WORK/picked" && parts_of "$WORK/picked" >"$3" || return
        set -- "$2" "$1" "$4" "$3"
      done
    }

    # change_nft DIR: from up to DIR by what differs; fails where that cannot be. Listing a table costs
    # as much as loading it. So where another build comes, all that is asked is whether the tables are
    # there; what others changed in ours shows in `status`, and an `up` with the same build mends it.
    change_nft() {
      has_nft "$RUN/up" && [ "$(families_of "$RUN/up")" = "$(families_of "$1")" ] || return
      differing_parts "$RUN/up/nftables.nft" "$1/nftables.nft" "$WORK/old" "$WORK/new" &&
        awk -F '\t' -v oldparts="$WORK/old" "$change_program" build=old "$WORK/old" build=new "$WORK/new" \
          >"$WORK/input" || return
      if [ -s "$WORK/input" ] || [ "$view" = outside ]; then
        { families_of "$1" | sed 's/.*/add chain & netc dispatch/' && cat "$WORK/input"; } |
          nft -f - 2>/dev/null
      else
        [ -z "$(drift_nft "$1")" ]
      fi
    }

    # put_nft DIR: the tables of DIR, new or changed; those that DIR lacks stay for now
    put_nft() {
      has_nft "$1" || return 0
      ! change_nft "$1" || return 0
      nft -f "$1/nftables.nft" 2>"$WORK/error" && return
      complain "nftables.nft: $(grep . "$WORK/error" | sed 3q | tr '\n' ' ')"
      return 1
    }

    # drop_nft DIR: the tables that DIR does not have
    drop_nft() {
      has_nft "$RUN/up" "$RUN/next" || return 0
      for family in $({ families_of "$RUN/up"; families_of "$RUN/next"; } | sort -u); do
        families_of "$1" | grep -qx "$family" && continue
        printf 'add table %s netc\ndelete table %s netc\n' "$family" "$family" | nft -f - || return
      done
    }

    # list_nft DIR: the tables of DIR as nft prints them
    list_nft() {
      for family in $(families_of "$1"); do nft -s list table "$family" netc || return; done
    }

    # frame_nft DIR: the same of the tables without their elements, made in a namespace of its own
    frame_nft() {
      awk '/^\t\telements = \{$/ { inside = 1 } !inside { print } /^\t\t}$/ { inside = 0 }' \
        "$1/nftables.nft" | unshare -n sh -c 'nft -f - && nft -s list ruleset'
    }

    # names_nft DIR: as `names`
    names_nft() {
      for folder in "$RUN/up" "$RUN/next"; do families_of "$folder"; done | sed 's/.*/ours table & netc/'
      has_nft "$1" || return 0
      listing=$(nft list chains) || echo "cannot list the tables of nftables"
      echo "$listing" | awk '$1 == "table" && $3 == "netc" { print "has table", $2, $3 }'
      families_of "$1" | sed 's/.*/want table & netc/'
    }

    # drift_nft DIR: a line for each difference between the host and DIR, which is up
    drift_nft() {
      has_nft "$1" || return 0
      list_nft "$1" >"$WORK/listing" 2>/dev/null || {
        echo "nftables: a table named netc is gone"
        return
      }
      frame_nft "$1" >"$WORK/frame" 2>"$WORK/error" || {
        echo "nftables: nft cannot say how it lists the chains:" \
          "$(grep . "$WORK/error" | sed 3q | tr '\n' ' ')"
        return
      }
      parts_of "$WORK/frame" >"$WORK/want" && parts_of "$1/nftables.nft" >"$WORK/elements" &&
        parts_of "$WORK/listing" >"$WORK/have"
      awk -F '\t' '
        { id = $1 " netc " $3 }
        $2 == "element" { element = $1 " " $3 " " $4 }
        part == "elements" { if ($2 == "element") want[element]; next }
        $2 == "element" { if (element in want) delete want[element]; else fresh[++count] = element; next }
        { order[id]; text[part, id] = text[part, id] $2 " " $4 "\n" }
        END {
          for (i = 1; i <= count; i++) print "nftables element is new: " fresh[i]
          for (gone in want) print "nftables element is gone: " gone | "sort"
          for (id in order)
            if (text["want", id] != text["have", id]) print "nftables: " id " differs" | "sort"
        }' part=elements "$WORK/elements" part=want "$WORK/want" part=have "$WORK/have"
    }

    """#
}
