import NetworkTypes
import Testing

@Suite struct PortTests {
  @Test func `a port lies in 1 to 65535`() {
    for number in [0, -1, 65536, Int.max, Int.min] { #expect(Port(number) == nil) }
    for number in [1, 80, 65535] { #expect(Port(number)?.description == String(number)) }
  }

  @Test(arguments: ["30000-32767", "1-65535", "80", "80-81"])
  func `a legal range prints as it was written`(text: String) throws {
    #expect(try PortRange(parsing: text).description == text)
  }

  @Test(
    arguments: [
      ("", .notARange), ("-", .notARange), ("30000-", .notARange), ("-30000", .notARange),
      ("30000-32767-1", .notARange), ("30000:32767", .notARange), ("30000 - 32767", .notARange),
      ("+1-2", .notARange), ("030-40", .notARange), ("a-b", .notARange), ("80\n", .notARange),
      ("0-1", .notAPort), ("1-65536", .notAPort), ("99999999999999999999-1", .notAPort),
      ("32767-30000", .reversed),
    ] as [(String, PortRangeError)])
  func `an illegal range is refused for its own reason`(text: String, reason: PortRangeError) {
    #expect(throws: reason) { try PortRange(parsing: text) }
  }

  @Test func `a range holds both of its ends`() throws {
    let range = try PortRange(parsing: "30000-30002")
    #expect(range.count == 3)
    #expect(range.contains(30000) && range.contains(30002))
    #expect(!range.contains(29999) && !range.contains(30003))
    #expect(try PortRange(parsing: "7").count == 1)
    #expect(try PortRange(parsing: "1-65535").count == 65535)
    #expect(PortRange(2, 1) == nil)
  }

  @Test func `protocol names are exact`() {
    for transport in TransportProtocol.allCases {
      #expect(TransportProtocol(transport.name) == transport)
      #expect(TransportProtocol(transport.lowercaseName) == nil)
    }
    #expect(TransportProtocol("ICMP") == nil)
    #expect(TransportProtocol("TCP ") == nil)
    #expect(TransportProtocol.allCases.sorted() == [.tcp, .udp, .sctp])
  }
}
