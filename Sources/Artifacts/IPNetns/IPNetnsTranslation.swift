import NetworkTypes
import Planning

/// Plan → document.
enum IPNetnsTranslation {
  static func document(for node: NodePlan) -> IPNetnsDocument {
    IPNetnsDocument(
      node: node.name, wiring: node.bridge.wiring, hostNetworkPods: node.hostNetworkPods,
      lines: [bridge(node)] + ownBlocks(node) + routes(node) + pods(node))
  }

  private static func bridge(_ node: NodePlan) -> IPNetnsDocument.Line {
    let addresses = node.bridge.addresses.map { gateway in
      switch node.bridge.wiring {
      case .bridged: gateway
      // The block is not on a link of its own: each pod has its route.
      case .routed: InterfaceAddress(gateway.address, length: gateway.family.addressBits)
      }
    }
    return .bridge(node.bridge, perFamily(addresses, \.family))
  }

  /// Where every pod has its route, the rest of the block leads nowhere: without these lines a
  /// packet to an address that no pod has would leave by the default route.
  private static func ownBlocks(_ node: NodePlan) -> [IPNetnsDocument.Line] {
    switch node.bridge.wiring {
    case .bridged: []
    case .routed: node.podBlocks.map { .route($0, via: nil) }
    }
  }

  private static func routes(_ node: NodePlan) -> [IPNetnsDocument.Line] {
    node.routes.map { route in
      switch route.nextHop {
      case .via(let address): .route(route.prefix, via: address)
      case .bridge: .service(route.prefix, source: node.address(route.prefix.family))
      }
    }
  }

  private static func pods(_ node: NodePlan) -> [IPNetnsDocument.Line] {
    node.sandboxes.map { .pod($0, perFamily($0.addresses, \.family)) }
  }

  private static func perFamily<Value>(
    _ values: [Value], _ family: (Value) -> IPFamily
  ) -> PerFamily<Value> {
    PerFamily(
      ipv4: values.first { family($0) == .ipv4 }, ipv6: values.first { family($0) == .ipv6 })
  }
}
