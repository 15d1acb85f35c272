package import Diagnostics
import NetworkTypes
import Resources

extension LoweringDiagnostics {
  package static let announcingPages: [DiagnosticPage] = [.tooManyVirtualRouters]
}

extension DiagnosticPage {
  fileprivate static let tooManyVirtualRouters = DiagnosticPage(
    674, .error, "Addresses would need more virtual routers than VRRP has",
    explanation: """
      With `announce: keepalived`, the addresses that have the same leader, the same first
      runner-up and the same candidates move together, as one virtual router. VRRP tells them
      apart by a number between 1 and 255, and here there would be more: the elections of so many
      addresses among so many nodes go out in too many ways. Let fewer nodes take part, by
      `nodeSelectors`: among 16 of them there are no more than 240.
      """)
}

/// Addresses that move together from node to node.
struct VirtualRouterCount {
  /// The number has 8 bits, and 0 is none (RFC 5798 section 5.2.3).
  static let maximum = 255

  private struct Order: Hashable {
    let first: [Index<Node>]
    let all: Set<ElectedAddress.Candidate>

    init(_ elected: ElectedAddress) {
      first = elected.candidates.prefix(2).map(\.node)
      all = Set(elected.candidates)
    }
  }

  static func check(
    _ elections: [ElectedAddress], _ cluster: Cluster, log: inout DiagnosticLog
  ) {
    let choice = cluster.announcing.takeover
    guard choice.value == .keepalived else { return }
    let count = Set(elections.filter { !$0.candidates.isEmpty }.map(Order.init)).count
    guard count > maximum else { return }
    log.report(
      .tooManyVirtualRouters,
      "the addresses of layer 2 need \(count) virtual routers, more than \(maximum)",
      at: choice.range, help: "select fewer nodes in the L2Advertisements",
      object: "Cluster \(cluster.name)")
  }
}
