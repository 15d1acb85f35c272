import Diagnostics
import NetworkModel
import NetworkTypes
import TestSupport
import Testing

/// Thousands of pools, and pools that never run out, take time in proportion.
struct PoolScaleTests {
  private func pool(_ name: String, _ addresses: String) -> String {
    """

    ---
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: \(name), namespace: metallb-system}
    spec: {addresses: [\(addresses)]}
    """
  }

  private func service(_ name: String, _ notes: String = "") -> String {
    """

    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), annotations: {\(notes)}}
    spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{port: 80}]}
    """
  }

  private let advertisement = """

    ---
    apiVersion: metallb.io/v1beta1
    kind: L2Advertisement
    metadata: {name: all, namespace: metallb-system}
    """

  private func padded(_ number: Int) -> String {
    String(repeating: "0", count: 5 - String(number).count) + String(number)
  }

  @Test(.timeLimit(.minutes(2)))
  func `one overlap among ten thousand pools is found, and each Service gets an address`() throws {
    var text = standardCluster + advertisement
    for index in 0..<10_000 {
      text += pool("p\(padded(index))", "11.\(index / 256).\(index % 256).0/32")
    }
    text += pool("zz", "11.3.7.0/24")
    for index in 0..<2_000 { text += service("s\(padded(index))") }
    let compiled = compileYAML(text)
    let network = try #require(compiled.network)
    #expect(Set(network.services.flatMap { $0.loadBalancerIPs.map(\.value) }).count == 2_000)
    let summary = compiled.summary.filter { !$0.hasPrefix("NC0513") }
    #expect(summary == ["NC0659 p00001", "NC0660 11.3.7.0/24"])
  }

  @Test(.timeLimit(.minutes(2)))
  func `thousands of Services share by one key`() throws {
    var text = standardCluster + advertisement + pool("p", "11.0.0.0/16")
    for index in 0..<2_000 {
      text += service("s\(padded(index))", "metallb.io/allow-shared-ip: k")
    }
    let network = try #require(compileYAML(text).network)
    // All have port 80, so each has an address of its own.
    #expect(network.services[1_999].loadBalancerIPs[0].value.description == "11.0.7.207")
  }

  @Test(.timeLimit(.minutes(1)))
  func `a pool of 2 to the 64 addresses`() throws {
    let cluster = """
      apiVersion: netc.dev/v1alpha1
      kind: Cluster
      metadata: {name: lab}
      spec:
        podCIDRs: ["fd00:10:244::/56"]
        serviceCIDRs: ["fd00:10:96::/112"]
        nodes: [{name: node-a, addresses: ["fd00::11"]}]
      """
    var text = cluster + advertisement + pool("p", "\"2001:db8::/64\", \"2001:db8:1::/48\"")
    for index in 0..<300 { text += service("s\(padded(index))") }
    let network = try #require(compileYAML(text).network)
    #expect(network.services[299].loadBalancerIPs[0].value.description == "2001:db8::12b")
  }
}
