internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Limits of the API server (`pkg/apis/discovery/validation`).
private enum SliceLimit {
  static let endpoints = 1000
  static let addresses = 100
  static let ports = 20_000
  static let hints = 8
}

extension EndpointSliceResource {
  /// The label that says which Service a slice belongs to.
  static let serviceLabel = "kubernetes.io/service-name"
  /// The label that the slice controller gives slices of headless Services, whatever its value.
  static let headlessLabel = "service.kubernetes.io/headless"
}

extension ObjectShape where Value == EndpointSliceResource {
  static let endpointSlice = ObjectShape<EndpointSliceResource>(
    "EndpointSlice",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain),
        "What the slice is called; the label `kubernetes.io/service-name` says whose it is",
        .required, in: \.metadata),
      Field("addressType", .choice(EndpointAddressType.self), "What all addresses are", .required) {
        $0.addressType = $1.value
      },
      Field(
        "endpoints", .objects(.endpoint, atMost: SliceLimit.endpoints),
        "Who answers for the Service"
      ) { $0.endpoints = $1.value },
      Field(
        "ports", .objects(.slicePort, atMost: SliceLimit.ports),
        "The ports that every endpoint answers at"
      ) { $0.ports = $1.value },
    ], unused: typeFields, make: { EndpointSliceResource(range: $0) },
    prepare: { node, reading in
      reading.addressType = node["addressType"].flatMap { EndpointAddressType(rawValue: $0.string) }
    },
    check: { slice, node, reading in
      slice.serviceName = slice.metadata.labels
        .first { $0.key == EndpointSliceResource.serviceLabel && !$0.value.isEmpty }
        .map { Located($0.value, $0.range) }
      slice.isOfHeadlessService = slice.metadata.labels
        .contains { $0.key == EndpointSliceResource.headlessLabel }
      checkPortNames(node["ports"], &reading)
    })
}

/// Port names are unique in a slice; one may be empty.
private func checkPortNames(_ ports: YAMLNode?, _ reading: inout Reading) {
  guard let ports, ports.count > 1 else { return }
  var first: [String: SourceRange] = [:]
  for (index, port) in ports.items.enumerated() where port.kind == .mapping {
    let node = port["name"]
    let name = node.map { $0.isNull ? "" : $0.string } ?? ""
    let range = node?.range ?? port.range
    guard let earlier = first[name] else {
      first[name] = range
      continue
    }
    reading.within(["ports", .index(index), "name"]) {
      $0.report(
        .duplicateValue, "the port name \(quoted(name)) is taken", at: range,
        notes: [Note("first used here", at: earlier)])
    }
  }
}

extension ObjectShape where Value == EndpointPortResource {
  fileprivate static let slicePort = ObjectShape<EndpointPortResource>(
    "EndpointPort",
    fields: [
      Field("name", .dnsLabel, "The name of the Service's port") { $0.name = $1.value },
      Field("protocol", .transport, "The transport protocol", .defaults("TCP"), blank: .isValue) {
        $0.transport = $1.value
      },
      Field("port", .port, "The port's number; none: any port", blank: .isValue) {
        $0.port = $1.value
      },
      Field("appProtocol", .appProtocol, "The protocol spoken at the port") { _, _ in },
    ], make: { EndpointPortResource(range: $0) })
}

extension ObjectShape where Value == EndpointResource {
  fileprivate static let endpoint = ObjectShape<EndpointResource>(
    "Endpoint",
    fields: [
      Field(
        "addresses", .list(.endpointAddress, atMost: SliceLimit.addresses),
        "The addresses of the endpoint, of which the first is used", .required
      ) {
        $0.addresses = $1.value.compactMap { item in
          item.value.map { Located($0, item.range) }
        }
      },
      .group("conditions", conditions, "Whether the endpoint takes traffic"),
      Field("hostname", .dnsLabel, "The endpoint's name in DNS") { $0.hostname = $1.value },
      Field("nodeName", .dnsSubdomain, "The node that the endpoint is on") { $0.nodeName = $1 },
      Field("zone", .labelValue, "The zone that the endpoint is in") { $0.zone = $1.value },
      .group("hints", hints, "Which clients are meant to use the endpoint"),
      Field("targetRef", .object(.objectReference), "The Pod behind the endpoint") {
        $0.podName = $1.value.podName
      },
    ], unused: ["deprecatedTopology"], make: { EndpointResource(range: $0) },
    check: { endpoint, node, reading in
      guard endpoint.addresses.isEmpty, let addresses = node["addresses"],
        addresses.kind == .sequence, addresses.count == 0
      else { return }
      reading.reportMissing("addresses", in: node, help: "an endpoint has at least one address")
    })

  private static let conditions = ObjectShape<EndpointResource>(
    "EndpointConditions",
    fields: [
      Field("ready", .boolean, "Whether new connections may go there", .defaults("true")) {
        $0.isReady = $1.value
      },
      Field("serving", .boolean, "Whether it answers, even if terminating", .defaults("true")) {
        $0.isServing = $1.value
      },
      Field("terminating", .boolean, "Whether it is going away", .defaults("false")) {
        $0.isTerminating = $1.value
      },
    ], make: { EndpointResource(range: $0) })

  private static let hints = ObjectShape<EndpointResource>(
    "EndpointHints",
    fields: [
      Field("forZones", .objects(.zoneHint, atMost: SliceLimit.hints), "Zones") {
        $0.hintedZones = $1.value
      },
      Field("forNodes", .objects(.nodeHint, atMost: SliceLimit.hints), "Nodes") {
        $0.hintedNodes = $1.value
      },
    ], make: { EndpointResource(range: $0) },
    check: { _, node, reading in
      for list in ["forZones", "forNodes"] { checkRepeats(in: node[list], list, &reading) }
    })
}

private func checkRepeats(in list: YAMLNode?, _ field: String, _ reading: inout Reading) {
  guard let list else { return }
  var first: [String: SourceRange] = [:]
  for (index, item) in list.items.enumerated() {
    guard let name = item["name"], name.isText else { continue }
    guard let earlier = first[name.string] else {
      first[name.string] = name.range
      continue
    }
    reading.within([.field(field), .index(index), "name"]) {
      $0.report(
        .duplicateValue, "\(quoted(name.string)) is named twice", at: name.range,
        notes: [Note("first named here", at: earlier)])
    }
  }
}

extension ObjectShape where Value == String {
  fileprivate static let zoneHint = ObjectShape<String>(
    "ForZone", fields: [Field("name", .labelValue, "The zone", .required) { $0 = $1.value }],
    make: { _ in "" })
  fileprivate static let nodeHint = ObjectShape<String>(
    "ForNode", fields: [Field("name", .dnsSubdomain, "The node", .required) { $0 = $1.value }],
    make: { _ in "" })
}
