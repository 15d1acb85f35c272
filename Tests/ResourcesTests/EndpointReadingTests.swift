import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func slice(_ fields: String) -> String {
  """
  apiVersion: discovery.k8s.io/v1
  kind: EndpointSlice
  metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
  \(fields)
  """
}

/// A slice of IPv4 addresses with one endpoint.
private func endpoint(_ fields: String) -> String {
  slice("addressType: IPv4\nendpoints: [{\(fields)}]")
}

private func endpoints(_ subset: String) -> String {
  "apiVersion: v1\nkind: Endpoints\nmetadata: {name: web}\nsubsets: [{\(subset)}]\n"
}

struct EndpointSliceReadingTests {
  @Test func `every field is read`() throws {
    let text = slice(
      """
      addressType: IPv4
      ports:
      - {name: http, port: 8080, appProtocol: http}
      - {name: "", port: 53, protocol: UDP}
      endpoints:
      - addresses: [10.0.0.1, 10.0.0.2]
        conditions: {ready: false, serving: null, terminating: true}
        hostname: web-0
        nodeName: node-a
        zone: a
        hints: {forZones: [{name: a}, {name: b}], forNodes: [{name: node-a}]}
        targetRef: {kind: Pod, name: web-0, namespace: default}
        deprecatedTopology: {any: thing}
      - {addresses: [10.0.0.3]}
      """)
    let read = try #require(readGood(text).endpointSlices.first)
    #expect(read.addressType == .ipv4 && read.serviceName?.value == "web")
    #expect(read.ports.map(\.name) == ["http", ""])
    #expect(read.ports.map(\.port?.number) == [8080, 53])
    #expect(read.ports.map(\.transport) == [.tcp, .udp])
    let first = read.endpoints[0]
    #expect(first.addresses.map(\.value.description) == ["10.0.0.1", "10.0.0.2"])
    #expect(!first.isReady && first.isServing && first.isTerminating)
    #expect(first.hostname == "web-0" && first.nodeName?.value == "node-a" && first.zone == "a")
    #expect(first.hintedZones == ["a", "b"] && first.hintedNodes == ["node-a"])
    #expect(first.podName == "web-0")
    let second = read.endpoints[1]
    #expect(second.isReady && second.isServing && !second.isTerminating && second.podName == nil)
  }

  @Test(arguments: [
    "addressType: IPv4", "addressType: IPv6\nendpoints: []\nports: []",
    "addressType: IPv4\nports: [{}]", "endpoints: [{addresses: [10.0.0.1]}]\naddressType: IPv4",
    "addressType: FQDN\nendpoints: [{addresses: [a.example.com]}]",
    "addressType: IPv6\nendpoints: [{addresses: ['fd00::1']}]\nports: [{port: null, name: null}]",
  ])
  func `a slice may be sparse`(fields: String) {
    #expect(readGood(slice(fields)).endpointSlices.count == 1)
  }

  @Test(arguments: [
    BadCase("ports: []", "NC0205", "addressType: required, but not set", at: "apiVersion"),
    BadCase(
      "addressType: ipv4", "NC0207", "addressType: \"ipv4\" is not one of `IPv4`, `IPv6`, `FQDN`",
      at: "ipv4"),
    BadCase(
      "addressType: IPv6\nendpoints: [{addresses: [10.0.0.1]}]", "NC0216",
      "endpoints[0].addresses[0]: 10.0.0.1 is not an IPv6 address, which `addressType` asks for",
      at: "10.0.0.1"),
    BadCase(
      "endpoints: [{addresses: ['fd00::1']}]\naddressType: IPv4", "NC0216",
      "endpoints[0].addresses[0]: fd00::1 is not an IPv4 address, which `addressType` asks for",
      at: "'fd00::1'"),
    BadCase(
      "addressType: IPv4\nports: [{name: a, port: 1}, {name: a, port: 2}]", "NC0214",
      "ports[1].name: the port name \"a\" is taken", at: "a"),
    BadCase(
      "addressType: IPv4\nports: [{name: A}]", "NC0209",
      "ports[0].name: \"A\": 'A' is not allowed; a DNS label must have at most 63 characters of "
        + "a-z, 0-9 and '-', and start and end with a letter or digit", at: "A"),
    BadCase(
      "addressType: IPv4\nports: [{port: 0}]", "NC0208", "ports[0].port: 0 is not in 1-65535",
      at: "0"),
    BadCase(
      "addressType: IPv4\nsubsets: []", "NC0204", "subsets: unknown field", at: "subsets"),
  ])
  func `a wrong slice is refused with its place`(bad: BadCase) { bad.check(in: slice) }

