import NetworkTypes
import Planning
import Testing

struct StableNamesTests {
  /// Computed from kube-proxy's own rule: SHA-256, base32, 16 characters.
  @Test(arguments: [
    ("ns1/svc1:p80", "tcp", "", "XPGD46QRK7WJZT7O"),
    ("ns4/svc4:p80", "tcp", "", "4SW47YFZTEDKD3PK"),
    ("default/kubernetes:https", "tcp", "", "NPX46M4PTMTKRN6Y"),
    ("kube-system/kube-dns:dns", "udp", "", "TCOU7JCQXEZGVUNU"),
    ("default/web", "tcp", "", "LOLE4ISW44XBNF3G"), ("default/web", "sctp", "", "6XBQYRW2PBWS6JPR"),
    ("ns1/svc1:p80", "tcp", "10.180.0.1:80", "SXIVWICOYRO3J4NJ"),
    ("default/web", "tcp", "[fd00:10:244:1::2]:8080", "GOJQLROOZK37V2P4"),
  ])
  func `chain hashes are kube-proxy's`(
    label: String, transport: String, endpoint: String, hash: String
  ) {
    #expect(StableNames.chainHash(label, transport, endpoint) == hash)
  }

  @Test func `a sandbox is named for its pod`() {
    #expect(
      StableNames.netns(ObjectName(namespace: "shop", name: "cart-d0")).text == "shop_cart-d0")
  }

  @Test func `a name that no file may have is cut, and stays unique`() {
    let long = String(repeating: "a", count: 250)
    let first = StableNames.netns(
      ObjectName(namespace: "shop", name: DNSSubdomain(checked: long + "b")))
    let second = StableNames.netns(
      ObjectName(namespace: "shop", name: DNSSubdomain(checked: long + "c")))
    #expect(first.text.utf8.count == 255)
    #expect(first != second)
  }
}
