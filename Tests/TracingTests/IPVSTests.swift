import NetworkTypes
import TestSupport
import Testing
import Tracing

/// Virtual servers and sets written by hand, against what the kernel does with them.
@Suite struct IPVSTests {
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

  private static let sets = """
    # For the reader.
    # shop/web:http: 10.21.0.1 port 80/tcp nodeport 30080
    create KUBE-CLUSTER-IP hash:ip,port family inet hashsize 1024 maxelem 65536
    add KUBE-CLUSTER-IP 10.21.0.1,tcp:80
    create KUBE-IPVS-IPS hash:ip family inet hashsize 1024 maxelem 65536
    add KUBE-IPVS-IPS 10.21.0.1

    """

  private static let rules = """
    *filter
    -A INPUT -m set --match-set KUBE-CLUSTER-IP dst,dst -j RETURN
    -A INPUT -m set --match-set KUBE-IPVS-IPS dst -j REJECT
    COMMIT
    *nat
    -A POSTROUTING -s 203.0.113.0/24 -j MASQUERADE
    COMMIT

    """

  private static let servers = """
    --set 600 0 60
    -A -t 10.21.0.1:80 -s rr -p 60
    -a -t 10.21.0.1:80 -r 10.20.1.2:8080 -m -w 1
    -a -t 10.21.0.1:80 -r 10.20.9.9:8080 -m -w 1
    -A -u [fd00::1]:53 -s mh -b mh-port

    """

  private static func trace(
    to port: Int = 80, servers: String = servers, sets: String = sets, rules: String = rules,
    remembered: Endpoint? = nil
  ) throws -> Trace {
    var tracer = try Tracer([
      PrintedFile(path: "nodes/ash/netns.sh", bytes: Array(plan.utf8)),
      PrintedFile(path: "nodes/ash/ipset.rules", bytes: Array(sets.utf8)),
      PrintedFile(path: "nodes/ash/ipvsadm.rules", bytes: Array(servers.utf8)),
      PrintedFile(path: "nodes/ash/iptables.rules", bytes: Array(rules.utf8)),
    ])
    let trace = try tracer.trace(
      from: .outside(try IPAddress(parsing: "203.0.113.9"), node: "ash"),
      to: Endpoint(address: try IPAddress(parsing: "10.21.0.1"), port: try #require(Port(port))),
      .tcp, remembered: remembered)
    return try #require(trace)
  }

  @Test func `endpoints take turns, and what IPVS sends on is still masqueraded`() throws {
    let trace = try Self.trace()
    #expect(trace.outcomes.map(\.probability) == [0.5, 0.5])
    #expect(trace.outcomes[0].endpoint?.description == "10.20.1.2:8080")
    #expect(trace.outcomes[0].source.description == "10.20.1.1")
    let objects = trace.outcomes[0].steps.filter { $0.hook == "ipvs INPUT" }.map(\.object)
    #expect(objects == ["shop/web:http", "shop/web:http"])
  }

  @Test func `a client comes back to its endpoint`() throws {
    let endpoint = Endpoint(address: try IPAddress(parsing: "10.20.9.9"), port: 8080)
    let trace = try Self.trace(remembered: endpoint)
    #expect(trace.outcomes.map(\.probability) == [1])
    #expect(trace.outcomes[0].endpoint == endpoint)
  }

  @Test func `a port that no Service has is refused`() throws {
    #expect(try Self.trace(to: 22).verdict == .rejected)
  }

  @Test func `a virtual server without endpoints refuses`() throws {
    #expect(try Self.trace(servers: "-A -t 10.21.0.1:80 -s rr\n").verdict == .rejected)
  }

  @Test(arguments: [
    "-A -t 10.21.0.1:80 -s rr -x", "-A -f 5 -s rr", "-a -t 10.21.0.1:81 -r 10.20.1.2:1 -m -w 1",
    "-A -t 10.21.0.1:80 -s rr\n-A -t 10.21.0.1:80 -s rr", "# a comment",
    "-A -t 10.21.0.1:80 -s rr\n-a -t 10.21.0.1:80 -r 10.20.1.2:1 -g -w 1", "--set 1 2",
  ])
  func `a line of servers that is not known is a failure`(_ text: String) {
    #expect(throws: TraceFailure.self) { try Self.trace(servers: text + "\n") }
  }

  @Test(arguments: [
    "create A hash:mac family inet hashsize 1024 maxelem 65536", "add NOWHERE 10.0.0.1",
    "add KUBE-IPVS-IPS 10.0.0.1,tcp:80", "add KUBE-CLUSTER-IP 10.0.0.1,icmp:8",
    "create KUBE-IPVS-IPS bitmap:port range 0-65535", "flush KUBE-IPVS-IPS", "# an unknown remark",
  ])
  func `a line of sets that is not known is a failure`(_ text: String) {
    #expect(throws: TraceFailure.self) { try Self.trace(sets: Self.sets + text + "\n") }
  }

  @Test func `a rule that names no set is a failure`() {
    let rules = Self.rules.replacing("KUBE-IPVS-IPS", with: "KUBE-ELSEWHERE")
    #expect(throws: TraceFailure.self) { try Self.trace(rules: rules) }
  }
}
