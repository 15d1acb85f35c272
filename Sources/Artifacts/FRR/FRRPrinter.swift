import NetworkTypes
import Planning

/// Document → the text of frr.conf.
struct FRRPrinter {
  var out = TextBuffer()

  init(_ document: FRRDocument) {
    out.write("! netc: node.sh loads this into FRR, and takes it out on `down`.\nfrr version ")
    out.write(document.version)
    out.write("\nfrr defaults traditional\nhostname ")
    out.write(document.node)
    out.write("\nip nht resolve-via-default\nipv6 nht resolve-via-default\n!\n")
    for filter in document.filters { print(filter) }
    for router in document.routers { printRouter(router) }
    printProfiles(document.bfdProfiles, splitsEcho: document.version >= .splitsEchoIntervals)
  }

  // MARK: - What peers are told

  private mutating func print(_ filter: FRRDocument.Filter) {
    out.write("route-map ")
    printPeer(filter.peer)
    out.write("-in deny 20\nexit\n!\n")
    for (position, list) in filter.attributes.enumerated() {
      print(list, filter.peer, entry: position + 1)
    }
    for list in filter.allowed { print(list, filter.peer) }
    for (position, list) in filter.allowed.enumerated() {
      beginEntry(filter.attributes.count + position + 1, list.family, filter.peer)
      printName(list, filter.peer)
      out.write("\nexit\n!\n")
    }
  }

  private mutating func print(
    _ list: FRRDocument.AttributeList, _ peer: FRRDocument.PeerName, entry: Int
  ) {
    for (position, prefix) in list.prefixes.enumerated() {
      beginList(list.family)
      printName(list, peer)
      permit(position + 1, prefix)
    }
    beginEntry(entry, list.family, peer)
    printName(list, peer)
    switch list.attribute {
    case .localPreference(let value):
      out.write("\n set local-preference ")
      out.write(value)
    case .community(let community):
      out.write(community.isLarge ? "\n set large-community " : "\n set community ")
      out.write(community)
      out.write(" additive")
    }
    out.write("\n on-match next\nexit\n!\n")
  }

  private mutating func print(_ list: FRRDocument.PrefixList, _ peer: FRRDocument.PeerName) {
    for (position, prefix) in list.prefixes.enumerated() {
      beginList(list.family)
      printName(list, peer)
      permit(position + 1, prefix)
    }
    guard list.prefixes.isEmpty else { return }
    beginList(list.family)
    printName(list, peer)
    out.write(" seq 1 deny any\n")
  }

  private mutating func beginList(_ family: IPFamily) {
    out.write(family == .ipv4 ? "ip prefix-list " : "ipv6 prefix-list ")
  }

  private mutating func permit(_ sequence: Int, _ prefix: IPPrefix) {
    out.write(" seq ")
    out.write(sequence)
    out.write(" permit ")
    out.write(prefix)
    out.write("\n")
  }

  /// Up to the name of the list that routes are looked up in.
  private mutating func beginEntry(
    _ number: Int, _ family: IPFamily, _ peer: FRRDocument.PeerName
  ) {
    out.write("route-map ")
    printPeer(peer)
    out.write("-out permit ")
    out.write(number)
    out.write(family == .ipv4 ? "\n match ip" : "\n match ipv6")
    out.write(" address prefix-list ")
  }

  // MARK: - Names

  mutating func printPeer(_ peer: FRRDocument.PeerName) {
    printTarget(peer.target)
    guard let vrf = peer.vrf else { return }
    out.write("-")
    out.write(vrf)
  }

  mutating func printTarget(_ target: SessionTarget) {
    switch target {
    case .address(let address): out.write(address)
    case .interface(let name): out.write(name)
    }
  }

  private mutating func printName(
    _ list: FRRDocument.AttributeList, _ peer: FRRDocument.PeerName
  ) {
    printPeer(peer)
    out.write("-")
    switch list.attribute {
    case .localPreference(let value):
      out.write(value)
      out.write(list.family == .ipv4 ? "-ip" : "-ipv6")
      out.write("-localpref-prefixes")
    case .community(let community):
      if community.isLarge { out.write("large:") }
      out.write(community)
      out.write(list.family == .ipv4 ? "-ip" : "-ipv6")
      out.write("-community-prefixes")
    }
  }

  private mutating func printName(
    _ list: FRRDocument.PrefixList, _ peer: FRRDocument.PeerName
  ) {
    printPeer(peer)
    out.write(list.family == .ipv4 ? "-allowed-ipv4" : "-allowed-ipv6")
  }
}

extension BGPCommunity {
  fileprivate var isLarge: Bool {
    if case .large = self { true } else { false }
  }
}
