extension NodeScriptText {
  /// A keepalived of netc's own, beside one that the host may run.
  static let keepalived: StaticString = #"""
    # --- keepalived ----------------------------------------------------------------------------------

    # $RUN/keepalived holds what it reads, and its pid files.
    KEEP=$RUN/keepalived

    # keeper: the pid of our keepalived, if it runs
    keeper() {
      read -r pid 2>/dev/null <"$KEEP/pid" && [ -d "/proc/$pid" ] &&
        tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$KEEP/keepalived.conf" && echo "$pid"
    }

    # has_keeper: both of its processes have come to where they write their pid files
    has_keeper() { [ -s "$KEEP/vrrp.pid" ] && keeper >/dev/null; }

    # stop_keeper: it gives its addresses up and tells the others so
    stop_keeper() {
      pid=$(keeper) || {
        rm -rf "$KEEP"
        return 0
      }
      kill "$pid" || return
      for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        keeper >/dev/null || {
          rm -rf "$KEEP"
          return 0
        }
        sleep 0.2
      done
      complain "keepalived $pid does not end"
      return 1
    }

    # keep DIR: our keepalived runs with the files of DIR
    keep() {
      [ -d "$1/keepalived" ] || return 0
      mkdir -p "$KEEP" || return
      same=yes
      for file in health.sh keepalived.conf; do
        cmp -s "$1/keepalived/$file" "$KEEP/$file" && continue
        same=no
        cp "$1/keepalived/$file" "$KEEP/$file" || return
      done
      chmod 755 "$KEEP/health.sh" || return
      if pid=$(keeper); then
        [ "$same" = yes ] || kill -HUP "$pid"
      else
        keepalived -P -f "$KEEP/keepalived.conf" -p "$KEEP/pid" -r "$KEEP/vrrp.pid" \
          </dev/null >"$WORK/error" 2>&1 9>&- && await has_keeper && return
        complain "keepalived does not start: $(sed 3q "$WORK/error" | tr '\n' ' ')"
        return 1
      fi
    }

    # keepalived_problems DIR: as `problems`
    keepalived_problems() {
      [ -d "$1/keepalived" ] && command -v keepalived >/dev/null || return 0
      # In a /run of its own, for keepalived looks for the script where it will be.
      # shellcheck disable=SC2016 # the inner shell's
      error=$(unshare -m sh -c 'mount -t tmpfs netc /run && mkdir -p "$2" && cp "$1"/* "$2" &&
        keepalived -t -f "$2/keepalived.conf"' sh "$1/keepalived" "$KEEP" 2>&1) ||
        echo "keepalived.conf is refused: $(echo "$error" | sed 3q | tr '\n' ' ')"
      awk '$1 == "interface" { print $2 } $2 == "dev" { print $3 }' "$1/keepalived/keepalived.conf" |
        sort -u | while read -r link; do
        ip link show dev "$link" >/dev/null 2>&1 ||
          echo "keepalived needs the link $link, which this host has not"
      done
    }

    # unkept DIR: a line if DIR wants a keepalived that does not run, or with another file
    unkept() {
      [ -d "$1/keepalived" ] || return 0
      keeper >/dev/null || echo "keepalived does not run"
      cmp -s "$1/keepalived/keepalived.conf" "$KEEP/keepalived.conf" ||
        echo "keepalived runs with another file"
    }

    """#
}
