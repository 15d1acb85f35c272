import NetworkTypes
import TestSupport
import Testing
import Tracing

/// Tables written by hand, against what the kernel does with them.
@Suite struct NFTablesTests {
  private static let plan = """
    plan() {
      cat <<'PLAN'
    bridge cbr0 routed 0a:58:0a:14:01:01 1500 10.20.1.1/32 -
    route 10.20.1.0/24 unreachable
    service 10.21.0.0/16 192.168.70.11
    pod shop_web-0 veth0 0a:58:0a:14:01:02 10.20.1.2 -
    PLAN
    }
    """

  private static let head = """
    # shop/web:http: 10.21.0.1 port 80/tcp also 198.51.100.7 nodeport 30080
    table ip netc {
    \tmap services {
    \t\ttype ipv4_addr . inet_proto . inet_service : verdict
    \t\telements = {
    \t\t\t10.21.0.1 . tcp . 80 : goto pick,
    \t\t\t198.51.100.7 . tcp . 80 : drop,
    \t\t}
    \t}
    \tmap endpoints {
    \t\ttypeof ip daddr . meta l4proto . th dport . numgen random mod 2 : ip daddr . tcp dport
    \t\telements = {
    \t\t\t10.21.0.1 . tcp . 80 . 0 : 10.20.1.2 . 8080,
    \t\t}
    \t}
    \tchain pick {
    \t\tmeta l4proto tcp dnat ip to ip daddr . meta l4proto . th dport . numgen random mod 4 \
    map @endpoints

    """

  private static let hook = "\t\ttype filter hook prerouting priority -110; policy accept;\n"
  private static let lookup = "\t\tip daddr . meta l4proto . th dport vmap @services\n"

  /// A packet from outside to port 80. The rules stand behind line 18, in their own chain.
  private static func trace(_ rules: String, to address: String = "10.21.0.1") throws -> Trace {
    let text = "\(head)\t}\n\(rules)}\n"
    var tracer = try Tracer([
      PrintedFile(path: "nodes/ash/netns.sh", bytes: Array(plan.utf8)),
      PrintedFile(path: "nodes/ash/nftables.nft", bytes: Array(text.utf8)),
    ])
    let client = try IPAddress(parsing: "203.0.113.9")
    let trace = try tracer.trace(
      from: .outside(client, node: "ash"),
      to: Endpoint(address: try IPAddress(parsing: address), port: 80), .tcp)
    return try #require(trace)
  }

  private static func ends(_ rules: String, to address: String = "10.21.0.1") throws -> [String] {
    try trace(rules, to: address).outcomes.map { "\($0.verdict) \($0.probability)" }
  }

  private static func chain(_ name: String, _ lines: String...) -> String {
    "\tchain \(name) {\n" + lines.joined() + "\t}\n"
  }

  @Test func `a number that no element has sends the packet on`() throws {
    let hook = "\t\ttype nat hook prerouting priority -100; policy accept;\n"
    #expect(
      try Self.ends(Self.chain("in", hook, Self.lookup)) == ["unserved 0.75", "delivered 0.25"])
  }

  @Test(arguments: [
    // A chain that ends goes back to its caller; one that was reached by goto, to the caller's.
    ("\t\tjump a\n\t\treject\n", "\t\tip saddr 10.0.0.0/8 drop\n", "rejected 1.0"),
    ("\t\tgoto a\n\t\treject\n", "\t\tip saddr 10.0.0.0/8 drop\n", "unserved 1.0"),
    ("\t\tjump a\n", "\t\tnumgen random mod 2 < 1 drop\n\t\treject\n", "rejected 0.5"),
    ("\t\tmeta mark set meta mark | 0x6\n\t\tmeta mark & 0x4 == 0x4 drop\n", "", "dropped 1.0"),
    ("\t\tip daddr != 10.21.0.1 drop\n\t\tmeta l4proto tcp reject\n", "", "rejected 1.0"),
  ])
  func `rules are tried in the kernel's order`(rules: String, a: String, end: String) throws {
    let ends = try Self.ends(Self.chain("in", Self.hook, rules) + Self.chain("a", a))
    #expect(ends.contains(end), "\(ends)")
  }

  @Test func `a step names the element, and the service port by its entrance`() throws {
    let trace = try Self.trace(Self.chain("in", Self.hook, Self.lookup), to: "198.51.100.7")
    let steps = trace.outcomes.flatMap(\.steps)
    #expect(steps.map(\.line) == [21, 7])
    #expect(steps.last?.rule == "198.51.100.7 . tcp . 80 : drop")
    #expect(steps.map(\.object) == ["shop/web:http", "shop/web:http"])
    #expect(trace.verdict == .dropped)
  }

  @Test(arguments: [
    "\t\tip ttl 1 drop\n", "\t\tjump nowhere\n", "\t\taccept\n", "\t\tdrop drop\n", "\tdrop\n",
    "\t\tip daddr vmap @services\n", "\t\tip daddr @nowhere drop\n", "\t\tip6 daddr ::1 drop\n",
    "\t\tip daddr . meta l4proto . th dport @services drop\n", "\t\tgoto in\n", "\t\t# hello\n",
  ])
  func `what is not known stops the trace at its line`(rule: String) throws {
    let failure = #expect(throws: TraceFailure.self) {
      try Self.ends(Self.chain("in", Self.hook, rule))
    }
    #expect(failure?.line == 21, "\(String(describing: failure))")
    #expect(failure?.path == "nodes/ash/nftables.nft")
  }
}
