import NetworkModel
import TestSupport
import Testing

/// Endpoints of several slices of one Service, as kube-proxy joins them.
struct EndpointMergeTests {
  private func slice(_ name: String, _ ports: String, _ endpoints: String, labels: String = "")
    -> String
  {
    """
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: \(name), labels: {kubernetes.io/service-name: db\(labels)}}
    addressType: IPv4
    ports: [\(ports)]
    endpoints: [\(endpoints)]

    """
  }

  private func shown(_ text: String) -> (endpoints: [String], diagnostics: [String]) {
    let service = Write(
      "ports: [{name: a, port: 1, targetPort: 11}, {name: b, port: 2, targetPort: 12}]")
    let compiled = compileYAML(service.text + text)
    let endpoints = compiled.network?.services.first?.endpoints ?? []
    let lines = endpoints.map { endpoint in
      let ports = endpoint.ports.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
      return "\(endpoint.address) \(ports)\(endpoint.isReady ? "" : " unready")"
    }
    // Most texts leave a port without endpoints, which is another matter.
    return (lines, compiled.summary.filter { !$0.hasPrefix("NC0319") })
  }

  private struct Write {
    let text: String
    init(_ spec: String) {
      text = "apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {\(spec)}\n"
    }
  }

  private let one = "{addresses: [198.51.100.5]}"
  private let down = "{addresses: [198.51.100.5], conditions: {ready: false}}"
  private let going =
    "{addresses: [198.51.100.5], conditions: {ready: false, serving: true, terminating: true}}"

  @Test func `ports of two slices are joined where all else is alike`() {
    let text =
      slice("first", "{name: a, port: 11}", one) + slice("second", "{name: b, port: 12}", one)
    #expect(shown(text) == (["198.51.100.5 11 12"], []))
  }

  @Test func `an address may be ready at one port and not at the other`() {
    let text =
      slice("first", "{name: a, port: 11}", one) + slice("second", "{name: b, port: 12}", down)
    #expect(shown(text) == (["198.51.100.5 11 -", "198.51.100.5 - 12 unready"], []))
  }

  @Test func `two numbers of one port at one address are two endpoints`() {
    let text =
      slice("first", "{name: a, port: 11}", one) + slice("second", "{name: a, port: 13}", one)
    #expect(shown(text) == (["198.51.100.5 11 -", "198.51.100.5 13 -"], []))
  }

  @Test func `the one that is not terminating counts, wherever it stands`() {
    let port = "{name: a, port: 11}"
    #expect(
      shown(slice("first", port, going) + slice("second", port, one)) == (["198.51.100.5 11 -"], [])
    )
    #expect(
      shown(slice("first", port, one) + slice("second", port, going)) == (["198.51.100.5 11 -"], [])
    )
  }

  @Test func `of two that contradict each other the first counts, with a warning`() {
    let port = "{name: a, port: 11}"
    let found = shown(slice("first", port, one) + slice("second", port, down))
    #expect(found == (["198.51.100.5 11 -"], ["NC0308 198.51.100.5"]))
    let same = shown(slice("first", port, one) + slice("second", port, one))
    #expect(same == (["198.51.100.5 11 -"], []))
    let nodes =
      slice("first", port, "{addresses: [198.51.100.5], nodeName: node-a}")
      + slice("second", port, "{addresses: [198.51.100.5], nodeName: node-b}")
    #expect(shown(nodes).diagnostics == ["NC0308 198.51.100.5"])
  }

  @Test func `only the first address of an endpoint is used`() {
    let text = slice("first", "{name: a, port: 11}", "{addresses: [198.51.100.5, 198.51.100.6]}")
    #expect(shown(text).endpoints == ["198.51.100.5 11 -"])
  }

  @Test func `a slice that is marked as a headless Service's is passed over`() {
    let headless = ", service.kubernetes.io/headless: \"\""
    let text =
      slice("first", "{name: a, port: 11}", one)
      + slice("second", "{name: a, port: 11}", "{addresses: [198.51.100.6]}", labels: headless)
    #expect(shown(text) == (["198.51.100.5 11 -"], []))
  }

  @Test func `an endpoint is local where its slice says, and nowhere else`() {
    let pod = """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: p}
      spec: {nodeName: node-a, containers: [{name: c, image: i}]}
      status: {podIP: 10.244.1.77}

      """
    let text = Write("ports: [{name: a, port: 1}]").text + pod
    let port = "{name: a, port: 11}"
    let bare = compileYAML(text + slice("first", port, "{addresses: [10.244.1.77]}"))
    #expect(bare.network?.services.first?.endpoints.map(\.node) == [nil])
    #expect(bare.network?.services.first?.endpoints.map { $0.pod == nil } == [false])
    let named = compileYAML(
      text + slice("first", port, "{addresses: [10.244.1.77], nodeName: node-b}"))
    #expect(named.network?.services.first?.endpoints.map(\.node) == [Index(1)])
    let wrong = compileYAML(
      text + slice("first", port, "{addresses: [10.244.1.77], nodeName: nod-b}"))
    #expect(wrong.summary == ["NC0317 nod-b"])
  }
}
