extension NodeScriptText {
  /// `resolv.conf` and `hosts` under /etc/netns.
  static let files: StaticString = #"""
    # --- files of the sandboxes ----------------------------------------------------------------------

    # differing_files DIR: "new SANDBOX" for those of DIR that have no folder on this host, "put FILE"
    # for what the host has otherwise or not at all, "drop FILE" for what DIR has not
    differing_files() {
      sandboxes_of "$1" | grep -q . || return 0
      diff -rq "$1/netns" "$ETC" >"$WORK/differ" || [ $? = 1 ] || return
      awk -v ours="$1/netns" -v host="$ETC" '
        function below(folder) { return substr($3, length(folder) + 2, length($3) - length(folder) - 2) }
        $1 == "Files" { print "put", substr($2, length(ours) + 2); next }
        $1 " " $2 != "Only in" { print "odd", $0; next }
        $3 == ours ":" { print "new", $4; next }
        index($3, ours "/") == 1 { print "put", below(ours) "/" $4 }
        index($3, host "/") == 1 && $4 ~ /^(resolv.conf|hosts)$/ { print "drop", below(host) "/" $4 }
      ' "$WORK/differ"
    }

    # put_files DIR: in place, so that what runs in a sandbox and has them mounted sees the new text
    put_files() {
      sandboxes_of "$1" >"$WORK/sandboxes"
      [ -s "$WORK/sandboxes" ] || return 0
      mkdir -p "${LIST%/*}" && touch "$LIST" || return
      [ -d "$ETC" ] || { echo . >>"$LIST" && mkdir "$ETC"; } || return
      without "$LIST" <"$WORK/sandboxes" >"$WORK/new" && cat "$WORK/new" >>"$LIST" || return
      differing_files "$1" >"$WORK/files" || return
      sed -n 's/^new //p' "$WORK/files" >"$WORK/new"
      # shellcheck disable=SC2016 # the inner shell's
      [ ! -s "$WORK/new" ] ||
        (cd "$1/netns" && xargs sh -c 'cp -R "$@" "$0"' "$ETC" <"$WORK/new") || return
      while read -r verb file; do
        case $verb in
          put) cat "$1/netns/$file" >"$ETC/$file" ;;
          drop) rm -f "$ETC/$file" ;;
          odd) complain "$file" && return 1 ;;
        esac || return
      done <"$WORK/files"
    }

    # drop_files DIR: all of ours, bar those that DIR has
    drop_files() {
      [ -f "$LIST" ] || return 0
      sandboxes_of "$1" >"$WORK/keep"
      [ ! -s "$WORK/keep" ] || echo . >>"$WORK/keep"
      without "$WORK/keep" <"$LIST" >"$WORK/drop"
      while read -r name; do
        [ "$name" != . ] || continue
        rm -f "$ETC/$name/resolv.conf" "$ETC/$name/hosts"
        [ ! -d "$ETC/$name" ] || rmdir "$ETC/$name" || complain "left: $ETC/$name"
      done <"$WORK/drop"
      if grep -qx '[.]' "$WORK/drop"; then rmdir "$ETC" 2>/dev/null; fi
      without "$WORK/drop" <"$LIST" >"$WORK/new" && cat "$WORK/new" >"$LIST"
      [ -s "$LIST" ] || { rm -f "$LIST" && rmdir "${LIST%/*}" 2>/dev/null; } || return 0
    }

    """#
}
