import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func object(_ kind: String, _ spec: String, version: String = "v1beta1") -> String {
  """
  apiVersion: metallb.io/\(version)
  kind: \(kind)
  metadata: {name: x, namespace: metallb-system}
  spec: {\(spec)}
  """
}

private func peer(_ fields: String) -> String {
  object("BGPPeer", "myASN: 64500, \(fields)", version: "v1beta2")
}

struct AddressPoolReadingTests {
  @Test func `every field is read`() throws {
    let text = object(
      "IPAddressPool",
      """
      addresses: [192.0.2.10 - 192.0.2.20, 198.51.100.0/24, "2001:db8::/64"],
        autoAssign: false, avoidBuggyIPs: true,
        serviceAllocation: {priority: 5, namespaces: [shop],
          namespaceSelectors: [{matchLabels: {team: a}}],
          serviceSelectors: [{matchExpressions: [{key: tier, operator: Exists}]}]}
      """)
    let pool = try #require(readGood(text).addressPools.first)
    #expect(
      pool.entries.map { $0.value.map(\.description) } == [
        ["192.0.2.10/31", "192.0.2.12/30", "192.0.2.16/30", "192.0.2.20/32"],
        ["198.51.100.0/24"], ["2001:db8::/64"],
      ])
    #expect(!pool.autoAssign && pool.avoidBuggyIPs)
    let allocation = try #require(pool.allocation)
    #expect(allocation.priority == 5 && allocation.namespaces.map(\.value) == ["shop"])
    #expect(allocation.namespaceSelectors.count == 1 && allocation.serviceSelectors.count == 1)
  }

  @Test func `defaults, and an empty allocation is one`() throws {
    let text = object("IPAddressPool", "addresses: [192.0.2.0/24], serviceAllocation: {}")
    let pool = try #require(readGood(text).addressPools.first)
    #expect(pool.autoAssign && !pool.avoidBuggyIPs && pool.allocation?.priority == 0)
    let plain = readGood(object("IPAddressPool", "addresses: [192.0.2.0/24]"))
    #expect(plain.addressPools.first?.allocation == nil)
  }

  @Test(arguments: [
    "192.0.2.1", "192.0.2.0/33", "2001:db8::/129", "192.0.2.20-192.0.2.10", "192.0.2.1-2001:db8::1",
    "::1-192.0.2.1", "::ffff:192.0.2.1-::ffff:192.0.2.9", "::ffff:192.0.2.0/120", "", "-", "a-b",
    "192.0.2.0/24 ", " 192.0.2.0/24", "192.0.2.1-192.0.2.2-192.0.2.3", "192.0.2.0/-1",
    "192.0.2.1--192.0.2.2", "192.0.2.01-192.0.2.2", "192.0.2.1-192.0.2.2/24", "192.0.2.0/024",
    "fe80::1%eth0-fe80::2", "192.0.2.1\u{2013}192.0.2.9", "192.0.2.0/24\n", "１92.0.2.0/24",
  ])
  func `an entry that stands for nothing is refused`(entry: String) {
    let quoted = "\"" + entry.replacing("\n", with: "\\n") + "\""
    let result = readText(object("IPAddressPool", "addresses: [\(quoted)]"))
    #expect(result.errors.map(\.code.description) == ["NC0211"], "\(result.summary)")
    #expect(result.errors.first.flatMap(result.text) == quoted)
  }

  @Test func `host bits are told and do not count`() throws {
    let result = readText(object("IPAddressPool", "addresses: [198.51.100.10/24]"))
    #expect(result.diagnostics.map { "\($0.code) \($0.severity.name)" } == ["NC0640 note"])
    #expect(result.diagnostics.first?.fixes.first?.replacement == "198.51.100.0/24")
    #expect(
      result.resources.addressPools.first?.entries[0].value[0].description == "198.51.100.0/24")
  }

  @Test(arguments: [
    BadCase(
      "serviceAllocation: {namespaces: [a, a]}", "NC0214",
      "spec.serviceAllocation.namespaces[1]: stands in the list twice", at: "a"),
    BadCase(
      "serviceAllocation: {serviceSelectors: [{matchLabels: {a: b}}, {matchLabels: {a: b}}]}",
      "NC0214", "spec.serviceAllocation.serviceSelectors[1]: stands in the list twice",
      at: "{matchLabels: {a: b}}"),
    BadCase(
      "serviceAllocation: {serviceSelectors: [{matchExpressions: "
        + "[{key: a, operator: In, values: [b, b]}]}]}", "NC0214",
      "spec.serviceAllocation.serviceSelectors[0].matchExpressions[0].values[1]: "
        + "stands in the list twice", at: "b"),
    BadCase(
      "serviceAllocation: {priority: -1}", "NC0208",
      "spec.serviceAllocation.priority: -1 is not in the range of 0 and more", at: "-1"),
    BadCase("autoassign: true", "NC0204", "spec.autoassign: unknown field", at: "autoassign"),
  ])
  func `what MetalLB refuses is refused`(bad: BadCase) {
    bad.check { object("IPAddressPool", "addresses: [192.0.2.0/24], \($0)") }
  }

  @Test func `a pool has addresses`() {
    #expect(readBad(object("IPAddressPool", "")).hasPrefix("NC0205"))
    #expect(readBad(object("IPAddressPool", "addresses: []")).hasPrefix("NC0205"))
  }

  @Test func `the old AddressPool and other versions are unknown types`() {
    for version in ["v1alpha1", "v1beta1"] {
      #expect(
        readBad(object("AddressPool", "protocol: layer2", version: version)).hasPrefix("NC0203"))
    }
    #expect(readBad(object("IPAddressPool", "", version: "v1")).hasPrefix("NC0203"))
    #expect(readBad(object("IPAddresPool", "")).hasPrefix("NC0203"))
    #expect(readText("apiVersion: a.example/v1\nkind: Community\n").errors.isEmpty)
  }
}

