import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func map(_ config: String, namespace: String = "metallb-system") -> String {
  let lines = config.split(separator: "\n", omittingEmptySubsequences: false)
    .map { "    \($0)" }.joined(separator: "\n")
  return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: config, namespace: \(namespace)}
    data:
      config: |
    \(lines)
    """
}

/// MetalLB's ConfigMap from before its version 0.13.
struct OldConfigurationTests {
  @Test func `pools become pools and advertisements`() {
    let read = readGood(
      map(
        """
        address-pools:
        - name: Public_A
          protocol: bgp
          addresses: [198.51.100.0/24]
          auto-assign: false
          avoid-buggy-ips: true
        - name: b
          protocol: bgp
          addresses: [192.0.2.0/25]
          bgp-advertisements:
          - {aggregation-length: 25, localpref: 7, communities: [here]}
          - {aggregation-length-v6: 64}
        - name: 01-c
          protocol: layer2
          addresses: [192.0.2.128/25]
        bgp-communities: {here: "64500:1"}
        """))
    #expect(read.addressPools.map(\.metadata.name.value) == ["b", "c", "public-a"])
    #expect(read.addressPools.map(\.autoAssign) == [true, true, false])
    #expect(
      read.bgpAdvertisements.map { "\($0.metadata.name.value) \($0.scope.pools[0].value)" } == [
        "bgpadvertisement1 public-a", "bgpadvertisement2 b", "bgpadvertisement3 b",
      ])
    #expect(read.bgpAdvertisements[1].aggregationLength.value == 25)
    #expect(read.l2Advertisements.map(\.scope.pools[0].value) == ["c"])
    #expect(read.communities.first?.metadata.objectName.description == "metallb-system/communities")
  }

  @Test func `peers get names and a hold time`() throws {
    let read = readGood(
      map(
        """
        peers:
        - {my-asn: 1, peer-asn: 2, peer-address: 192.0.2.1}
        - my-asn: 1
          peer-asn: 2
          peer-address: 192.0.2.2
          hold-time: 30s
          node-selectors:
          - match-expressions: [{key: rack, operator: In, values: [r1]}]
        """))
    #expect(read.bgpPeers.map(\.metadata.name.value) == ["peer1", "peer2"])
    #expect(read.bgpPeers.map(\.holdSeconds?.value) == [90, 30])
    #expect(read.bgpPeers[1].nodeSelectors.count == 1)
  }

  @Test(arguments: [
    ("address-pools: [{name: a, protocol: bgp, addresses: [192.0.2.1]}]", "NC0211", "192.0.2.1"),
    ("address-pools: [{name: a, protocol: bgp, addresses: []}]", "NC0205", "name"),
    ("address-pols: []", "NC0204", "address-pols"),
    ("peers: [{my-asn: 0, peer-asn: 1, peer-address: 192.0.2.1}]", "NC0205", "my-asn"),
    (
      "peers: [{my-asn: 1, peer-asn: 1, peer-address: 192.0.2.1, ebgp-multihop: true}]", "NC0215",
      "1"
    ),
    ("bfd-profiles: [{name: \"__\"}]", "NC0209", "\"__\""),
    ("bgp-communities: {a: \"1:70000\"}", "NC0642", "\"1:70000\""),
    ("- a", "NC0206", "- a"),
  ])
  func `a mistake is told at its place in the ConfigMap`(
    config: String, code: String, place: String
  ) {
    let result = readText(map(config))
    #expect(result.errors.map(\.code.description) == [code], "\(result.summary)")
    #expect(result.errors.first.flatMap(result.text) == place)
    #expect(result.errors.first?.object == "ConfigMap metallb-system/config")
  }

  @Test func `broken YAML inside is told at its place`() {
    let result = readText(map("address-pools:\n- name: [a\n"))
    #expect(result.errors.count == 1 && result.errors[0].code.description.hasPrefix("NC01"))
    #expect(result.resources.broken.count > 3)
  }

  @Test func `two names that become one clash`() {
    let pool = "protocol: layer2, addresses:"
    let result = readText(
      map(
        "address-pools: [{name: A, \(pool) [192.0.2.0/24]}, {name: a, \(pool) [10.0.0.0/8]}]"))
    #expect(result.errors.map(\.code.description) == ["NC0213"], "\(result.summary)")
  }

  @Test func `another ConfigMap is passed over`() {
    for text in [
      map("a: 1", namespace: "shop"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {config: \"address-pools:\"}",
    ] {
      let result = readText(text)
      #expect(result.diagnostics.isEmpty && result.resources.skipped.count == 1)
    }
  }

  @Test func `one in another namespace is known by its pools`() {
    let read = readGood(
      map(
        "address-pools:\n- {name: a, protocol: layer2, addresses: [192.0.2.0/24]}",
        namespace: "lb"))
    #expect(read.addressPools.first?.metadata.namespace == "lb")
  }

  @Test func `a password in it is hidden`() {
    let result = readText(
      map("peers: [{my-asn: 1, peer-asn: 2, peer-address: 192.0.2.1, password: secret}]"))
    let hidden = result.resources.hidden.map { range in
      String(
        decoding: result.files[0].bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
    }
    #expect(hidden == ["secret"])
  }
}
