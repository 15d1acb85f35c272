internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == EndpointsResource {
  static let endpoints = ObjectShape<EndpointsResource>(
    "Endpoints",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "Called like the Service",
        .required, in: \.metadata),
      Field("subsets", .objects(.endpointSubset), "Who answers for the Service") {
        $0.subsets = $1.value
      },
    ], unused: typeFields, make: { EndpointsResource(range: $0) })
}

extension ObjectShape where Value == EndpointSubset {
  fileprivate static let endpointSubset = ObjectShape<EndpointSubset>(
    "EndpointSubset",
    fields: [
      Field("addresses", .objects(.endpointAddress), "Those that are ready") {
        $0.endpoints.insert(contentsOf: $1.value, at: 0)
      },
      Field("notReadyAddresses", .list(.object(.endpointAddress)), "Those that are not ready") {
        $0.endpoints += $1.value.map { item in
          var endpoint = item.value
          endpoint.isReady = false
          endpoint.isServing = false
          return endpoint
        }
      },
      Field("ports", .objects(.subsetPort), "The ports that all of them answer at") {
        $0.ports = $1.value
      },
    ], make: { _ in EndpointSubset() }, check: checkSubset)
}

/// `validateEndpointSubsets`: someone must answer, and several ports need names.
private func checkSubset(_ subset: inout EndpointSubset, _ node: YAMLNode, _ reading: inout Reading)
{
  let count = (node["addresses"]?.count ?? 0) + (node["notReadyAddresses"]?.count ?? 0)
  if count == 0 {
    reading.reportMissing(
      "addresses", in: node, help: "write `addresses` or `notReadyAddresses`")
  }
  guard let ports = node["ports"], ports.count > 1 else { return }
  for (index, port) in ports.items.enumerated()
  where port.kind == .mapping && (port["name"].map { $0.isNull || $0.hasText("") } ?? true) {
    reading.within(["ports", .index(index)]) {
      $0.reportMissing("name", in: port, help: "each of several ports needs a name")
    }
  }
}

extension ObjectShape where Value == EndpointPortResource {
  fileprivate static let subsetPort = ObjectShape<EndpointPortResource>(
    "EndpointSubsetPort",
    fields: [
      Field("name", .dnsLabel, "The name of the Service's port") { $0.name = $1.value },
      Field("protocol", .transport, "The transport protocol", .defaults("TCP")) {
        $0.transport = $1.value
      },
      Field("port", .port, "The port's number", .required) { $0.port = $1.value },
      Field("appProtocol", .appProtocol, "The protocol spoken at the port") { _, _ in },
    ], make: { EndpointPortResource(range: $0) })
}

extension ObjectShape where Value == EndpointResource {
  fileprivate static let endpointAddress = ObjectShape<EndpointResource>(
    "EndpointAddress",
    fields: [
      Field("ip", .ordinaryAddress, "The address", .required) { $0.addresses = [$1] },
      Field("hostname", .dnsLabel, "The endpoint's name in DNS") { $0.hostname = $1.value },
      Field("nodeName", .dnsSubdomain, "The node that the endpoint is on") { $0.nodeName = $1 },
      Field("targetRef", .object(.objectReference), "The Pod behind the endpoint") {
        $0.podName = $1.value.podName
      },
    ], make: { EndpointResource(range: $0) })
}
