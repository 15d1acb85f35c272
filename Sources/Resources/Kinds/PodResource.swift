package import Diagnostics
package import NetworkTypes

package enum SelectorOperator: String, CaseIterable, Sendable {
  case isIn = "In"
  case notIn = "NotIn"
  case exists = "Exists"
  case doesNotExist = "DoesNotExist"
  /// Node affinity only.
  case greaterThan = "Gt"
  case lessThan = "Lt"
}

/// One `matchExpressions[]` entry.
package struct SelectorRequirement: Sendable {
  package internal(set) var key: Located<String> = .placeholder("")
  package internal(set) var operation: SelectorOperator = .exists
  package internal(set) var values: [String] = []
  /// Of a node's `matchFields`: the values are names of nodes, not a label's.
  package internal(set) var isNodeName = false
}

/// A label selector: all labels and all expressions must hold; empty selects everything.
package struct LabelSelector: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var matchLabels: [Label] = []
  package internal(set) var matchExpressions: [SelectorRequirement] = []
}

package struct Toleration: Sendable {
  /// Empty with `exists`: every key.
  package internal(set) var key: String = ""
  /// `Exists` (any value) or `Equal`.
  package internal(set) var matchesAnyValue = false
  package internal(set) var value: String = ""
  /// Nil: every effect.
  package internal(set) var effect: TaintEffect?
}

package struct ContainerPort: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var name: Located<String>?
  package internal(set) var containerPort: Located<Port> = .placeholder(.one)
  package internal(set) var transport: TransportProtocol = .tcp
  package internal(set) var hostPort: Located<Port>?
  package internal(set) var hostIP: Located<IPAddress>?
  /// The position in the list as written.
  var index = 0
}

package struct ContainerResource: Sendable {
  package internal(set) var name: String = ""
  package internal(set) var ports: [ContainerPort] = []
  /// An init container with `restartPolicy: Always`; its ports count like a container's.
  package internal(set) var isSidecar = false
  package internal(set) var isInit = false
  /// The position in its own list as written.
  var index = 0
}

package enum DNSPolicy: String, CaseIterable, Sendable {
  case clusterFirst = "ClusterFirst"
  case clusterFirstWithHostNet = "ClusterFirstWithHostNet"
  case fromHost = "Default"
  case none = "None"
}

package struct DNSOption: Hashable, Sendable {
  package internal(set) var name: String = ""
  package internal(set) var value: String?
}

package struct DNSConfig: Sendable {
  package internal(set) var nameservers: [Located<IPAddress>] = []
  package internal(set) var searches: [Located<String>] = []
  package internal(set) var options: [DNSOption] = []
}

package struct HostAlias: Sendable {
  package internal(set) var address: Located<IPAddress> = .placeholder(.unspecifiedV4)
  package internal(set) var hostnames: [Located<String>] = []
}

/// The `spec` of a Pod, or of a workload's pod template: what it says about the network.
package struct PodSpec: Sendable {
  package internal(set) var nodeName: Located<String>?
  package internal(set) var nodeSelector: [Label] = []
  /// Required node affinity: any term must hold, in a term every expression; empty: no demand.
  ///
  /// A term without expressions matches no node: it comes as one `In` without values.
  package internal(set) var nodeAffinityTerms: [[SelectorRequirement]] = []
  package internal(set) var tolerations: [Toleration] = []
  package internal(set) var usesHostNetwork = false
  package internal(set) var hostname: Located<String>?
  package internal(set) var subdomain: Located<String>?
  package internal(set) var setsHostnameAsFQDN = false
  package internal(set) var dnsPolicy: Located<DNSPolicy> = .placeholder(.clusterFirst)
  package internal(set) var dnsConfig: DNSConfig?
  package internal(set) var hostAliases: [HostAlias] = []
  /// Init containers first, then containers, in the order given.
  package internal(set) var containers: [ContainerResource] = []
}

