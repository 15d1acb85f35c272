internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Where node ports answer, as kube-proxy's `nodePortAddresses` says it.
enum NodePortAddress: Sendable {
  case block(IPPrefix)
  /// The node's own address of each family.
  case primary
}

extension Shape where Value == NodePortAddress {
  static var nodePortAddress: Shape<NodePortAddress> {
    let prefix = Shape<IPPrefix>.ipPrefix
    let description = TextDescription(
      summary: "a block of IP addresses or `primary`", maximumLength: 49)
    return Shape(.text(description)) { node, reading in
      if node.isText, node.hasText("primary") { return .primary }
      return prefix.read(node, &reading).map(NodePortAddress.block)
    }
  }
}

extension ProxyResource {
  mutating func setNodePortAddresses(_ items: [Located<NodePortAddress>]) {
    nodePortAddresses = items.compactMap { item in
      if case .block(let prefix) = item.value { Located(prefix, item.range) } else { nil }
    }
    servesPrimaryAddressOnly = nodePortAddresses.count < items.count
  }
}

/// kube-proxy takes `primary` alone (`validateProxyNodePortAddress`), and serves node ports at
/// 127.0.0.1 in mode iptables only: in the others it passes the setting over, whose default it is.
func checkNodePortAddresses(
  _ proxy: ProxyResource, _ node: YAMLNode, _ reading: inout Reading
) {
  if proxy.servesPrimaryAddressOnly, let list = node["nodePortAddresses"], list.count > 1 {
    reading.within("nodePortAddresses") {
      $0.report(
        .forbiddenField, "`primary` must stand alone", at: list.range,
        help: "name the blocks that hold the nodes' addresses instead")
    }
  }
  guard proxy.localhostNodePorts.value, proxy.mode.value != .iptables else { return }
  reading.within("localhostNodePorts") {
    $0.report(
      .uselessField, "has no effect in mode \(proxy.mode.value.rawValue)",
      at: proxy.localhostNodePorts.range, notes: [Note("the mode is here", at: proxy.mode.range)],
      help: "a program on the host reaches node ports at the node's own address")
  }
}
