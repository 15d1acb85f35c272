package import Diagnostics
package import NetworkTypes
package import Resources

/// One pod: written as such, or made from a workload's template.
///
/// A class: rules and plans go through all pods again and again, and each look at a struct of this
/// size would copy it. Nothing in it changes.
package final class Pod: Sendable {
  package let name: ObjectName
  private let source: PodSource
  /// Where the name of that object is written.
  package let range: SourceRange
  package let workload: Index<Workload>?
  /// Nil when no node takes it; such a pod has no address and is no endpoint.
  package let node: Index<Node>?
  package let usesHostNetwork: Bool
  /// At most one per family of the cluster, in its order; the node's for host-network pods.
  package let addresses: [PodAddress]
  /// Labels, ports, name resolution: as written.
  package let template: PodTemplate
  /// The name the pod's host name is made of: `spec.hostname`, else the pod's name, cut to the 63
  /// bytes a label may have.
  package let hostname: String
  /// `spec.subdomain`; a StatefulSet's pods have its `serviceName`.
  package let subdomain: String?
  package let isReady: Bool
  package let isTerminating: Bool
  /// Succeeded or failed: it has no sandbox any more and is no endpoint.
  package let isFinished: Bool

  init(_ draft: PodDraft) {
    name = draft.name
    source = draft.source
    range = draft.range
    workload = draft.workload
    node = draft.node
    usesHostNetwork = draft.template.usesHostNetwork
    addresses = draft.addresses
    template = draft.template
    hostname = draft.shortHostname
    subdomain = draft.subdomain
    isReady = draft.isReady
    isTerminating = draft.isTerminating
    isFinished = draft.isFinished
  }

  /// `Kind namespace/name` of the object it comes from (itself, or its workload).
  package var owner: String { source.description(of: name) }

  package var isPlaced: Bool { node != nil && !isFinished }

  /// `hostname.subdomain.namespace.svc.domain`; nil without a subdomain.
  package func fullName(domain: String) -> String? {
    subdomain.map { "\(hostname).\($0).\(name.namespace).svc.\(domain)" }
  }

  package func address(_ family: IPFamily) -> IPAddress? {
    addresses.first { $0.address.family == family }?.address
  }
}

/// The object that a pod comes from. Put in words only for a message: most pods are in none.
enum PodSource: Sendable {
  case itself
  indirect case workload(WorkloadKind, ObjectName)

  /// `Kind namespace/name`, for a pod of this name.
  func description(of pod: ObjectName) -> String {
    switch self {
    case .itself: "Pod \(pod)"
    case .workload(let kind, let name): "\(kind.rawValue) \(name)"
    }
  }
}

package struct PodAddress: Sendable {
  package let address: IPAddress
  /// Where the address is written; nil when netc chose it (or it is the node's).
  package let range: SourceRange?
}

/// An object that makes pods.
package struct Workload: Sendable {
  package let kind: WorkloadKind
  package let name: ObjectName
  package let range: SourceRange
  /// The pods it wants: 0 for one that is scaled down; for a DaemonSet the nodes that match.
  package let replicas: Int
  /// The object's own, which no selector looks at; sorted by key.
  package let labels: [Label]
  /// Sorted by key.
  package let templateLabels: [Label]
  /// StatefulSet only.
  package let serviceName: Located<String>?
  package let pods: [Index<Pod>]
}
