import Diagnostics
import NetworkModel
import NetworkTypes

enum RunnerUpWithoutInterface: ValidationRule {
  static let page = DiagnosticPage(
    677, .warning, "A node that may come to lead lacks the interfaces to announce on",
    explanation: """
      An L2Advertisement names interfaces and selects nodes. A node among these has none of the
      interfaces, by its own `interfaces` in the Cluster document. It leads no address today, but
      where the leader goes, or another Service comes, it can be elected, and then nobody answers.
      Keep it out by `nodeSelectors`.
      """,
    example: DiagnosticExample(
      bad: text(
        advertisement: """
            interfaces: [eth1]
            #            ^^^^ NC0677

          """),
      good: text(
        advertisement: """
            interfaces: [eth1]
            nodeSelectors: [{matchLabels: {kubernetes.io/hostname: node-a}}]

          """)), isAllowable: true)

  /// node-a is elected for 192.0.2.204, and has eth1.
  private static func text(advertisement: String) -> String {
    AnnouncingExample.text(
      node: AnnouncingExample.knownInterfaces + """
            - name: node-b
              addresses: [192.0.2.12]
              interfaces: [{name: eth0}]

        """, pool: "192.0.2.204/31", advertisement: advertisement)
  }

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let leaders = Set(network.electedAddresses.compactMap { $0.candidates.first?.node })
    for advertisement in network.loadBalancing.l2Advertisements {
      guard let interface = advertisement.interfaces.first else { continue }
      let names = advertisement.interfaces.map(\.value)
      let lacking = advertisement.nodes.filter { index in
        let node = network.nodes[index]
        return !leaders.contains(index) && names.allSatisfy { node.has($0) == false }
      }.map { network.nodes[$0] }
      guard let node = lacking.first else { continue }
      let which = shownNodes(lacking.map(\.name), of: lacking.count)
      log.report(
        page,
        "L2Advertisement \(advertisement.name) selects \(which) without interface"
          + " \(interface.value)", at: interface.range,
        notes: [Note("node \(node.name) is here", at: node.range)],
        help: "select only nodes that have it, by `nodeSelectors`",
        object: "L2Advertisement \(advertisement.name)")
    }
  }
}
