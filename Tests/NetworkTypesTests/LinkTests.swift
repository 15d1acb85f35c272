import NetworkTypes
import Testing

@Suite struct LinkTests {
  @Test func `FNV-1a gives the values of its draft`() {
    // draft-eastlake-fnv, appendix C: test vectors.
    #expect(FNV1a.hash("") == 0xcbf2_9ce4_8422_2325)
    #expect(FNV1a.hash("a") == 0xaf63_dc4c_8601_ec8c)
    #expect(FNV1a.hash("foobar") == 0x8594_4171_f739_67e8)
  }

  @Test(arguments: ["0a:58:0a:f4:01:02", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"])
  func `a MAC address prints as it was written`(text: String) throws {
    #expect(try #require(MACAddress(parsing: text)).description == text)
    #expect(MACAddress(parsing: text.uppercased()) == MACAddress(parsing: text))
  }

  @Test(arguments: [
    "", "0a:58:0a:f4:01", "0a:58:0a:f4:01:02:03", "0a-58-0a-f4-01-02", "0a580af40102",
    "0g:58:0a:f4:01:02", "a:58:0a:f4:01:002", "0a:58:0a:f4:01:0\n",
  ])
  func `another text is no MAC address`(text: String) {
    #expect(MACAddress(parsing: text) == nil)
  }

  @Test func `a MAC address has 48 bits`() {
    #expect(MACAddress(bits: 1 << 48) == nil)
    #expect(MACAddress(bits: 1 << 48 - 1)?.isMulticast == true)
  }

  @Test func `a pod with IPv4 gets the address that CNI's bridge gave`() throws {
    let address = try IPAddress(parsing: "10.244.1.2")
    #expect(MACAddress.pod(address).description == "0a:58:0a:f4:01:02")
    #expect(MACAddress.pod(try IPAddress(parsing: "255.255.255.255")).bits == 0x0a58_ffff_ffff)
  }

  @Test(arguments: Seeds.all)
  func `derived addresses are local, of one station, and apart from those of IPv4 pods`(
    seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let bits = random.bits(of: 128)
      let pod = MACAddress.pod(IPAddress(family: .ipv6, bits: bits))
      let named = MACAddress.derived(from: "node-\(bits)")
      try #require(pod.bits >> 32 != 0x0a58, "seed \(seed)")
      for address in [pod, named] {
        try #require(address.isLocallyAdministered && !address.isMulticast, "seed \(seed)")
        try #require(MACAddress(parsing: address.description) == address, "seed \(seed)")
      }
    }
  }

  @Test func `a veth name is stable and fits an interface`() throws {
    let name = InterfaceName.veth(for: "default/web-0")
    #expect(name == InterfaceName.veth(for: "default/web-0"))
    #expect(name != InterfaceName.veth(for: "default/web-1"))
    #expect(name.text.hasPrefix("veth") && name.text.utf8.count == 12)
    #expect(try InterfaceName(parsing: name.text) == name)
    // 0xcbf29ce4 ^ 0x84222325
    #expect(InterfaceName.veth(for: "").text == "veth4fd0bfc1")
  }
}
