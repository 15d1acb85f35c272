extension NodeScriptText {
  /// `status` and the door of the script.
  static let status: StaticString = #"""
    # --- status --------------------------------------------------------------------------------------

    # drift: a line for each difference between the host and what is up
    drift() {
      settings_of "$RUN/up" | while read -r key value; do
        read_setting "$key"
        [ "$now" = "$value" ] || echo "sysctl $key is ${now:-absent}, not $value"
      done
      plan_of "$RUN/up" | sh "$RUN/up/netns.sh" missing | sed 's/^/not as planned: /'
      differing_files "$RUN/up" | sed -n "s,^new,$ETC has no,p;s,^put \(.*\),$ETC/\1 differs,p;s,^odd ,,p"
      lacks_dns "$RUN/up"
      lacks_services "$RUN/up"
      drift_nft "$RUN/up"
      unannounced "$RUN/up"
      for tool in $(tools "$RUN/up"); do
        rule_drift "$tool"
      done
    }

    status() {
      [ -d "$RUN/up" ] || [ -d "$RUN/next" ] || {
        say "nothing is up"
        return 3
      }
      take_lock -n
      [ ! -d "$RUN/up" ] || say "up with build $(digest "$RUN/up")"
      if waits; then
        say "build $(digest "$RUN/next") waits for confirm"
        return 1
      elif [ -d "$RUN/next" ]; then
        say "a change was cut off; the next up or down takes it back"
        return 1
      fi
      found=$(drift)
      [ -z "$found" ] || {
        echo "$found"
        return 1
      }
      say "no drift"
    }

    usage() {
      sed -n '2,9s/^# *//p' "$0" >&2
      exit 64
    }

    command=${1-}
    [ $# = 0 ] || shift
    case $command in
      check | up | confirm | down | status | expire) "$command" "$@" ;;
      version) say "build $(digest "$HERE")" ;;
      *) usage ;;
    esac

    """#
}
