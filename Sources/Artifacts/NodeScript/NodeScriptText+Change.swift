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
      [ "$(stat -Lc %i /proc/self/fd/9)" = "$(stat -c %i "$RUN/lock" 2>/dev/null)" ] || die "try again"
      trap leave EXIT
      trap 'exit 130' INT TERM HUP
      mkdir -p "$WORK" || die "cannot write to $RUN"
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
      unswap || return
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
      rm -rf "$RUN/next" "$RUN/digest.next" "$RUN/pending" "$RUN/added" "$RUN/late" "$RUN"/saved.*
      complain "rolled back: the host is as it was before"
    }

    # recover: takes back a change that was cut off, or ends one that had become the build that is up
    recover() {
      [ -d "$RUN/next" ] || {
        finish
        return
      }
      complain "taking back a change that was not finished"
      roll_back || exit 2
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
      rm -rf "$WORK/state" && mkdir "$WORK/state" && cp "$RUN/digest.next" "$WORK/state/digest" || return
      for tool in $(tools "$RUN/next"); do
        [ -f "$WORK/kernel.$tool" ] || list_rules "$tool" >"$WORK/kernel.$tool" || return
        cp "$WORK/kernel.$tool" "$WORK/state/rules.$tool" &&
          backend_of "$tool" >"$WORK/state/backend.$tool" || return
      done
      drop_services "$RUN/next" && drop_links && drop_files "$RUN/next" && drop_dns "$RUN/next" &&
        sort_settings "$RUN/next" && swap && finish
    }

    # state_of DIR: the files that tell of the build that is up, beside its folder
    state_of() {
      for file in "$1"/rules.* "$1"/backend.* "$1/digest" "$1/saved"; do
        [ ! -f "$file" ] || echo "$file"
      done
    }

    # copy_state FROM TO
    copy_state() {
      for file in $(state_of "$1"); do cp "$file" "$2" || return; done
    }

    # swap: next/ becomes up/, and so does what tells of it. It has happened when next/ is gone; until
    # then old/ holds what there was.
    swap() {
      rm -rf "$WORK/old" "$RUN/old" && mkdir "$WORK/old" && copy_state "$RUN" "$WORK/old" &&
        mv -T "$WORK/old" "$RUN/old" || return
      # shellcheck disable=SC2046 # a word each
      rm -f $(state_of "$RUN") && copy_state "$WORK/state" "$RUN" || return
      [ ! -d "$RUN/up" ] || mv -T "$RUN/up" "$RUN/old/up" || return
      mv -T "$RUN/next" "$RUN/up"
      [ ! -d "$RUN/next" ]
    }

    # unswap: back from wherever `swap` got to; may be repeated
    unswap() {
      [ -d "$RUN/old" ] && [ -d "$RUN/next" ] || return 0
      [ ! -d "$RUN/old/up" ] || mv -T "$RUN/old/up" "$RUN/up" || return
      # shellcheck disable=SC2046 # a word each
      rm -f $(state_of "$RUN") && copy_state "$RUN/old" "$RUN" && rm -rf "$RUN/old"
    }

    # finish: the rest, when `swap` is done; may be repeated
    finish() {
      restore_settings "$RUN/saved.gone"
      rm -rf "$RUN/old" "$RUN/pending" "$RUN/added" "$RUN/late" "$RUN/digest.next" "$RUN"/saved.*
    }

    # step NAME COMMAND...: leaves, and thereby rolls back, if the command fails
    step() {
      doing=$1
      shift
      "$@" || die "failed at: $doing"
    }

    # waits: whether a build waits for confirm
    waits() { [ -e "$RUN/pending" ] && [ -d "$RUN/next" ]; }

    up() {
      case ${1-},${2-} in
        ,) ;;
        --confirm,*[!0-9]* | --confirm,) usage ;;
        --confirm,*) ;;
        *) usage ;;
      esac
      take_lock -n
      ! waits || die "a build waits for confirm; run confirm or down first"
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
      waits || die "nothing waits for confirm"
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
      waits && read -r token <"$RUN/pending" && [ "$token" = "$2" ] || exit 0
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
