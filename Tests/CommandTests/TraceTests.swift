import Foundation
import TestSupport
import Testing

/// `netc trace`: what it says, in both formats, and when it can't.
@Suite struct TraceTests {
  @Test func `the text shows each rule with its place, its object and where that is written`()
    throws
  {
    let lab = try Lab()
    let result = try lab.netc("trace", "in", "--from", "node/birch", "--to", "svc/default/web")
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.messages == "")
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "192.168.70.12 → 10.21.0.1 port 80/tcp")
    #expect(lines.contains { $0.hasSuffix("  # default/web:http (in/web.yaml:10)") })
    #expect(
      lines.contains {
        $0.hasSuffix(":8080, pod default/web on ash, which sees 192.168.70.12, masqueraded")
      })
    #expect(
      lines.contains { $0.hasPrefix("      -A ") && $0.hasSuffix("-j MASQUERADE --random-fully") })
  }

  @Test func `the JSON holds what the contract names`() throws {
    let lab = try Lab()
    let result = try lab.netc(
      "trace", "in", "--from", "203.0.113.9", "--at", "birch", "--to", "10.21.0.1", "--port", "80",
      "--format", "json")
    #expect(result.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let trace = try #require(object as? [String: Any])
    #expect(trace["verdict"] as? String == "delivered")
    #expect(trace["masqueraded"] as? Bool == true)
    #expect(trace["source"] as? String == "192.168.70.12")
    let endpoints = try #require(trace["endpoints"] as? [[String: Any]])
    #expect(endpoints.count == 1)
    #expect(endpoints[0]["port"] as? Int == 8080)
    #expect(endpoints[0]["pod"] as? String == "default/web")
    #expect(endpoints[0]["node"] as? String == "ash")
    #expect(endpoints[0]["probability"] as? Double == 1)
    for step in try #require(trace["steps"] as? [[String: Any]]) {
      let keys = ["node", "hook", "artifact", "line", "rule", "object"]
      #expect(keys.allSatisfy { step[$0] != nil }, "\(step)")
    }
  }

  @Test func `a tree that was built answers as its input does, but for the source lines`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    let question = ["--from", "pod/default/web", "--to", "svc/default/web"]
    let input = try BuiltNetc.run(["trace", "in"] + question, in: lab.scratch.url)
    let tree = try BuiltNetc.run(["trace", "out"] + question, in: lab.scratch.url)
    #expect(tree.status == 0)
    #expect(tree.output == input.output.replacing(" (in/web.yaml:10)", with: ""))
  }

  @Test(arguments: [
    (["--to", "web.default.svc.cluster.local"], "10.21.0.1 port 80/tcp"),
    (["--to", "web.default.svc.cluster.local."], "10.21.0.1 port 80/tcp"),
    (["--to", "svc/default/web", "--port", "81"], "10.21.0.1 port 81/tcp"),
    (["--to", "10.21.0.1", "--port", "53", "--protocol", "udp"], "10.21.0.1 port 53/udp"),
    (["--to", "node/ash", "--port", "22"], "192.168.70.11 port 22/tcp"),
  ])
  func `the ends have several names`(arguments: [String], shown: String) throws {
    let lab = try Lab()
    let result = try BuiltNetc.run(
      ["trace", "in", "--from", "node/birch"] + arguments, in: lab.scratch.url)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output.split(separator: "\n").first?.hasSuffix(shown) == true)
  }

  @Test(arguments: [
    (["--from", "pod/default/wbe", "--to", "10.21.0.1", "--port", "80"], "`default/web`?"),
    (["--from", "node/brich", "--to", "10.21.0.1", "--port", "80"], "`birch`?"),
    (["--from", "node/ash", "--to", "svc/default/wep"], "`default/web`?"),
    (["--from", "node/ash", "--to", "svc/web"], "write svc/NAMESPACE/web"),
    (["--from", "pod/web", "--to", "svc/default/web"], "write pod/NAMESPACE/web"),
    (["--from", "node/ash", "--to", "10.21.0.1"], "add --port N"),
    (["--from", "203.0.113.9", "--to", "10.21.0.1", "--port", "80"], "--at NODE"),
    (["--from", "somewhere", "--to", "10.21.0.1", "--port", "80"], "pod/NAMESPACE/NAME"),
    (["--from", "node/ash", "--to", "fd00::1", "--port", "80"], "of one family"),
  ])
  func `an end that is not there is an error with help`(arguments: [String], help: String) throws {
    let lab = try Lab()
    let result = try BuiltNetc.run(["trace", "in"] + arguments, in: lab.scratch.url)
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.messages.contains("error[NC0020]"))
    #expect(result.messages.contains(help), "\(result.messages)")
  }

  @Test(arguments: [
    ["trace", "in", "--from", "node/ash"], ["trace", "in", "--to", "10.21.0.1"],
    ["trace", "in", "--from", "node/ash", "--to", "10.21.0.1", "--port", "0"],
    ["trace", "in", "--from", "node/ash", "--to", "10.21.0.1", "--protocol", "icmp"],
  ])
  func `wrong usage ends with 64`(arguments: [String]) throws {
    let lab = try Lab()
    #expect(try BuiltNetc.run(arguments, in: lab.scratch.url).status == 64)
  }

  @Test func `the help names the values as they are written`() throws {
    let help = try Lab().netc("trace", "--help").output
    #expect(help.contains("(values: tcp, udp, sctp)"), "\(help)")
    #expect(help.contains("(values: ipv4, ipv6)"), "\(help)")
  }

  @Test func `errors in the input are shown, and nothing is traced`() throws {
    let lab = try Lab()
    try lab.scratch.write("in/more.yaml", "kind: Service\n")
    let result = try lab.netc("trace", "in", "--from", "node/ash", "--to", "svc/default/web")
    #expect(result.status == 1)
    #expect(result.output == "")
  }

  @Test func `a rule that is not known ends it with 70 and says where it is`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    try lab.shell(
      "sed -i '/^COMMIT/i -A INPUT -m ttl --ttl-eq 1 -j DROP' out/nodes/ash/iptables.rules")
    let result = try lab.netc("trace", "out", "--from", "node/ash", "--to", "svc/default/web")
    #expect(result.status == 70)
    #expect(result.messages.contains("nodes/ash/iptables.rules:"), "\(result.messages)")
    #expect(result.messages.contains("`-m ttl --ttl-eq` is not known here"))
  }
}
