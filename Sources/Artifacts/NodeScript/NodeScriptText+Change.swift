extension NodeScriptText {
  /// The lock, `up` with its way back, `confirm`, `down`.
  static let change: StaticString = #"""
    # --- up, down ------------------------------------------------------------------------------------

    # take_lock [-n]: one node.sh at a time on a host; -n: rather give up than wait
    take_lock() {
      [ "$(id -u)" = 0 ] || die "must run as root"
      mkdir -p "$RUN" || die "cannot write to $RUN"
      exec 9>>"$RUN/lock"
      flock "$@" 9 || die "another node.sh is at work on this host"
      # The last one may have removed the state, and with it the lock that we waited for.
      mkdir -p "$WORK" || die "cannot write to $RUN"
      [ "$(stat -Lc %i /proc/self/fd/9)" = "$(stat -c %i "$RUN/lock")" ] || die "try again"
      trap leave EXIT
      trap 'exit 130' INT TERM HUP
    }

    # leave: at every exit with the lock in hand
    leave() {
      code=$?
      trap '' INT TERM HUP
      [ "${changing-}" != yes ] || roll_back || code=2
      rm -rf "$WORK" "$RUN/copy"
      [ -e "$RUN/up" ] || [ -e "$RUN/next" ] || rm -rf "$RUN"
      exit "$code"
    }

    # roll_back: from any point of `up` to the state before it; may be repeated
    roll_back() {
      changing=no
      view=whole
      whole=yes
      withdraw "$RUN/up" || whole=no
      put_services "$RUN/up" && drop_services "$RUN/up" && forget_flows "$RUN/up" || whole=no
      restore_links || whole=no
      put_files "$RUN/up" && drop_files "$RUN/up" && put_dns "$RUN/up" && drop_dns "$RUN/up" &&
        restore_settings "$RUN/saved.next" || whole=no
      announce "$RUN/up" || whole=no
      [ "$whole" = yes ] || {
        complain "not everything is back as it was; mend what is named above, then run up or down"
        return 1
      }
      rm -rf "$RUN/next" "$RUN/digest.next" "$RUN/pending" "$RUN/added" "$RUN/late" "$RUN/saved.next"
      complain "rolled back: the host is as it was before"
    }

    # recover: takes back a change that was cut off
    recover() {
      [ ! -d "$RUN/old" ] || [ -d "$RUN/up" ] || mv "$RUN/old" "$RUN/up"
      [ ! -d "$RUN/next" ] || {
        complain "taking back a change that was not finished"
        roll_back || exit 2
      }
    }

    verify() {
      plan_of "$1" | sh "$1/netns.sh" missing outside >"$WORK/lack" || return
      [ ! -s "$RUN/added" ] || sh "$1/netns.sh" missing <"$RUN/added" >>"$WORK/lack" || return
      [ ! -s "$WORK/lack" ] || {
        complain "netns.sh: not as planned: $(sed q "$WORK/lack")"
        return 1
      }
      lacks_services "$1" >"$WORK/lack" || return
      [ ! -s "$WORK/lack" ] || {
        complain "not as planned: $(sed q "$WORK/lack")"
        return 1
      }
      unannounced "$1" >"$WORK/lack" || return
      [ ! -s "$WORK/lack" ] || {
        complain "not announced as planned: $(sed q "$WORK/lack")"
        return 1
      }
      for tool in $(tools "$1"); do
        miscounted "$tool" >"$WORK/lack" || return
        [ ! -s "$WORK/lack" ] || {
          complain "$tool.rules: the kernel does not have as many rules in $(sed q "$WORK/lack")"
          return 1
        }
      done
    }

    # commit: next/ becomes up/. What can fail comes first.
    commit() {
      for tool in $(tools "$RUN/next"); do
        [ -f "$WORK/kernel.$tool" ] || list_rules "$tool" >"$WORK/kernel.$tool" || return
        cp "$WORK/kernel.$tool" "$WORK/rules.$tool" && backend_of "$tool" >"$WORK/backend.$tool" || return
      done
      drop_services "$RUN/next" && drop_links && drop_files "$RUN/next" && drop_dns "$RUN/next" &&
        settle_settings "$RUN/next" || return
      rm -rf "$RUN/old" "$RUN"/rules.* "$RUN"/backend.*
      mv "$WORK"/rules.* "$WORK"/backend.* "$RUN"
      [ ! -d "$RUN/up" ] || mv "$RUN/up" "$RUN/old"
      mv "$RUN/next" "$RUN/up" && mv "$RUN/digest.next" "$RUN/digest"
      rm -rf "$RUN/old" "$RUN/pending" "$RUN/added" "$RUN/late"
    }

    # step NAME COMMAND...: leaves, and thereby rolls back, if the command fails
    step() {
      doing=$1
      shift
      "$@" || die "failed at: $doing"
    }

    up() {
      case ${1-},${2-} in
        ,) ;;
        --confirm,*[!0-9]* | --confirm,) usage ;;
        --confirm,*) ;;
        *) usage ;;
      esac
      take_lock -n
      [ ! -e "$RUN/pending" ] || die "a build waits for confirm; run confirm or down first"
      recover
      found=$(problems "$HERE")
      [ -z "$found" ] || refuse "$found"
      rm -rf "$RUN/copy"
      step copy cp -R "$HERE" "$RUN/copy"
      changing=yes
      step copy mv "$RUN/copy" "$RUN/next"
      digest "$RUN/next" >"$RUN/digest.next"
      [ ! -f "$RUN/digest" ] || cmp -s "$RUN/digest" "$RUN/digest.next" || view=outside
      step modules load_ipvs "$RUN/next"
      step sysctls put_settings "$RUN/next"
      step links put_links
      step files put_files "$RUN/next"
      step dns put_dns "$RUN/next"
      step withdraw withdraw "$RUN/next"
      for part in $PARTS; do
        step "$part" "put_$part" "$RUN/next"
      done
      step announce announce "$RUN/next"
      step verify verify "$RUN/next"
      step connections forget_flows "$RUN/next"
      if [ "${1-}" = --confirm ]; then
        echo "$$ $(cat "$RUN/digest.next")" >"$RUN/pending"
        changing=no
        setsid sh "$RUN/next/node.sh" expire "$2" "$(cat "$RUN/pending")" \
          </dev/null >/dev/null 2>&1 9>&- &
        say "up with build $(cat "$RUN/digest.next"), for $2 seconds unless confirmed"
        return
      fi
      step commit commit
      changing=no
      say "up with build $(cat "$RUN/digest")"
      dns_hint "$RUN/up"
    }

    confirm() {
      take_lock -n
      [ -e "$RUN/pending" ] || die "nothing waits for confirm"
      changing=yes
      step commit commit
      changing=no
      say "confirmed build $(digest "$RUN/up")"
    }

    # expire SECONDS TOKEN: runs beside `up --confirm`; seconds are counted, no clock is read
    expire() {
      waited=0
      while [ "$waited" -lt "$1" ]; do
        read -r token 2>/dev/null <"$RUN/pending" && [ "$token" = "$2" ] || exit 0
        sleep 1
        waited=$((waited + 1))
      done
      take_lock
      read -r token 2>/dev/null <"$RUN/pending" && [ "$token" = "$2" ] || exit 0
      roll_back
      logger -t netc "$NODE: build ${2#* } was not confirmed in $1 seconds" 2>/dev/null
    }

    down() {
      take_lock -n
      recover
      [ -d "$RUN/up" ] || say "nothing is up"
      step withdraw withdraw "$RUN/none"
      step rules put_rules "$RUN/none"
      step services drop_services "$RUN/none"
      plan_of "$RUN/up" | backwards >"$WORK/plan"
      [ ! -d "$RUN/up" ] || step links sh "$RUN/up/netns.sh" del <"$WORK/plan"
      step files drop_files "$RUN/none"
      step dns drop_dns "$RUN/none"
      step sysctls restore_settings "$RUN/saved"
      [ ! -d "$RUN/up" ] || say "down: what netc made is gone"
      rm -rf "$RUN/up"
    }

    """#
}
