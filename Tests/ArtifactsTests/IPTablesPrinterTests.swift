import NetworkTypes
import Testing

@testable import Artifacts

struct IPTablesPrinterTests {
  typealias Rule = IPTablesDocument.Rule

  private func line(_ rule: Rule) -> String {
    let table = IPTablesDocument.Table(name: .nat, chains: [], rules: [.rule(rule)])
    let text = String(
      decoding: IPTablesPrinter(IPTablesDocument(family: .ipv4, tables: [table])).out.bytes,
      as: UTF8.self)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }[1].description
  }

  private static let web = PlainToken("shop/web:http")
  private static let address = IPAddress(family: .ipv4, bits: 0x0A60_0001)
  private static let address6 = IPAddress(family: .ipv6, bits: 0xFD << 120 | 1)

  @Test func `a match on a cluster IP is kube-proxy's, word for word`() {
    let rule = Rule(
      chain: .services,
      matches: [
        .comment(.about(Self.web, " cluster IP")), .transport(.tcp),
        .destination(IPPrefix(Self.address), isNegated: false), .destinationPort(80),
      ], target: .jump(ChainName("KUBE-SVC-X")))
    #expect(
      line(rule)
        == #"-A KUBE-SERVICES -m comment --comment "shop/web:http cluster IP" -m tcp -p tcp -d 10.96.0.1 --dport 80 -j KUBE-SVC-X"#
    )
  }

  @Test(arguments: [
    (2, "0.5000000000"), (3, "0.3333333333"), (7, "0.1428571429"), (1000, "0.0010000000"),
    (6, "0.1666666667"), (10_000, "0.0001000000"), (100_000, "0.0000100000"),
    (100_001, "0.0000099999"),
  ])
  func `a chance has ten digits`(count: Int, text: String) {
    let rule = Rule(chain: .services, matches: [.oneIn(outOf: count)])
    #expect(line(rule) == "-A KUBE-SERVICES -m statistic --mode random --probability \(text)")
  }

  @Test func `an IPv6 endpoint stands in brackets`() {
    let rule = Rule(chain: .services, target: .dnat(Self.address6, 8080))
    #expect(line(rule) == "-A KUBE-SERVICES -j DNAT --to-destination [fd00::1]:8080")
  }

  @Test func `a jump from a built-in chain has its place`() {
    #expect(
      line(PodRules(family: .ipv4, podRange: nil, serviceRanges: []).natJump(at: 2))
        == #"-I POSTROUTING 2 -j NETC-POSTROUTING"#)
  }

  @Test func `affinity remembers the source by endpoint`() {
    let list = ChainName("KUBE-SEP-X")
    #expect(
      line(Rule(chain: .services, matches: [.recentlySeen(list: list, seconds: 10)]))
        == "-A KUBE-SERVICES -m recent --name KUBE-SEP-X --rcheck --seconds 10 --reap")
    #expect(
      line(Rule(chain: .services, matches: [.rememberSource(list: list)]))
        == "-A KUBE-SERVICES -m recent --name KUBE-SEP-X --set")
  }
}
