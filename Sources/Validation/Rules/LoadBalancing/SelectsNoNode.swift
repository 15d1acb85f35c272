import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum SelectsNoNode: ValidationRule {
  static let page = DiagnosticPage(
    668, .warning, "An object of MetalLB that is for no node",
    explanation: """
      None of the `nodeSelectors` of an advertisement or a peer matches a node, so the object has no
      effect. Mind that netc knows the labels of nodes only as far as they are written, besides
      `kubernetes.io/hostname` and `kubernetes.io/os`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata:
          name: l2
          #     ^^ NC0668
          namespace: metallb-system
        spec:
          nodeSelectors: [{matchLabels: {rack: r9}}]
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        spec:
          nodeSelectors: [{matchLabels: {kubernetes.io/os: linux}}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let balancing = network.loadBalancing
    if network.nodes.isEmpty { return }
    let objects: [(kind: ResourceKind, name: String, range: SourceRange)] =
      balancing.l2Advertisements.filter(\.nodes.isEmpty)
      .map { (.l2Advertisement, $0.name, $0.range) }
      + balancing.bgpAdvertisements.filter(\.nodes.isEmpty)
      .map { (.bgpAdvertisement, $0.name, $0.range) }
      + balancing.peers.filter(\.nodes.isEmpty).map { (.bgpPeer, $0.name, $0.range) }
    for object in objects {
      log.report(
        page, "\(object.kind.rawValue) `\(object.name)` selects no node", at: object.range,
        help: "see the labels of the nodes",
        object: balancing.object(object.kind, object.name))
    }
  }
}
