extension NodeScriptText {
  /// `resolv.conf` and `hosts` under /etc/netns.
  static let files: StaticString = #"""
    # --- files of the sandboxes ----------------------------------------------------------------------

    # put_files DIR: in place, so that what runs in a sandbox and has them mounted sees the new text
    put_files() {
      sandboxes_of "$1" >"$WORK/sandboxes"
      [ -s "$WORK/sandboxes" ] || return 0
      mkdir -p "${LIST%/*}" && touch "$LIST" || return
      [ -d "$ETC" ] || { echo . >>"$LIST" && mkdir "$ETC"; } || return
      without "$LIST" <"$WORK/sandboxes" >"$WORK/new" && cat "$WORK/new" >>"$LIST" || return
      while read -r name; do
        [ -d "$ETC/$name" ] || mkdir "$ETC/$name" || return
        for file in "$name/resolv.conf" "$name/hosts"; do
          if [ ! -f "$1/netns/$file" ]; then
            rm -f "$ETC/$file"
          else
            cmp -s "$1/netns/$file" "$ETC/$file" || cat "$1/netns/$file" >"$ETC/$file"
          fi || return
        done
      done <"$WORK/sandboxes"
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
