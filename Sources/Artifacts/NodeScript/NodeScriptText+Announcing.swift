extension NodeScriptText {
  /// What the network outside is told: behind the rules on the way up, before them on the way down.
  static let announcing: StaticString = #"""
    # --- announcing ----------------------------------------------------------------------------------

    # vips_led DIR...: the plan lines of announce.sh
    vips_led() {
      for folder; do [ ! -f "$folder/announce.sh" ] || sh "$folder/announce.sh" plan; done
    }

    # own_vips: the addresses that netc may have put on links of the host
    own_vips() {
      vips_led "$RUN/up" "$RUN/next" | awk '{ print $2 }'
      for folder in "$RUN/up" "$RUN/next"; do
        [ ! -d "$folder/keepalived" ] ||
          sed -n 's,^ *\([0-9a-f.:]*\)/[0-9]* dev .*,\1,p' "$folder/keepalived/keepalived.conf"
      done
    }

    # withdraw DIR: what DIR does not announce
    withdraw() {
      withdraw_bgp "$1" && give_up_vips "$1" || return
      [ -d "$1/keepalived" ] || [ ! -d "$KEEP" ] || stop_keeper
    }

    # announce DIR: what of it the host does not have yet
    announce() { take_vips "$1" && keep "$1" && announce_bgp "$1"; }

    # unannounced DIR: a line for each thing of DIR that the host does not announce
    unannounced() {
      unannounced_bgp "$1"
      unkept "$1"
      [ ! -f "$1/announce.sh" ] || vips_led "$1" | sh "$1/announce.sh" missing |
        sed 's/^vip/no address/'
    }

    # give_up_vips DIR: the addresses that DIR does not lead
    give_up_vips() {
      [ -f "$RUN/up/announce.sh" ] || [ -f "$RUN/next/announce.sh" ] || return 0
      vips_led "$1" >"$WORK/keep" && vips_led "$RUN/up" "$RUN/next" | without "$WORK/keep" |
        sort -u >"$WORK/drop" || return
      for folder in "$RUN/next" "$RUN/up"; do
        [ ! -s "$WORK/drop" ] || [ ! -f "$folder/announce.sh" ] || {
          sh "$folder/announce.sh" del <"$WORK/drop"
          return
        }
      done
    }

    # take_vips DIR: the addresses of it that the host does not have yet
    take_vips() {
      [ -f "$1/announce.sh" ] || return 0
      vips_led "$1" | sh "$1/announce.sh" missing | sh "$1/announce.sh" add 2>"$WORK/error" && return
      complain "announce.sh: $(tr '\n' ' ' <"$WORK/error")"
      return 1
    }

    # announcing_tools DIR
    announcing_tools() {
      [ ! -f "$1/frr/frr.conf" ] || echo vtysh
      [ ! -d "$1/keepalived" ] || echo keepalived
      [ ! -f "$1/announce.sh" ] ||
        vips_led "$1" | awk '{ print ($2 ~ /:/ ? "ndptool" : "arping") }' | sort -u
    }

    # unknown_links DIR: as `problems`
    unknown_links() {
      [ ! -f "$1/announce.sh" ] || vips_led "$1" | awk '{ print $3 }' | sort -u | while read -r link; do
        case $link in
          -) echo "no link of this host carries the node's address, so announce.sh cannot use it" ;;
          *)
            ip link show dev "$link" up 2>/dev/null | grep -q . ||
              echo "announce.sh needs the link $link, which this host has not, or which is down"
            ;;
        esac
      done
    }

    # names_announced DIR: as `names`
    names_announced() {
      vips_led "$RUN/up" "$RUN/next" | sed 's/^vip/ours address/'
      [ -f "$1/announce.sh" ] || return 0
      listing=$(ip -o addr show) || echo "cannot list addresses"
      echo "$listing" | awk '{ sub(/\/.*/, "", $4); print "has address", $4, $2 }'
      vips_led "$1" | sed 's/^vip/want address/'
    }

    """#
}
