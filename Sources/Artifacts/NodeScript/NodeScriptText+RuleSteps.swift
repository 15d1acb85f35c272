extension NodeScriptText {
  /// Making the kernel's rules those of a build, one transaction a table.
  static let ruleSteps: StaticString = #"""
    # --- rules: the change ---------------------------------------------------------------------------

    # put_rules DIR
    put_rules() {
      for tool in $(tools "$RUN/up" "$RUN/next"); do
        put_rules_file "$tool" "$(rules_of "$tool" "$1")" || return
      done
    }

    # put_rules_file TOOL FILE: /dev/null for no rules at all; keeps in kernel.TOOL what there is then
    put_rules_file() {
      own_rules "$1" >"$WORK/now" && changed_chains "$1" "$2" >"$WORK/change" || return
      # Chains as such, and jumps from chains that are not ours.
      awk '$2 == "-N" { own[$1, $3]; print; next } !(($1, $3) in own)' "$WORK/now" \
        >"$WORK/frame" || return
      : >"$WORK/lines"
      : >"$WORK/touched"
      awk -v lines="$WORK/lines" -v touched="$WORK/touched" "$compose_program" \
        part=change "$WORK/change" part=have "$WORK/frame" part=look "$2" part=want "$2" \
        >"$WORK/input" || return
      if [ -s "$WORK/input" ]; then
        restore_rules "$1" "$2" && look_again "$1" >"$WORK/kernel.$1"
      else
        mv "$WORK/now" "$WORK/kernel.$1"
      fi
    }

    # changed_chains TOOL FILE: names of chains of which FILE says something else than up/ does, or the
    # kernel something else than when up/ was committed
    changed_chains() {
      base=$RUN/rules.$1
      [ -f "$base" ] || {
        echo '*'
        return
      }
      # diff says 1 where there is a difference.
      diff "$(rules_of "$1" "$RUN/up")" "$2" >"$WORK/diff" || [ $? = 1 ] || return
      awk '/^[<>] -[AI] / { print $3 } /^[<>] :/ { print substr($2, 2) }' "$WORK/diff"
      diff "$base" "$WORK/now" >"$WORK/diff" || [ $? = 1 ] || return
      awk '/^[<>]/ { print $4 }' "$WORK/diff"
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

    # look_again TOOL: our part of what the kernel has after the change. A few chains are cheaper to ask
    # for one by one, but not in the old interface, which hands out whole tables.
    look_again() {
      if [ "$(backend_of "$1")" != nf_tables ] || [ "$(grep -c . "$WORK/touched")" -gt 100 ]; then
        own_rules "$1"
        return
      fi
      while read -r table chain what; do
        [ "$what" != gone ] || continue
        echo "*$table"
        "$1" -t "$table" -S "$chain" </dev/null >"$WORK/chain" || return
        sed 's/^-N \(.*\)/:\1 -/;s/^-P /:/' "$WORK/chain"
      done <"$WORK/touched" >"$WORK/listed"
      own_part "$1" "$WORK/listed" >"$WORK/new" && awk '
        part == "touched" { touched[$1, $2]; next }
        begin == "" || substr($0, 1, length(begin)) != begin {
          begin = $2 == "-A" ? $1 " -A " $3 " " : ""
          gone = ($1, $3) in touched
        }
        !gone
      ' part=touched "$WORK/touched" part=now "$WORK/now" | sort -m -s -k 1,1 -k 3,3 - "$WORK/new"
    }

    # miscounted TOOL DIR: the chains that have fewer rules or more in kernel.TOOL than in the file
    miscounted() {
      awk '
        /^\*/ { table = substr($1, 2) }
        part == "want" && /^-[AI] / { count[table " " $2]++ }
        part == "have" && $2 == "-A" { count[$1 " " $3]-- }
        END { for (chain in count) if (count[chain] != 0) print chain }
      ' part=want "$2/$1.rules" part=have "$WORK/kernel.$1" | sort
    }

    # rule_drift TOOL: a line for each difference between the kernel and the committed rules
    rule_drift() {
      own_rules "$1" >"$WORK/rules"
      ! cmp -s "$WORK/rules" "$RUN/rules.$1" || return 0
      without "$WORK/rules" <"$RUN/rules.$1" | sed "s/^/$1 rule is gone: /"
      without "$RUN/rules.$1" <"$WORK/rules" | sed "s/^/$1 rule is new: /"
      sort "$RUN/rules.$1" >"$WORK/want" && sort "$WORK/rules" | cmp -s - "$WORK/want" || return 0
      diff "$RUN/rules.$1" "$WORK/rules" |
        awk -v tool="$1" '/^[<>]/ { print tool " rules are in another order: " $2 " " $4 }' | sort -u
    }

    """#
}