struct AdvertisementReadingTests {
  @Test func `every field of an L2Advertisement is read`() throws {
    let text = object(
      "L2Advertisement",
      """
      ipAddressPools: [a, b], ipAddressPoolSelectors: [{matchLabels: {p: q}}],
        nodeSelectors: [{matchLabels: {rack: r1}}, {}], interfaces: [eth0, bond0.7],
        serviceSelectors: [{matchLabels: {tier: front}}],
        preferredNodeSelectors: [{weight: 100, preference: {matchLabels: {fast: "yes"}}}]
      """)
    let read = try #require(readGood(text).l2Advertisements.first)
    #expect(read.scope.pools.map(\.value) == ["a", "b"] && read.scope.poolSelectors.count == 1)
    #expect(read.scope.nodeSelectors.count == 2 && read.scope.serviceSelectors.count == 1)
    #expect(read.interfaces.map(\.value.text) == ["eth0", "bond0.7"])
    #expect(read.preferences.map(\.weight) == [100])
    #expect(
      readGood("apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata: {name: x}")
        .l2Advertisements.count == 1)
  }

  @Test(arguments: [
    "eth0;reboot", "eth0 eth1", "$(id)", "a/b", "..", "", "eth0\\nx", "-eth0", "all", "eth%d",
    "sixteen-letters-", "é",
  ])
  func `an interface that no host has is refused`(name: String) {
    let result = readText(object("L2Advertisement", "interfaces: [\"\(name)\"]"))
    #expect(result.errors.count == 1, "\(result.summary)")
  }

  @Test func `every field of a BGPAdvertisement is read`() throws {
    let text = object(
      "BGPAdvertisement",
      """
      aggregationLength: 24, aggregationLengthV6: 64, localPref: 4294967295,
        communities: ["64500:1", "large:1:2:3", no-export], peers: [tor]
      """)
    let read = try #require(readGood(text).bgpAdvertisements.first)
    #expect(read.aggregationLength.value == 24 && read.aggregationLengthV6.value == 64)
    #expect(read.localPreference.value == 4_294_967_295 && read.peers.map(\.value) == ["tor"])
    #expect(read.communities.map(\.value) == ["64500:1", "large:1:2:3", "no-export"])
  }

  @Test(arguments: [
    BadCase(
      "aggregationLength: 33", "NC0208", "spec.aggregationLength: 33 is not in 1-32", at: "33"),
    BadCase(
      "aggregationLength: 0", "NC0208", "spec.aggregationLength: 0 is not in 1-32", at: "0"),
    BadCase(
      "localPref: 4294967296", "NC0208",
      "spec.localPref: 4294967296 is not in 0-4294967295", at: "4294967296"),
    BadCase("peers: [a, a]", "NC0214", "spec.peers[1]: stands in the list twice", at: "a"),
    BadCase(
      "communities: [\"1:1\", \"1:1\"]", "NC0214",
      "spec.communities[1]: stands in the list twice", at: "\"1:1\""),
    BadCase(
      "serviceSelectors: [{}], aggregationLength: 24", "NC0215",
      "spec.aggregationLength: 24 is not allowed beside `serviceSelectors`", at: "24"),
  ])
  func `what MetalLB refuses of a BGPAdvertisement is refused`(bad: BadCase) {
    bad.check { object("BGPAdvertisement", $0) }
  }

  @Test func `communities have names`() throws {
    let text = object("Community", "communities: [{name: \"$(x)\", value: \"65535:666\"}]")
    let alias = try #require(readGood(text).communities.first?.aliases.first)
    #expect(alias.name.value == "$(x)" && alias.value == .standard(65_535, 666))
    #expect(
      readBad(object("Community", "communities: [{name: x, value: \"70000:1\"}]"))
        .hasPrefix("NC0642"))
  }
}

