extension NodeScriptText {
  /// The programs that find what to tell `iptables-restore`.
  static let rules: StaticString = #"""
    # --- rules: what to change -----------------------------------------------------------------------

    # What a rule jumps to; a comment of others may hold anything, so quoted text is left out first.
    # shellcheck disable=SC2016 # awk's, not the shell's
    target_function='
    function target(rule, word, count, i) {
      gsub(/"([^"\\]|\\.)*"/, "", rule)
      count = split(rule, word, " ")
      for (i = 3; i < count; i++) if (word[i] == "-j" || word[i] == "-g") return word[i + 1]
      return ""
    }'

    # list_rules TOOL: what the kernel has, as `TOOL-save` prints it, without what changes by itself:
    # comments, and the policies and counters of built-in chains
    list_rules() { "$1-save" >"$WORK/saved" && sed '/^#/d;/^:[^ ]* [A-Z]/d' "$WORK/saved"; }

    # own_part TOOL FILE: our part of a listing, as "TABLE -N CHAIN" and "TABLE RULE", in the order of
    # the chains' names, whenever they were made. Fields are only looked at where a chain begins: there
    # are a hundred thousand lines where there are ten thousand Services.
    own_part() {
      awk "$target_function"'
        /^\*/ { table = substr($0, 2); begin = "" }
        part == "own" { if (/^:/) own[table, substr($1, 2)]; next }
        /^:/ {
          name = substr($1, 2)
          user[table, name]
          if ((table, name) in own) print table, "-N", name
        }
        /^-A / && (begin == "" || substr($0, 1, length(begin)) != begin) {
          begin = "-A " $2 " "
          ours = (table, $2) in own
          built_in = !((table, $2) in user)
        }
        /^-A / && (ours || (built_in && (table, target($0)) in own)) { print table, $0 }
      ' part=own "$(rules_of "$1" "$RUN/up")" "$(rules_of "$1" "$RUN/next")" part=have "$2" |
        sort -s -k 1,1 -k 3,3
    }

    # The heart of `up`: turns a rules file into the input that makes the host have exactly these own
    # chains and jumps, whatever it had before; one transaction a table, so nothing is missing between.
    #   own chains that are as they should be: left alone
    #   others: declared, which empties them, before any rule; then filled
    #   own chains that are gone: emptied, then deleted
    #   jumps from other chains into ours: kept if they are as they should be, else replaced
    # Reads the names of chains that differ, all of them if it is "*" (change); the chains and jumps
    # that the kernel has of ours (have); the rules with their line numbers, twice (look, want). Writes
    # input to stdout; to the file `lines` which line of the rules each line of it comes from; to
    # `touched` "TABLE CHAIN gone|filled|hook" for each chain that it changes.
    # shellcheck disable=SC2016 # awk's, not the shell's
    compose_program='
    function emit(text, from) {
      if (!begun++) { print "*" table; print 0 > lines }
      print text; print from + 0 > lines
    }
    function touch(name, what) {
      if (!((table, name) in told)) print table, name, what > touched
      told[table, name]
    }
    function jumps(name) {
      return ("*" in change || name in change) && has[table, name] != wants[table, name]
    }
    # What comes between the declarations of a table and its rules
    function settle(i, n, name, stale) {
      if (settled) return
      settled = 1
      for (i = 1; i <= listed[table]; i++) {
        chain = list[table, i]
        if ((table, chain) in wanted) continue
        emit(":" chain " - [0:0]")
        touch(chain, "gone")
        old[++gone] = chain
      }
      n = split(drop[table], stale, "\n")
      for (i = 1; i < n; i++) {
        split(stale[i], name, " ")
        if (jumps(name[1])) { emit("-D " stale[i]); touch(name[1], "hook") }
      }
    }
    function finish(i) {
      settle()
      for (i = 1; i <= gone; i++) emit("-X " old[i])
      if (begun) emit("COMMIT")
      begun = gone = settled = 0
      done[table]
    }
    part == "change" { change[$1]; next }
    part != "have" { from = $0 + 0; sub(/^[0-9]*:/, "") }
    /^\*/ { table = substr($0, 2); begin = "" }
    part == "have" {
      if (!($1 in seen)) { seen[$1]; tables[++count] = $1 }
      rule = substr($0, length($1) + 5)
      if ($2 == "-N") { exists[$1, $3]; list[$1, ++listed[$1]] = $3; next }
      has[$1, $3] = has[$1, $3] substr(rule, length($3) + 2) "\n"
      drop[$1] = drop[$1] rule "\n"
      next
    }
    part == "look" && /^:/ { wanted[table, substr($1, 2)] }
    part == "look" && /^-I / {
      wants[table, $2] = wants[table, $2] substr($0, length($2) + length($3) + 6) "\n"
    }
    part == "look" { next }
    /^:/ {
      name = substr($1, 2)
      if (!("*" in change) && !(name in change) && (table, name) in exists) next
      fill[table, name]
      emit($1 " - [0:0]", from)
      touch(name, "filled")
    }
    /^-I / { settle(); if (jumps($2)) { emit($0, from); touch($2, "hook") } }
    /^-A / {
      settle()
      if (begin == "" || substr($0, 1, length(begin)) != begin) {
        begin = "-A " $2 " "
        filling = (table, $2) in fill
      }
      if (filling) emit($0, from)
    }
    /^COMMIT/ { finish() }
    END {
      for (t = 1; t <= count; t++) {
        table = tables[t]
        if (!(table in done)) finish()
      }
    }'

    """#
}
