extension NodeScriptText {
  /// Setting sysctls, and putting them back as they were.
  static let sysctls: StaticString = #"""
    # --- sysctls -------------------------------------------------------------------------------------

    # save_setting KEY NEW: once, as it was before netc. Turning forwarding on changes other settings
    # too (kernel: Documentation/networking/ip-sysctl.rst); those stand behind it as "side".
    save_setting() {
      grep -q "^main $1 " "$RUN/saved" "$RUN/saved.next" 2>/dev/null && return
      read_setting "$1"
      [ "$now" != "$2" ] || return 0
      echo "main $1 ${now:-absent} $2"
      case $1 in
        net/ipv4/ip_forward)
          set -- /proc/sys/net/ipv4/conf/all/accept_redirects /proc/sys/net/ipv4/conf/*/forwarding
          ;;
        net/ipv6/conf/all/forwarding)
          set -- /proc/sys/net/ipv6/conf/*/accept_ra /proc/sys/net/ipv6/conf/*/forwarding
          ;;
        *) return 0 ;;
      esac
      grep . /dev/null "$@" | sed 's,^/proc/sys/,side ,;s/:\([^:]*\)$/ \1/'
    }

    # A host that takes its address or default route from router advertisements would lose them by
    # forwarding IPv6; accept_ra=2 means: accept them also when forwarding.
    keep_router_advertisements() {
      grep -lx 1 /proc/sys/net/ipv6/conf/*/accept_ra | while read -r path; do echo 2 >"$path"; done
    }

    # put_setting KEY VALUE
    put_setting() {
      case $1 in
        net/bridge/*) [ -n "$now" ] || modprobe br_netfilter ;;
        net/ipv6/conf/all/forwarding) keep_router_advertisements ;;
      esac && sysctl -qw "$1=$2"
    }

    put_settings() {
      settings_of "$1" >"$WORK/settings"
      while read -r key value; do
        save_setting "$key" "$value" >>"$RUN/saved.next" || return
        read_setting "$key"
        [ "$now" != "$value" ] || continue
        put_setting "$key" "$value" </dev/null && continue
        complain "sysctl.conf: $key = $value"
        return 1
      done <"$WORK/settings"
    }

    # restore_settings FILE: except what others have changed since
    restore_settings() {
      [ -f "$1" ] || return 0
      restoring=no
      while read -r kind key old new; do
        read_setting "$key"
        case $kind,$now in
          *,) continue ;;
          main,"$new" | main,"$old") restoring=yes ;;
          main,*) restoring=no ;;
        esac
        case $restoring,$old in
          no,* | yes,"$now") ;;
          yes,absent) modprobe -r br_netfilter 2>/dev/null || echo 0 >"/proc/sys/$key" ;;
          yes,*) echo "$old" >"/proc/sys/$key" ;;
        esac || complain "cannot set $key back to $old"
      done <"$1"
    }

    # sort_settings DIR: of those from before netc, the ones that DIR sets are to stay saved; the others
    # go back when it is up
    sort_settings() {
      settings_of "$1" | sed 's/^/set /' >"$WORK/settings" && rm -f "$RUN/saved.gone" || return
      for file in "$RUN/saved" "$RUN/saved.next"; do [ ! -f "$file" ] || cat "$file"; done |
        awk -v stay="$WORK/state/saved" -v go="$RUN/saved.gone" '
        $1 == "set" { keep[$2]; next }
        $1 == "main" { file = $2 in keep ? stay : go }
        { print > file }' "$WORK/settings" -
    }

    """#
}