  @Test(arguments: [
    BadCase(
      "nodeName: a", "NC0205", "endpoints[0].addresses: required, but not set", at: "nodeName"),
    BadCase(
      "addresses: []", "NC0205", "endpoints[0].addresses: required, but not set", at: "addresses"),
    BadCase(
      "addresses: [127.0.0.1]", "NC0211",
      "endpoints[0].addresses[0]: 127.0.0.1 is a loopback address, which is not allowed here",
      at: "127.0.0.1"),
    BadCase(
      "addresses: [224.0.0.1]", "NC0211",
      "endpoints[0].addresses[0]: 224.0.0.1 is a link-local multicast address, which is not "
        + "allowed here", at: "224.0.0.1"),
    BadCase(
      "addresses: [web.example]", "NC0211",
      "endpoints[0].addresses[0]: \"web.example\": not an IPv4 or IPv6 address", at: "web.example"),
    BadCase(
      "addresses: [10.0.0.1], hints: {forZones: [{name: a}, {name: a}]}", "NC0214",
      "endpoints[0].hints.forZones[1].name: \"a\" is named twice", at: "a"),
    BadCase(
      "addresses: [10.0.0.1], conditions: {ready: \"true\"}", "NC0206",
      "endpoints[0].conditions.ready: the string \"true\" stands where true or false is needed",
      at: "\"true\""),
    BadCase(
      "addresses: [10.0.0.1], nodename: a", "NC0204", "endpoints[0].nodename: unknown field",
      at: "nodename"),
  ])
  func `a wrong endpoint is refused with its place`(bad: BadCase) { bad.check(in: endpoint) }

  @Test func `limits of the API server hold`() {
    let many = [String](repeating: "{addresses: [10.0.0.1]}", count: 1001).joined(separator: ", ")
    #expect(
      readBad(slice("addressType: IPv4\nendpoints: [\(many)]"))
        == "NC0217 endpoints: 1001 items are more than the 1000 allowed")
    let hints = (1...9).map { "{name: z\($0)}" }.joined(separator: ", ")
    #expect(
      readBad(endpoint("addresses: [10.0.0.1], hints: {forZones: [\(hints)]}"))
        == "NC0217 endpoints[0].hints.forZones: 9 items are more than the 8 allowed")
  }
}

struct EndpointsReadingTests {
  @Test func `ready and not ready addresses are told apart`() throws {
    let text = endpoints(
      """
      notReadyAddresses: [{ip: 10.0.0.2}],
      addresses: [{ip: 10.0.0.1, hostname: a, nodeName: m, targetRef: {kind: Pod, name: p}}],
      ports: [{name: http, port: 80}]
      """)
    let subset = try #require(readGood(text).endpoints.first?.subsets.first)
    #expect(subset.endpoints.map(\.isReady) == [true, false])
    #expect(subset.endpoints.map(\.podName) == ["p", nil])
    #expect(subset.ports.map(\.port?.number) == [80])
  }

  @Test(arguments: [
    BadCase(
      "ports: [{port: 80}]", "NC0205", "subsets[0].addresses: required, but not set", at: "ports"),
    BadCase(
      "addresses: [{hostname: a}]", "NC0205", "subsets[0].addresses[0].ip: required, but not set",
      at: "hostname"),
    BadCase(
      "addresses: [{ip: 10.0.0.1}], ports: [{name: a, port: 1}, {port: 2}]", "NC0205",
      "subsets[0].ports[1].name: required, but not set", at: "port"),
    BadCase(
      "addresses: [{ip: 10.0.0.1}], ports: [{name: a}]", "NC0205",
      "subsets[0].ports[0].port: required, but not set", at: "name"),
    BadCase(
      "addresses: [{ip: 169.254.1.1}]", "NC0211",
      "subsets[0].addresses[0].ip: 169.254.1.1 is a link-local address, which is not allowed here",
      at: "169.254.1.1"),
    BadCase(
      "addresses: [10.0.0.1]", "NC0206",
      "subsets[0].addresses[0]: the string \"10.0.0.1\" stands where a mapping is needed",
      at: "10.0.0.1"),
  ])
  func `wrong Endpoints are refused with their place`(bad: BadCase) { bad.check(in: endpoints) }
}
