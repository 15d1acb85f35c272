extension NodeScriptText {
  /// Making the kernel's rules those of a build, one transaction a table.
  static let ruleSteps: StaticString = #"""
    # put_rules DIR
    put_rules() {
      for tool in $(tools "$RUN/up" "$RUN/next"); do
        put_rules_file "$tool" "$(rules_of "$tool" "$1")" || return
      done
    }

    # put_rules_file TOOL FILE: /dev/null for no rules at all; keeps in kernel.TOOL what there is then
    put_rules_file() {
      "$1-save" >"$WORK/have" || return
      base=$RUN/rules.$1
      [ -f "$base" ] || base=/dev/null
      : >"$WORK/lines"
      : >"$WORK/touched"
      awk -v lines="$WORK/lines" -v touched="$WORK/touched" "$target_function$compose_program" \
        part=old "$(rules_of "$1" "$RUN/up")" part=other "$(rules_of "$1" "$RUN/next")" \
        part=base "$base" part=have "$WORK/have" part=want "$2" >"$WORK/input" || return
      if [ -s "$WORK/input" ]; then
        restore_rules "$1" "$2" && list_touched "$1" >"$WORK/listed" || return
      else
        : >"$WORK/touched"
        : >"$WORK/listed"
      fi
      awk '
        part == "touched" { skip[$1, $2]; next }
        /^\*/ { table = substr($1, 2) }
        /^:/ { name = substr($1, 2) }
        /^-A / { name = $2 }
        part == "have" && (table, name) in skip { next }
        /^(\*|:|-A )/
      ' part=touched "$WORK/touched" part=have "$WORK/have" part=listed "$WORK/listed" >"$WORK/now" &&
        own_part "$1" "$WORK/now" >"$WORK/kernel.$1"
    }

    # restore_rules TOOL FILE: says which line of FILE the tool does not take
    restore_rules() {
      "$1-restore" -w 5 --noflush <"$WORK/input" 2>"$WORK/error" && return
      at=$(sed -n 's/.*line:* \([0-9][0-9]*\).*/\1/p' "$WORK/error" | sed q)
      from=$(sed -n "${at:-1}p" "$WORK/lines")
      [ "${from:-0}" = 0 ] || complain "${2##*/}:$from: $(sed -n "${from}p" "$2")"
      complain "$(sed '/^$/d;/^Try /d' "$WORK/error")"
      return 1
    }

    # list_touched TOOL: the chains that were changed, as the kernel has them now. A few are cheaper
    # to ask for one by one, but not in the old interface, which hands out whole tables.
    list_touched() {
      if [ "$(backend_of "$1")" != nf_tables ] || [ "$(grep -c . "$WORK/touched")" -gt 100 ]; then
        "$1-save" >"$WORK/have" || return
        : >"$WORK/touched"
        return
      fi
      while read -r table chain what; do
        [ "$what" != gone ] || continue
        echo "*$table"
        "$1" -t "$table" -S "$chain" </dev/null >"$WORK/chain" || return
        sed 's/^-[NP] \([^ ]*\)$/:\1 -/;s/^-P /:/' "$WORK/chain"
      done <"$WORK/touched"
    }

    # own_part TOOL FILE: our part of what `TOOL-save` has printed to FILE: "TABLE RULE", in the order of
    # the chains' names, whenever they were made
    own_part() {
      awk "$target_function"'
        /^\*/ { table = substr($1, 2) }
        part == "own" { if (/^:/) own[table, substr($1, 2)]; next }
        /^:/ && $2 != "-" { hook[table, substr($1, 2)] }
        /^-A / && ((table, $2) in own || ((table, $2) in hook && (table, target($0)) in own)) {
          print table, $0
        }' part=own "$(rules_of "$1" "$RUN/up")" "$(rules_of "$1" "$RUN/next")" part=have "$2" |
        sort -s -k 1,1 -k 3,3
    }

    # own_rules TOOL: our part of what the kernel has, as the tool prints it
    own_rules() { "$1-save" >"$WORK/have" && own_part "$1" "$WORK/have"; }

    # miscounted TOOL DIR: the chains that have fewer rules or more in kernel.TOOL than in the file
    miscounted() {
      awk '
        /^\*/ { table = substr($1, 2) }
        part == "want" && /^-[AI] / { count[table " " $2]++ }
        part == "have" { count[$1 " " $3]-- }
        END { for (chain in count) if (count[chain] != 0) print chain }
      ' part=want "$2/$1.rules" part=have "$WORK/kernel.$1" | sort
    }

    # rule_drift TOOL: a line for each difference between the kernel and the committed rules
    rule_drift() {
      own_rules "$1" >"$WORK/rules"
      ! cmp -s "$WORK/rules" "$RUN/rules.$1" || return 0
      without "$WORK/rules" <"$RUN/rules.$1" | sed "s/^/$1 rule is gone: /"
      without "$RUN/rules.$1" <"$WORK/rules" | sed "s/^/$1 rule is new: /"
      awk -v tool="$1" '
        part == "want" { line[FNR] = $0; want[$0]++; total = FNR; next }
        { if (line[FNR] != $0) moved[$1 " " $3]; want[$0]-- }
        END {
          if (FNR != total) exit
          for (rule in want) if (want[rule] != 0) exit
          for (chain in moved) print tool " rules are in another order: " chain
        }' part=want "$RUN/rules.$1" part=have "$WORK/rules" | sort
    }

    """#
}
