extension NodeScriptText {
  /// The program that finds what to tell `iptables-restore`.
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
    #   own chains that are as they should be: left alone. They are if the file says of them what up/
    #     says, and the kernel what it said when up/ was committed
    #   others: declared, which empties them, before any rule; then filled
    #   own chains that are gone: emptied, then deleted
    #   jumps from other chains into ours: kept if they are as they should be, else replaced
    # Reads the rules of up/ (old) and of next/ (other), the rules when up/ was committed (base),
    # `iptables-save` (have), rules (want); writes input to stdout, to the file `lines` which line of
    # the rules each line of the input comes from, and to `touched` "TABLE CHAIN gone|filled|hook" for
    # each chain that it changes.
    # shellcheck disable=SC2016 # awk's, not the shell's
    compose_program='
    function emit(text, from) { print text; print from + 0 > lines }
    function table_is(name) {
      table = name
      if (!(name in seen)) { seen[name]; tables[++count] = name }
    }
    function own_is(name) {
      if ((table, name) in own) return
      own[table, name]; list[table, ++listed[table]] = name
    }
    function stays(key) {
      return key in exists && !(key in differs) && !(key in drifted) &&
        olds[key] == news[key] && bases[key] == haves[key]
    }
    /^\*/ { table_is(substr($1, 2)); next }
    /^:/ && part != "have" { own_is(substr($1, 2)) }
    part == "old" && /^:/ { known[table, substr($1, 2)] }
    part == "old" && /^-A / { key = table SUBSEP $2; old[key, ++olds[key]] = $0 }
    part == "base" { key = $1 SUBSEP $3; base[key, ++bases[key]] = substr($0, length($1) + 2) }
    part == "have" && /^:/ { exists[table, substr($1, 2)] }
    part == "have" && /^:/ && $2 != "-" { hook[table, substr($1, 2)] }
    part == "have" && /^-A / {
      key = table SUBSEP $2
      if (key in own) { if (base[key, ++haves[key]] != $0) drifted[key]; next }
      if (!(key in hook) || !((table, target($0)) in own)) next
      has[key] = has[key] substr($0, length($2) + 5) "\n"
      drop[table] = drop[table] substr($0, 4) "\n"
      hooks[table, $2] = table " " $2 " hook"
    }
    part == "want" && /^:/ { wanted[table, substr($1, 2)]; at[table, ++ats[table]] = FNR }
    part == "want" && /^-A / {
      key = table SUBSEP $2
      if (!(key in known) || old[key, ++news[key]] != $0) differs[key]
    }
    part == "want" && /^-I / {
      wants[table, $2] = wants[table, $2] substr($0, length($2) + length($3) + 6) "\n"
      hooks[table, $2] = table " " $2 " hook"
    }
    part == "want" && /^-/ { at[table, ++ats[table]] = FNR }
    part == "want" && /^(-|:)/ { text[FNR] = $0 }
    END {
      for (t = 1; t <= count; t++) {
        table = tables[t]
        gone = 0
        begun = 0
        for (i = 1; i <= listed[table]; i++) {
          name = list[table, i]
          if (!((table, name) in wanted) && (table, name) in exists) old_chain[++gone] = name
        }
        for (i = 1; i <= gone; i++) {
          if (!begun++) emit("*" table)
          emit(":" old_chain[i] " - [0:0]")
          print table, old_chain[i], "gone" > touched
        }
        for (i = 1; i <= ats[table]; i++) {
          from = at[table, i]
          if (text[from] !~ /^:/) continue
          name = substr(text[from], 2)
          sub(/ .*/, "", name)
          if ((table, name) in known && stays(table SUBSEP name)) continue
          fill[table, name]
          if (!begun++) emit("*" table)
          emit(text[from], from)
          print table, name, "filled" > touched
        }
        n = split(drop[table], stale, "\n")
        for (i = 1; i < n; i++) {
          split(stale[i], word, " ")
          if (has[table, word[1]] == wants[table, word[1]]) continue
          if (!begun++) emit("*" table)
          emit("-D " stale[i])
        }
        for (i = 1; i <= ats[table]; i++) {
          from = at[table, i]
          if (text[from] ~ /^:/) continue
          split(text[from], word, " ")
          if (word[1] == "-I" ? has[table, word[2]] == wants[table, word[2]] : !((table, word[2]) in fill))
            continue
          if (!begun++) emit("*" table)
          emit(text[from], from)
        }
        for (i = 1; i <= gone; i++) emit("-X " old_chain[i])
        if (begun) emit("COMMIT")
      }
      for (key in hooks) print hooks[key] > touched
    }'

    """#
}