struct BGPPeerReadingTests {
  @Test func `every field is read`() throws {
    let text = peer(
      """
      peerASN: 64501, localASN: 64502, peerAddress: 192.168.56.1, sourceAddress: 192.168.56.11,
        peerPort: 1179, holdTime: 90s, keepaliveTime: 30s, connectTime: 10s, routerID: 10.0.0.1,
        nodeSelectors: [{matchLabels: {rack: r1}}], password: "a#b", bfdProfile: fast,
        enableGracefulRestart: true, ebgpMultiHop: true, vrf: red, disableMP: true,
        dualStackAddressFamily: true
      """)
    let read = try #require(readGood(text).bgpPeers.first)
    #expect(read.myASN.value == 64_500 && read.peerASN?.value == 64_501)
    #expect(read.localASN?.value == 64_502 && read.port.number == 1179)
    #expect(read.address?.value.description == "192.168.56.1")
    #expect(read.sourceAddress?.value.description == "192.168.56.11")
    #expect(read.holdSeconds?.value == 90 && read.keepaliveSeconds?.value == 30)
    #expect(read.connectSeconds?.value == 10 && read.routerID?.value.description == "10.0.0.1")
    #expect(read.nodeSelectors.count == 1 && read.password != nil)
    #expect(read.bfdProfile?.value == "fast" && read.vrf?.value.text == "red")
    #expect(read.enablesGracefulRestart && read.ebgpMultiHop && read.disablesMP)
    #expect(read.dualStackAddressFamily)
  }

  @Test(arguments: [
    "dynamicASN: external, interface: eth0", "peerASN: 64500, peerAddress: \"2001:db8::1\"",
    "peerASN: 4294967295, peerAddress: 192.0.2.1, holdTime: 0s, keepaliveTime: 0s",
    "peerASN: 1, peerAddress: 192.0.2.1, passwordSecret: {}, holdTime: 65535s",
  ])
  func `other good peers`(fields: String) {
    #expect(readGood(peer(fields)).bgpPeers.count == 1)
  }

