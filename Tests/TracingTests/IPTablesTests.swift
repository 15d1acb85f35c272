import NetworkTypes
import Testing
import Tracing

/// Rules written by hand, against what the kernel does with them.
@Suite struct IPTablesTests {
  private static let plan = """
    plan() {
      cat <<'PLAN'
    bridge cbr0 routed 0a:58:0a:14:01:01 1500 10.20.1.1/32 -
    route 10.20.1.0/24 unreachable
    route 10.20.2.0/24 192.168.70.12
    service 10.21.0.0/16 192.168.70.11
    pod shop_web-0 veth0 0a:58:0a:14:01:02 10.20.1.2 -
    PLAN
    }
    """

  private static func tracer(_ rules: String, plan: String = plan) throws -> Tracer {
    try Tracer([
      PrintedFile(path: "nodes/ash/netns.sh", bytes: Array(plan.utf8)),
      PrintedFile(path: "nodes/ash/iptables.rules", bytes: Array(rules.utf8)),
    ])
  }

  /// A packet from outside, or from the pod, to 10.21.0.1 port 80.
  private static func ends(
    _ rules: String, from origin: Tracer.Origin? = nil, to address: String = "10.21.0.1",
    remembered: Endpoint? = nil
  ) throws -> [String] {
    var tracer = try tracer(rules)
    let client = try IPAddress(parsing: "203.0.113.9")
    let trace = try tracer.trace(
      from: origin ?? .outside(client, node: "ash"),
      to: Endpoint(address: try IPAddress(parsing: address), port: 80), .tcp,
      remembered: remembered)
    return try #require(trace).outcomes.map { outcome in
      let end = outcome.endpoint.map { " \($0) from \(outcome.source)" } ?? ""
      return "\(outcome.verdict)\(end) \(outcome.probability)"
    }
  }

  private static func nat(_ rules: String...) -> String {
    let chains = [":A - [0:0]", ":B - [0:0]"]
    return (["*nat"] + chains + rules + ["COMMIT", ""]).joined(separator: "\n")
  }

  private static let web = "-j DNAT --to-destination 10.20.1.2:8080"
  private static let db = "-j DNAT --to-destination 10.20.1.2:5432"

  @Test(arguments: [
    // A chain that ends goes back to its caller; one that was reached by goto, to the caller's.
    (nat("-A PREROUTING -j A", "-A PREROUTING \(web)", "-A A -m tcp -p udp \(db)"), "8080"),
    (nat("-A PREROUTING -j A", "-A PREROUTING \(web)", "-A A -g B", "-A A \(db)"), "8080"),
    (nat("-A PREROUTING -j A", "-A PREROUTING \(web)", "-A A -j RETURN", "-A A \(db)"), "8080"),
    (nat("-A PREROUTING \(db)", "-I PREROUTING 1 \(web)"), "8080"),
    (nat("-A PREROUTING -p tcp --dport 79:80 \(web)"), "8080"),
    (nat("-A PREROUTING ! -s 203.0.113.0/24 \(db)", "-A PREROUTING \(web)"), "8080"),
    (
      nat(
        "-A PREROUTING -j MARK --or-mark 0x00004000", "-A PREROUTING -j MARK --xor-mark 0x4000",
        "-A PREROUTING -m mark --mark 0x4000/0x4000 \(db)", "-A PREROUTING \(web)"), "8080"
    ),
    (
      nat(
        "-A PREROUTING -m conntrack --ctstate RELATED,ESTABLISHED \(db)",
        "-A PREROUTING -m conntrack --ctstate NEW \(web)"), "8080"
    ),
    (
      nat(
        "-A PREROUTING -m addrtype --dst-type LOCAL \(db)",
        "-A PREROUTING -m addrtype ! --src-type LOCAL \(web)"), "8080"
    ),
    (
      nat(
        "-A PREROUTING -m recent --name L --rcheck --seconds 60 --reap \(db)",
        "-A PREROUTING -m recent --name L --set \(web)"), "8080"
    ),
  ])
  func `rules are tried in the kernel's order`(rules: String, port: String) throws {
    #expect(try Self.ends(rules) == ["delivered 10.20.1.2:\(port) from 203.0.113.9 1.0"])
  }

  @Test func `draws make several ways, and a client that is known has one`() throws {
    let rules = Self.nat(
      "-A PREROUTING -m recent --name L --rcheck --seconds 60 --reap \(Self.db)",
      "-A PREROUTING -m statistic --mode random --probability 0.2500000000 \(Self.web)",
      "-A PREROUTING -m recent --name L --set \(Self.db)")
    #expect(
      try Self.ends(rules) == [
        "delivered 10.20.1.2:5432 from 203.0.113.9 0.75",
        "delivered 10.20.1.2:8080 from 203.0.113.9 0.25",
      ])
    let before = Endpoint(address: try IPAddress(parsing: "10.20.1.2"), port: 5432)
    #expect(
      try Self.ends(rules, remembered: before) == ["delivered 10.20.1.2:5432 from 203.0.113.9 1.0"])
  }

  @Test func `filter rules see what nat rules made of the packet`() throws {
    let filter = """
      *filter
      -A FORWARD -d 10.21.0.1 -j DROP
      -A FORWARD -d 10.20.1.2 -m conntrack --ctstate DNAT -j REJECT
      COMMIT

      """
    #expect(try Self.ends(filter + Self.nat("-A PREROUTING \(Self.web)")) == ["rejected 1.0"])
    #expect(try Self.ends(filter) == ["dropped 1.0"])
  }

  @Test func `the host's own packets go through OUTPUT, and look like it on the way out`() throws {
    let rules = Self.nat(
      "-A OUTPUT -d 10.21.0.1 \(Self.web)", "-A PREROUTING \(Self.db)",
      "-A POSTROUTING -j MASQUERADE --random-fully")
    #expect(
      try Self.ends(rules, from: .node("ash", source: nil))
        == ["delivered 10.20.1.2:8080 from 10.20.1.1 1.0"])
  }

  @Test func `what no rule is for goes where the routes lead`() throws {
    let rules = Self.nat("-A PREROUTING -d 10.99.0.0/16 \(Self.web)")
    let pod = Tracer.Origin.pod(netns: "shop_web-0")
    #expect(
      try Self.ends(rules, from: pod, to: "8.8.8.8") == ["unserved 8.8.8.8:80 from 10.20.1.2 1.0"])
    #expect(try Self.ends(rules, from: pod, to: "10.20.1.9") == ["rejected 1.0"])
  }

  @Test(arguments: [
    ("*mangle\nCOMMIT\n", 1), ("*nat\n-A PREROUTING -m ttl --ttl-eq 1 -j DROP\nCOMMIT\n", 2),
    ("*nat\n-A PREROUTING -j NOWHERE\nCOMMIT\n", 2), ("*nat\n-A NOWHERE -j DROP\nCOMMIT\n", 2),
    ("*nat\n-A PREROUTING -j DROP -d 10.0.0.1\nCOMMIT\n", 2), ("*nat\n", 1),
    ("*nat\n-A PREROUTING -d 10.0.0.1/8 -j DROP\nCOMMIT\n", 2), ("-A INPUT -j DROP\n", 1),
    ("*nat\n-X PREROUTING\nCOMMIT\n", 2), ("*nat\n# hello\nCOMMIT\n", 2),
    ("*nat\n-A PREROUTING -m comment --comment \"open -j DROP\nCOMMIT\n", 2),
    ("*nat\n:A - [0:0]\n-A PREROUTING -j A\n-A A -j A\nCOMMIT\n", 4),
  ])
  func `what is not known stops the trace at its line`(rules: String, line: Int) throws {
    let failure = #expect(throws: TraceFailure.self) { try Self.ends(rules) }
    #expect(failure?.line == line, "\(String(describing: failure))")
    #expect(failure?.path == "nodes/ash/iptables.rules")
  }

  @Test(arguments: ["tunnel vx0 1\n", "route 10.0.0.0/8 nowhere\n", "pod a b c d e f\n"])
  func `a plan line that is not known stops it, too`(line: String) throws {
    let plan = Self.plan.replacing("pod shop_web-0", with: "\(line)pod shop_web-0")
    #expect(throws: TraceFailure.self) { try Self.tracer("", plan: plan) }
  }
}