/// The labels and the spec of a Pod, or of a workload's pod template.
///
/// All pods of a workload share one spec, and so do the stages that a pod passes: it is large, and
/// nobody changes it once it is read.
package struct PodTemplate: Sendable {
  /// A class, so that the spec is carried by reference.
  private final class SharedSpec: Sendable {
    static let empty = SharedSpec(PodSpec())

    let value: PodSpec
    let claimsHostPorts: Bool

    init(_ value: PodSpec) {
      self.value = value
      claimsHostPorts =
        value.usesHostNetwork
        || value.containers.contains { $0.ports.contains { $0.hostPort != nil } }
    }
  }

  /// Sorted by key.
  package internal(set) var labels: [Label] = []
  private var sharedSpec = SharedSpec.empty

  init() {}

  /// For the reader, which sets it once.
  var spec: PodSpec {
    get { sharedSpec.value }
    set { sharedSpec = SharedSpec(newValue) }
  }
}

/// The members of the spec, one at a time: a getter of all would copy it.
extension PodTemplate {
  package var nodeName: Located<String>? { sharedSpec.value.nodeName }
  package var nodeSelector: [Label] { sharedSpec.value.nodeSelector }
  package var nodeAffinityTerms: [[SelectorRequirement]] { sharedSpec.value.nodeAffinityTerms }
  package var tolerations: [Toleration] { sharedSpec.value.tolerations }
  package var usesHostNetwork: Bool { sharedSpec.value.usesHostNetwork }
  package var hostname: Located<String>? { sharedSpec.value.hostname }
  package var subdomain: Located<String>? { sharedSpec.value.subdomain }
  package var setsHostnameAsFQDN: Bool { sharedSpec.value.setsHostnameAsFQDN }
  package var dnsPolicy: Located<DNSPolicy> { sharedSpec.value.dnsPolicy }
  package var dnsConfig: DNSConfig? { sharedSpec.value.dnsConfig }
  package var hostAliases: [HostAlias] { sharedSpec.value.hostAliases }
  package var containers: [ContainerResource] { sharedSpec.value.containers }

  /// Whether a container may listen at a port of the node. Most pods have none: whoever looks for
  /// host ports need not go through theirs.
  package var claimsHostPorts: Bool { sharedSpec.claimsHostPorts }
}

extension PodTemplate {
  /// The template of one pod of many, with the labels that its controller sets.
  package func setting(_ added: [Label]) -> PodTemplate {
    var template = self
    template.labels = (labels.filter { label in !added.contains { $0.key == label.key } } + added)
      .sorted { $0.key < $1.key }
    return template
  }
}

package enum PodPhase: String, CaseIterable, Sendable {
  case pending = "Pending"
  case running = "Running"
  case succeeded = "Succeeded"
  case failed = "Failed"
  case unknown = "Unknown"
}

/// A `v1` Pod.
package struct PodResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var template = PodTemplate()
  /// `status.podIPs` (or `podIP`); empty where the input holds none.
  package internal(set) var addresses: [Located<IPAddress>] = []
  package internal(set) var phase: PodPhase?
  /// The `Ready` condition of the status; nil where the input holds no status: taken as ready.
  package internal(set) var isReady: Bool?
}

package enum WorkloadKind: String, CaseIterable, Sendable {
  case daemonSet = "DaemonSet"
  case deployment = "Deployment"
  case job = "Job"
  case replicaSet = "ReplicaSet"
  case replicationController = "ReplicationController"
  case statefulSet = "StatefulSet"
}

/// An object that makes pods from a template.
package struct WorkloadResource: Sendable {
  package internal(set) var kind: WorkloadKind = .deployment
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var template = PodTemplate()
  /// The pods it wants: `replicas` (1 by default), for a Job its parallelism bounded by its
  /// completions, 0 when suspended or finished; without meaning for a DaemonSet.
  package internal(set) var replicas: Int = 1
  /// Where the number is written, nil where it is the default.
  package internal(set) var replicasRange: SourceRange?
  package internal(set) var selector = LabelSelector()
  /// StatefulSet only.
  package internal(set) var serviceName: Located<String>?
  /// `ordinals.start` of a StatefulSet.
  package internal(set) var firstOrdinal: Int = 0
  var jobCounts = JobCounts()
}