  @Test(arguments: [
    BadCase("", "NC0205", "spec.peerASN: required, but not set", at: "myASN"),
    BadCase(
      "dynamicASN: internal", "NC0215", "spec.dynamicASN: not allowed beside `peerASN`",
      at: "internal"),
    BadCase(
      "interface: eth0", "NC0215", "spec.interface: not allowed beside `peerAddress`", at: "eth0"),
    BadCase(
      "ebgpMultiHop: true, peerASN: 64500", "NC0215",
      "spec.ebgpMultiHop: the peer is in the nodes' own autonomous system", at: "64500"),
    BadCase(
      "localASN: 64500", "NC0215", "spec.localASN: 64500 is `myASN`, which bgpd refuses",
      at: "64500"),
    BadCase(
      "localASN: 64501", "NC0215", "spec.localASN: 64501 is `peerASN`, which bgpd refuses",
      at: "64501"),
    BadCase(
      "holdTime: 1s", "NC0208", "spec.holdTime: 1s is neither 0 nor 3s and more", at: "1s"),
    BadCase(
      "holdTime: 9s, keepaliveTime: 10s", "NC0216",
      "spec.keepaliveTime: 10s is longer than the hold time, 9s", at: "10s"),
    BadCase("holdTime: 65536s", "NC0208", "spec.holdTime: 65536s is over 65535s", at: "65536s"),
    BadCase(
      "keepaliveTime: 30000s", "NC0208",
      "spec.keepaliveTime: three times 30000s is over 65535s", at: "30000s"),
    BadCase(
      "connectTime: 0s", "NC0208", "spec.connectTime: 0s is not in 1s to 65535s", at: "0s"),
    BadCase(
      "routerID: \"2001:db8::1\"", "NC0211",
      "spec.routerID: 2001:db8::1 is no BGP identifier", at: "\"2001:db8::1\""),
    BadCase(
      "sourceAddress: \"2001:db8::1\"", "NC0216",
      "spec.sourceAddress: 2001:db8::1 is not of the family of 192.0.2.1",
      at: "\"2001:db8::1\""),
    BadCase("peerPort: 20000", "NC0208", "spec.peerPort: 20000 is not in 1-16384", at: "20000"),
    BadCase(
      "password: x, passwordSecret: {name: tor}", "NC0215",
      "spec.password: not allowed beside `passwordSecret`", at: "x"),
    BadCase("vrf: \"a b\"", "NC0209", "spec.vrf: \"a b\": ' ' is not allowed", at: "\"a b\""),
  ])
  func `what MetalLB or bgpd refuses is refused`(bad: BadCase) {
    let result = readText(peer(Self.completed(bad.text)))
    #expect(
      result.errors.map { "\($0.code)" } == [bad.code], "\(result.summary)")
    if !bad.message.hasPrefix("spec.vrf") {
      #expect(result.errors.first?.message == bad.message)
    }
    #expect(result.errors.first.flatMap(result.text) == bad.place)
  }

  /// With what the case leaves out.
  private static func completed(_ fields: String) -> String {
    if fields.isEmpty { return "peerAddress: 192.0.2.1" }
    let number = fields.contains("peerASN") ? "" : "peerASN: 64501, "
    return number + "peerAddress: 192.0.2.1, " + fields
  }

  @Test(arguments: ["two words", "#x", "!x", "x\\ny", "", "\\t", "é"])
  func `a password that frr.conf cannot hold is refused and not shown`(password: String) {
    let result = readText(
      peer("peerASN: 1, peerAddress: 192.0.2.1, password: \"\(password)\""))
    if password.isEmpty {
      #expect(result.errors.isEmpty, "an empty one is none")
      return
    }
    #expect(result.errors.map(\.code.description) == ["NC0641"], "\(result.summary)")
    for finding in result.diagnostics {
      #expect(!finding.message.contains("words") && finding.help?.contains("words") != true)
    }
  }

  @Test func `a password that is a number is not shown either`() {
    let result = readText(peer("peerASN: 1, peerAddress: 192.0.2.1, password: 31337"))
    #expect(result.errors.map(\.code.description) == ["NC0206"])
    #expect(!result.summary.contains("31337"))
    #expect(!result.resources.hidden.isEmpty)
  }

  @Test func `the old version knows fewer fields`() {
    let old = object(
      "BGPPeer", "myASN: 1, peerASN: 2, peerAddress: 192.0.2.1, ebgpMultiHop: true")
    #expect(readGood(old).bgpPeers.count == 1)
    #expect(
      readBad(object("BGPPeer", "myASN: 1, peerASN: 2, peerAddress: 192.0.2.1, vrf: red"))
        .hasPrefix("NC0204"))
    #expect(readText(old).diagnostics.isEmpty)
  }

  @Test(arguments: [
    ("receiveInterval: 9", "NC0208"), ("transmitInterval: 60001", "NC0208"),
    ("detectMultiplier: 1", "NC0208"), ("echoInterval: 0", "NC0208"), ("minimumTtl: 255", "NC0208"),
    ("echoMode: \"yes\"", "NC0206"),
  ])
  func `a BFD profile keeps to its limits`(fields: String, code: String) {
    #expect(readBad(object("BFDProfile", fields)).hasPrefix(code))
  }
}
