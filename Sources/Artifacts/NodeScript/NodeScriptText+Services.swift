extension NodeScriptText {
  /// The order in which a host goes over from one way of serving Services to another.
  static let services: StaticString = #"""
    # --- services: the order of steps ----------------------------------------------------------------

    # The parts, each in place before the next one refers to it, or gives up work that it takes over:
    # put_rules removes the chains that the new build has no more, so what serves instead of them
    # stands before it. put_PART DIR makes the part what DIR says, whatever the host had before.
    PARTS='sets servers nft rules nginx'

    put_services() {
      for part in $PARTS; do
        "put_$part" "$1" || return
      done
    }

    # drop_services DIR: at last what DIR does not have and no packet needs any more
    drop_services() { drop_nft "$1" && drop_ipvs "$1" && drop_nginx "$1"; }

    # lacks_services DIR: a line for each thing of DIR that the host does not have, or has otherwise.
    # (nft takes a file whole or not at all, so there is nothing to ask for afterwards.)
    lacks_services() {
      lacks_ipvs "$1"
      lacks_nginx "$1"
    }

    """#
}
