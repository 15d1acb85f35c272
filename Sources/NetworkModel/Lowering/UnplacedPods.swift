import Diagnostics
import Resources

/// What keeps a pod from a node.
enum NodeRefusal: CaseIterable {
  case labels
  case cordoned
  case tainted

  /// As what follows "of 3 nodes,".
  fileprivate func text(_ count: Int) -> String {
    let isOne = count == 1
    return switch self {
    case .labels:
      "\(count) \(isOne ? "lacks" : "lack") labels that nodeSelector or affinity ask for"
    case .cordoned: "\(count) \(isOne ? "is" : "are") cordoned"
    case .tainted: "\(count) \(isOne ? "has" : "have") a taint that the pod does not tolerate"
    }
  }
}

/// The pods that no node takes, told once for each workload.
struct UnplacedPods {
  private var groups: [(first: PodDraft, count: Int)] = []
  private var groupOfWorkload: [Index<Workload>: Int] = [:]

  mutating func add(_ pod: PodDraft) {
    if let workload = pod.workload {
      if let known = groupOfWorkload[workload] { return groups[known].count += 1 }
      groupOfWorkload[workload] = groups.count
    }
    groups.append((pod, 1))
  }

  func report(on nodes: [NodeDraft], log: inout DiagnosticLog) {
    for (pod, count) in groups {
      let pods = count == 1 ? "pod \(pod.name)" : "\(count) pods of \(pod.owner)"
      log.report(
        .unschedulablePod, "no node takes \(pods)", at: pod.range,
        help: Self.reasons(pod, nodes), object: pod.owner)
    }
  }

  /// `of 3 nodes, 2 are cordoned, 1 has the pod's host ports taken`, as the scheduler says it.
  private static func reasons(_ pod: PodDraft, _ nodes: [NodeDraft]) -> String {
    if nodes.isEmpty { return "the input has no nodes: list them in the Cluster's spec.nodes" }
    let refusals = nodes.compactMap {
      NetworkLowering.refusal(of: $0, pod.template, asDaemon: false)
    }
    var parts = NodeRefusal.allCases.compactMap { refusal -> String? in
      let count = refusals.count { $0 == refusal }
      return count == 0 ? nil : refusal.text(count)
    }
    // What admits the pod and still does not take it has no room for its host ports.
    let full = nodes.count - refusals.count
    if full > 0 { parts.append("\(full) \(full == 1 ? "has" : "have") its host ports taken") }
    let total = "of \(nodes.count) \(nodes.count == 1 ? "node" : "nodes")"
    return "\(total), \(parts.joined(separator: ", "))"
  }
}
