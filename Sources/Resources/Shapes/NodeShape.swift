internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == NodeResource {
  static let node = ObjectShape<NodeResource>(
    "Node",
    fields: [
      .part(
        "metadata", .metadata(.cluster, names: .subdomain), "What the node is called", .required,
        in: \.metadata),
      .group("spec", nodeSpec, "What the node is given"),
      .group("status", nodeStatus, "What the node says of itself"),
    ], unused: typeFields, make: { NodeResource(range: $0) })

  private static let nodeSpec = ObjectShape<NodeResource>(
    "NodeSpec",
    fields: [
      Field("podCIDR", .ipPrefix, "The first block that the node's pods have addresses of") {
        $0.podCIDRs.insert($1, at: 0)
      },
      Field("podCIDRs", .list(.ipPrefix, atMost: 2), "The blocks of the pods, one per family") {
        $0.podCIDRs += $1.value
      },
      Field("unschedulable", .boolean, "Whether new pods keep away", .defaults("false")) {
        $0.isUnschedulable = $1.value
      },
      Field("taints", .objects(.taint), "What keeps pods away that do not tolerate it") {
        $0.taints = $1.value
      },
    ], unused: ["configSource", "externalID", "providerID"], make: { NodeResource(range: $0) },
    check: { node, mapping, reading in
      checkFirstRange(&node, mapping, &reading)
      reading.within("podCIDRs") { checkFamilies(node.podCIDRs, "block", &$0) }
    })

  private static let nodeStatus = ObjectShape<NodeResource>(
    "NodeStatus",
    fields: [
      Field("addresses", .list(.object(.nodeAddress)), "The InternalIPs are what counts") {
        node, addresses in
        // A second one of a family is left out, as kubelet and kube-proxy leave it out.
        for address in addresses.value.compactMap(\.value.address)
        where !node.addresses.contains(where: { $0.value.family == address.value.family }) {
          node.addresses.append(address)
        }
      }
    ],
    unused: [
      "allocatable", "capacity", "conditions", "config", "daemonEndpoints", "declaredFeatures",
      "features", "images", "nodeInfo", "phase", "runtimeHandlers", "volumesAttached",
      "volumesInUse",
    ], make: { NodeResource(range: $0) })
}

/// `podCIDR` repeats the first of `podCIDRs` (`ValidateNode`).
private func checkFirstRange(
  _ node: inout NodeResource, _ mapping: YAMLNode, _ reading: inout Reading
) {
  guard mapping["podCIDR"].map({ $0.isText && !$0.hasText("") }) ?? false,
    node.podCIDRs.count > 1
  else { return }
  let first = node.podCIDRs.removeFirst()
  guard first != node.podCIDRs[0] else { return }
  reading.within("podCIDR") {
    $0.report(
      .mismatch, "\(first.value) is not the first of `podCIDRs`, \(node.podCIDRs[0].value)",
      at: first.range, notes: [Note("the first one is here", at: node.podCIDRs[0].range)])
  }
}

/// One entry of `status.addresses`.
private struct NodeAddress: Sendable {
  enum Kind: String, CaseIterable, Sendable {
    case hostname = "Hostname"
    case internalIP = "InternalIP"
    case externalIP = "ExternalIP"
    case internalDNS = "InternalDNS"
    case externalDNS = "ExternalDNS"
  }

  var kind: Kind = .hostname
  var address: Located<IPAddress>?
}

extension ObjectShape where Value == NodeAddress {
  fileprivate static let nodeAddress = ObjectShape<NodeAddress>(
    "NodeAddress",
    fields: [
      Field("type", .choice(NodeAddress.Kind.self), "What the address is", .required) {
        $0.kind = $1.value
      },
      Field("address", .text, "The address or the name", .required) { _, _ in },
    ], make: { _ in NodeAddress() },
    check: { address, node, reading in
      guard address.kind == .internalIP, let text = node["address"], text.isText else { return }
      address.address = reading.within("address") { Shape.ipAddress.read(text, &$0) }
        .map { Located($0, text.range) }
    })
}

extension ObjectShape where Value == NamespaceResource {
  static let namespace = ObjectShape<NamespaceResource>(
    "Namespace",
    fields: [
      .part(
        "metadata", .metadata(.cluster, names: .label), "What the namespace is called", .required,
        in: \.metadata)
    ], unused: typeFields + ["spec", "status"], make: { NamespaceResource(range: $0) })
}
