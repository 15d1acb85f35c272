import NetworkTypes
import Testing

@testable import Artifacts
@testable import Planning

struct NodeScriptsTests {
  private func netns(_ node: NodePlan) -> String {
    text(IPNetnsPrinter(IPNetnsTranslation.document(for: node)).out)
  }

  private func text(_ buffer: TextBuffer) -> String {
    String(decoding: buffer.bytes, as: UTF8.self)
  }

  private func plan(_ node: NodePlan) -> [String] {
    let lines = netns(node).split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0.hasSuffix("<<'PLAN'") } ?? lines.endIndex
    let end = lines.firstIndex(of: "PLAN") ?? lines.endIndex
    return lines[lines.index(after: start)..<end].map(String.init)
  }

  @Test func `a routed plan gives every object its line`() {
    #expect(
      plan(NodePlans.node()) == [
        "bridge cbr0 routed 0a:58:0a:f4:01:01 1500 10.244.1.1/32 fd00:1::1/128",
        "route 10.244.1.0/24 unreachable",
        "route fd00:1::/64 unreachable",
        "service 10.96.0.0/16 192.168.56.11",
        "route 10.244.2.0/24 192.168.56.12",
        "service fd00:96::/112 -",
        "pod shop_web-0 \(InterfaceName.veth(for: "web-0")) 0a:58:0a:f4:01:02 10.244.1.2 fd00:1::2",
      ])
  }

  @Test func `on a bridge the block is the bridge's own link`() {
    let lines = plan(NodePlans.node(wiring: .bridged))
    #expect(
      lines[0] == "bridge cbr0 bridge 0a:58:0a:f4:01:01 1500 10.244.1.1/24 fd00:1::1/64")
    #expect(!lines.contains { $0.hasSuffix("unreachable") })
  }

  @Test func `a family that a node or pod lacks is a dash`() {
    let node = NodePlans.node(
      blocks: ["10.244.1.0/24"], sandboxes: [NodePlans.sandbox(addresses: ["10.244.1.2"])])
    let lines = plan(node)
    #expect(lines[0].hasSuffix(" 1500 10.244.1.1/32 -"))
    #expect(lines.last?.hasSuffix(" 10.244.1.2 -") == true)
    let later = plan(
      NodePlans.node(
        blocks: ["fd00:1::/64"], sandboxes: [NodePlans.sandbox(addresses: ["fd00:1::2"])]))
    #expect(later[0].hasSuffix(" 1500 - fd00:1::1/128"))
    #expect(later.last?.hasSuffix(" - fd00:1::2") == true)
  }

  @Test func `a pod on the host's network has no sandbox but is named`() {
    let node = NodePlans.node(sandboxes: [], hostNetworkPods: [NodePlans.pod("edge")])
    #expect(netns(node).contains("\n#   shop/edge\n"))
    #expect(!plan(node).contains { $0.hasPrefix("pod ") })
  }

  @Test func `adding a pod changes one line of the script`() {
    let one = Set(netns(NodePlans.node()).split(separator: "\n"))
    let two = netns(
      NodePlans.node(sandboxes: [
        NodePlans.sandbox(), NodePlans.sandbox("web-1", addresses: ["10.244.1.3", "fd00:1::3"]),
      ]))
    #expect(two.split(separator: "\n").filter { !one.contains($0) }.count == 1)
  }

  @Test func `a node script holds nothing of its node but name and addresses`() {
    let script = text(NodeScriptPrinter(NodePlans.node()).out)
    #expect(script.hasPrefix("#!/bin/sh\n# netc: brings node node-a up on this host"))
    let own = script.split(separator: "\n").filter {
      $0.contains("node-a") || $0.contains("192.168.56.11")
    }
    #expect(own.count == 3)
    #expect(own.suffix(2) == ["NODE='node-a'", "ADDRESSES='192.168.56.11'"])
  }

  @Test(arguments: [
    (WiringPlan.routed, [IPFamily.ipv4], ["net.ipv4.ip_forward = 1"]),
    (.routed, [.ipv6], ["net.ipv6.conf.all.forwarding = 1"]),
    (.routed, [.ipv6, .ipv4], ["net.ipv4.ip_forward = 1", "net.ipv6.conf.all.forwarding = 1"]),
    (
      .bridged, [.ipv6],
      ["net.ipv6.conf.all.forwarding = 1", "net.bridge.bridge-nf-call-ip6tables = 1"]
    ),
    (
      .bridged, [.ipv4],
      [
        "net.ipv4.ip_forward = 1", "net.bridge.bridge-nf-call-iptables = 1",
        "net.ipv4.conf.all.send_redirects = 0",
      ]
    ),
  ])
  func `a kernel is asked for what the wiring needs and no more`(
    wiring: WiringPlan, families: [IPFamily], settings: [String]
  ) {
    let document = SysctlTranslation.document(
      for: NodePlans.node(wiring: wiring), in: ClusterPlans.cluster(families))
    let lines = text(SysctlPrinter(document).out).split(separator: "\n").map(String.init)
    #expect(lines.filter { !$0.hasPrefix("#") } == settings)
  }

  @Test(
    .enabled(if: Shellcheck.url != nil, "shellcheck is not installed"),
    arguments: [WiringPlan.routed, .bridged])
  func `shellcheck has nothing to say`(wiring: WiringPlan) throws {
    let node = NodePlans.node(wiring: wiring)
    #expect(try Shellcheck.run(netns(node)) == "")
    #expect(try Shellcheck.run(text(NodeScriptPrinter(node).out)) == "")
  }
}
