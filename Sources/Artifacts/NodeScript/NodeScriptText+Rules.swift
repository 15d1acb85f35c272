extension NodeScriptText {
  /// Making the kernel's rules those of a build, one transaction a table.
  static let rules: StaticString = #"""
    # --- rules ---------------------------------------------------------------------------------------

    # What a rule jumps to; a comment of others may hold anything, so quoted text is left out first.
    # shellcheck disable=SC2016 # awk's, not the shell's
    target_function='
    function target(rule, word, count, i) {
      gsub(/"([^"\\]|\\.)*"/, "", rule)
      count = split(rule, word, " ")
      for (i = 3; i < count; i++) if (word[i] == "-j" || word[i] == "-g") return word[i + 1]
      return ""
    }'

    # The heart of `up`: turns a rules file into the input that makes the host have exactly these own
    # chains and jumps, whatever it had before; one transaction a table, so nothing is missing between.
    #   own chains that are gone: emptied, then deleted
    #   jumps from other chains into ours: kept if they are as they should be, else replaced
    # Reads own chains, `iptables-save`, rules; writes input to stdout and, to the file `lines`, which
    # line of the rules each line of the input comes from.
    # shellcheck disable=SC2016 # awk's, not the shell's
    compose_program='
    function emit(text, from) { print text; print from + 0 > lines }
    function table_is(name) {
      table = name
      if (!(name in seen)) { seen[name]; tables[++count] = name }
    }
    part == "own" { table_is($1); own[$1, $2]; list[$1] = list[$1] " " $2; next }
    /^\*/ { table_is(substr($1, 2)) }
    part == "have" && /^:/ { exists[table, substr($1, 2)] }
    part == "have" && /^:/ && $2 != "-" { hook[table, substr($1, 2)] }
    part == "have" && /^-A / && (table, $2) in hook && (table, target($0)) in own {
      has[table, $2] = has[table, $2] substr($0, length($2) + 5) "\n"
      drop[table] = drop[table] substr($0, 4) "\n"
    }
    part == "want" && /^:/ { wanted[table, substr($1, 2)]; declared[table] = declared[table] FNR " " }
    part == "want" && /^-I / {
      wants[table, $2] = wants[table, $2] substr($0, length($2) + length($3) + 6) "\n"
    }
    part == "want" && /^(-|:)/ { text[FNR] = $0; at[table] = at[table] " " FNR }
    END {
      for (t = 1; t <= count; t++) {
        table = tables[t]
        gone = 0
        n = split(list[table], name, " ")
        for (i = 1; i <= n; i++)
          if (!((table, name[i]) in wanted) && (table, name[i]) in exists) old[++gone] = name[i]
        if (!gone && at[table] == "") continue
        emit("*" table)
        for (i = 1; i <= gone; i++) emit(":" old[i] " - [0:0]")
        m = split(at[table], line, " ")
        for (i = 1; i <= m; i++) if (text[line[i]] ~ /^:/) emit(text[line[i]], line[i])
        n = split(drop[table], stale, "\n")
        for (i = 1; i < n; i++) {
          split(stale[i], part_of, " ")
          if (has[table, part_of[1]] != wants[table, part_of[1]]) emit("-D " stale[i])
        }
        for (i = 1; i <= m; i++) {
          split(text[line[i]], part_of, " ")
          if (part_of[1] == "-I" && has[table, part_of[2]] == wants[table, part_of[2]]) continue
          if (text[line[i]] !~ /^:/) emit(text[line[i]], line[i])
        }
        for (i = 1; i <= gone; i++) emit("-X " old[i])
        emit("COMMIT")
      }
    }'

    # put_rules_file TOOL FILE: /dev/null for no rules at all
    put_rules_file() {
      chains_of "$1" "$RUN/up" "$RUN/next" >"$WORK/own" && "$1-save" >"$WORK/have" || return
      : >"$WORK/lines"
      awk -v lines="$WORK/lines" "$target_function$compose_program" \
        part=own "$WORK/own" part=have "$WORK/have" part=want "$2" >"$WORK/input" || return
      [ -s "$WORK/input" ] || return 0
      "$1-restore" -w 5 --noflush <"$WORK/input" 2>"$WORK/error" && return
      at=$(sed -n 's/.*line:* \([0-9][0-9]*\).*/\1/p' "$WORK/error" | sed q)
      from=$(sed -n "${at:-1}p" "$WORK/lines")
      [ "${from:-0}" = 0 ] || complain "${2##*/}:$from: $(sed -n "${from}p" "$2")"
      complain "$(sed '/^$/d;/^Try /d' "$WORK/error")"
      return 1
    }

    # put_rules DIR
    put_rules() {
      for tool in $(tools "$RUN/up" "$RUN/next"); do
        rules=$1/$tool.rules
        [ -f "$rules" ] || rules=/dev/null
        put_rules_file "$tool" "$rules" || return
      done
    }

    # own_rules TOOL: our part of what the kernel has, as the tool prints it
    own_rules() {
      "$1-save" >"$WORK/have" && chains_of "$1" "$RUN/up" "$RUN/next" >"$WORK/own" || return
      awk "$target_function"'
        part == "own" { own[$1, $2]; next }
        /^\*/ { table = substr($1, 2) }
        /^:/ && $2 != "-" { hook[table, substr($1, 2)] }
        /^-A / && ((table, $2) in own || ((table, $2) in hook && (table, target($0)) in own)) {
          print table, $0
        }' part=own "$WORK/own" part=have "$WORK/have"
    }

    """#
}
