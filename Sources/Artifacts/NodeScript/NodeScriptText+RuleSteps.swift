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

    # put_rules_file TOOL FILE: /dev/null for no rules at all. Keeps in kernel.TOOL what there is then,
    # and in want.TOOL and seen.TOOL what FILE says and the kernel has of the chains that were looked
    # at. Where the host is as it was left, those are the ones of which the two builds differ.
    put_rules_file() {
      list_rules "$1" >"$WORK/now" && written_change "$1" "$2" >"$WORK/change" || return
      if cmp -s "$WORK/now" "$RUN/rules.$1" 2>/dev/null; then
        pick_by_name && picked "$(rules_of "$1" "$RUN/up")" | frame_of_file >"$WORK/frame"
      else
        # Chains as such, and jumps from chains that are not ours.
        own_part "$1" "$WORK/now" >"$WORK/own" && kernel_change "$1" >>"$WORK/change" &&
          echo '^' >"$WORK/pattern" && awk '
          $2 == "-N" { own[$1, $3]; print; next } !(($1, $3) in own)' "$WORK/own" >"$WORK/frame"
      fi && picked -n "$2" >"$WORK/want.$1" && compose "$WORK/want.$1" >"$WORK/input" || return
      if [ -s "$WORK/input" ]; then
        restore_rules "$1" "$2" && look_again "$1" >"$WORK/kernel.$1"
      else
        cp "$WORK/now" "$WORK/kernel.$1"
      fi && picked "$WORK/kernel.$1" >"$WORK/listed" && own_part "$1" "$WORK/listed" >"$WORK/seen.$1"
    }

    # written_change TOOL FILE: the chains of which FILE says something else than up/ does
    written_change() {
      # diff says 1 where there is a difference.
      diff "$(rules_of "$1" "$RUN/up")" "$2" >"$WORK/diff" || [ $? = 1 ] || return
      awk '/^[<>] -[AI] / && !seen[$3]++ { print $3 }
        /^[<>] :/ && !seen[substr($2, 2)]++ { print substr($2, 2) }' "$WORK/diff"
    }

    # kernel_change TOOL: the chains that the kernel has otherwise than when up/ was committed; all if
    # that is not known
    kernel_change() {
      [ -f "$RUN/rules.$1" ] || {
        echo '*'
        return
      }
      own_part "$1" "$RUN/rules.$1" >"$WORK/base" || return
      diff "$WORK/base" "$WORK/own" >"$WORK/diff" || [ $? = 1 ] || return
      awk '/^[<>]/ { print $4 }' "$WORK/diff"
    }

    # pick_by_name, picked [-n] FILE: the lines of FILE about chains that change, with their numbers; or
    # all lines, where there are too many chains to name
    pick_by_name() {
      if [ "$(grep -c . "$WORK/change")" -le 100 ]; then
        sed 's/.*/^(:|-[AI] )& /' "$WORK/change" && echo '^[*C]'
      else
        echo '^'
      fi >"$WORK/pattern"
    }

    picked() { grep -E -f "$WORK/pattern" "$@" || [ $? = 1 ]; }

    # frame_of_file: from the lines of a rules file, the chains as such, and jumps from other chains
    frame_of_file() {
      awk '
        /^\*/ { table = substr($0, 2) }
        /^:/ { print table, "-N", substr($1, 2) }
        /^-I / { print table, "-A", $2 substr($0, length($2) + length($3) + 5) }'
    }

    compose() {
      : >"$WORK/lines"
      : >"$WORK/touched"
      awk -v lines="$WORK/lines" -v touched="$WORK/touched" "$compose_program" \
        part=change "$WORK/change" part=have "$WORK/frame" part=look "$1" part=want "$1"
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

    # look_again TOOL: the listing after the change. A few chains are cheaper to ask for one by one, but
    # not in the old interface, which hands out whole tables.
    look_again() {
      if [ "$(backend_of "$1")" != nf_tables ] || [ "$(grep -c . "$WORK/touched")" -gt 50 ] ||
        grep -q 'gone$' "$WORK/touched"; then
        list_rules "$1"
        return
      fi
      while read -r table chain _; do
        echo "*$table"
        "$1" -t "$table" -S "$chain" </dev/null || return
      done <"$WORK/touched" >"$WORK/chains"
      if replaced >"$WORK/listed"; then cat "$WORK/listed"; else list_rules "$1"; fi
    }

    # replaced: the listing from before with what the chains hold now; fails where one has come or gone,
    # for nothing says where it would be listed
    replaced() {
      awk '
        /^\*/ { table = substr($0, 2); begin = "" }
        part == "chains" { if (/^-A /) rules[table, $2] = rules[table, $2] $0 "\n"; next }
        part == "touched" { touched[$1, $2]; next }
        /^-A / && (begin == "" || substr($0, 1, length(begin)) != begin) {
          begin = "-A " $2 " "
          old = (table, $2) in touched
          if (old) { printf "%s", rules[table, $2]; delete touched[table, $2] }
        }
        !old || !/^-A / { print }
        END { for (chain in touched) exit 1 }
      ' part=chains "$WORK/chains" part=touched "$WORK/touched" part=now "$WORK/now"
    }

    # miscounted TOOL: the chains that have fewer rules or more in seen.TOOL than in want.TOOL
    miscounted() {
      awk '
        part == "want" { sub(/^[0-9]*:/, "") }
        /^\*/ { table = substr($1, 2) }
        part == "want" && /^-[AI] / { count[table " " $2]++ }
        part == "have" && $2 == "-A" { count[$1 " " $3]-- }
        END { for (chain in count) if (count[chain] != 0) print chain }
      ' part=want "$WORK/want.$1" part=have "$WORK/seen.$1" | sort
    }

    # rule_drift TOOL: a line for each difference between the kernel and the committed rules
    rule_drift() {
      list_rules "$1" >"$WORK/now"
      ! cmp -s "$WORK/now" "$RUN/rules.$1" || return 0
      own_part "$1" "$WORK/now" >"$WORK/own" && own_part "$1" "$RUN/rules.$1" >"$WORK/base"
      without "$WORK/own" <"$WORK/base" | sed "s/^/$1 rule is gone: /"
      without "$WORK/base" <"$WORK/own" | sed "s/^/$1 rule is new: /"
      sort "$WORK/base" >"$WORK/want" && sort "$WORK/own" | cmp -s - "$WORK/want" || return 0
      diff "$WORK/base" "$WORK/own" |
        awk -v tool="$1" '/^[<>]/ { print tool " rules are in another order: " $2 " " $4 }' | sort -u
    }

    """#
}
