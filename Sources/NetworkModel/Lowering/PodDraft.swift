import Diagnostics
import NetworkTypes
import Resources

/// A pod while its node and addresses are being decided.
///
/// A class: many steps of lowering look at all pods, and each look at a struct of this size would
/// copy it. Whoever reads drafts while a later step changes them must be done by then.
final class PodDraft {
  let name: ObjectName
  let source: PodSource
  /// Where the owner's name is written.
  let range: SourceRange
  let workload: Index<Workload>?
  let template: PodTemplate
  /// `spec.hostname`; a StatefulSet's pods have their own name. Nil: not published in DNS.
  let hostname: String?
  let subdomain: String?
  /// `status.podIPs`.
  let writtenAddresses: [Located<IPAddress>]
  let isReady: Bool
  let isTerminating: Bool
  let isFinished: Bool
  /// A DaemonSet's pod is made for one node and goes nowhere else.
  let boundNode: Index<Node>?
  var node: Index<Node>?
  /// The input did not say which node: the lock remembers it.
  var isNodeChosen = false
  var addresses: [PodAddress] = []

  init(
    name: ObjectName, source: PodSource, range: SourceRange, workload: Index<Workload>?,
    template: PodTemplate, hostname: String?, subdomain: String?,
    writtenAddresses: [Located<IPAddress>], isReady: Bool, isTerminating: Bool,
    isFinished: Bool, boundNode: Index<Node>?
  ) {
    self.name = name
    self.source = source
    self.range = range
    self.workload = workload
    self.template = template
    self.hostname = hostname
    self.subdomain = subdomain
    self.writtenAddresses = writtenAddresses
    self.isReady = isReady
    self.isTerminating = isTerminating
    self.isFinished = isFinished
    self.boundNode = boundNode
  }

  var owner: String { source.description(of: name) }

  /// Whether it runs, and in a network of its own.
  var hasOwnAddresses: Bool { node != nil && !isFinished && !template.usesHostNetwork }

  /// What the pod's host name is made of.
  var shortHostname: String { Self.cut(hostname ?? name.name) }

  /// kubelet cuts a host name to 63 bytes and drops a `-` or `.` that is then last
  /// (pkg/kubelet/util, `TruncatePodHostnameIfNeeded`).
  private static func cut(_ name: String) -> String {
    var bytes = Array(name.utf8.prefix(63))
    guard bytes.count < name.utf8.count else { return name }
    while let last = bytes.last, last == UInt8(ascii: "-") || last == UInt8(ascii: ".") {
      bytes.removeLast()
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension NetworkLowering {
  /// All pods, sorted by name: those written and those that workloads make.
  static func expandPods(
    _ resources: ResourceSet, nodes: [NodeDraft], log: inout DiagnosticLog
  ) -> [PodDraft] {
    let ownership = Ownership(resources)
    var drafts = resources.pods.map(draft)
    for (position, workload) in resources.workloads.enumerated()
    where !ownership.ownsGivenPods(workload) {
      drafts += expand(workload, Index(position), nodes: nodes)
    }
    drafts = drafts.filter { isNameable($0, log: &log) }
    drafts.sort { ($0.name, $0.range) < ($1.name, $1.range) }
    var unique: [PodDraft] = []
    unique.reserveCapacity(drafts.count)
    for draft in drafts {
      if let previous = unique.last, previous.name == draft.name {
        log.report(
          .podNameTaken, "two pods would be named \(draft.name)", at: draft.range,
          notes: [Note("\(previous.owner) has the name already", at: previous.range)],
          help: "rename one of the two", object: draft.owner)
      } else {
        unique.append(draft)
      }
    }
    return unique
  }

  /// A pod's name is a DNS subdomain: a workload's own name may leave no room for the ending.
  private static func isNameable(_ draft: PodDraft, log: inout DiagnosticLog) -> Bool {
    let limit = 253
    guard draft.name.name.utf8.count > limit else { return true }
    log.report(
      .podNameTooLong, "pod name \(draft.name.name) is longer than \(limit) bytes",
      at: draft.range, help: "shorten the name of the object it is made from", object: draft.owner)
    return false
  }

  private static func draft(_ pod: PodResource) -> PodDraft {
    PodDraft(
      name: pod.metadata.objectName, source: .itself, range: pod.metadata.name.range,
      workload: nil, template: pod.template,
      hostname: pod.template.hostname?.value, subdomain: pod.template.subdomain?.value,
      writtenAddresses: pod.addresses, isReady: pod.isReady ?? true,
      isTerminating: pod.metadata.isTerminating,
      isFinished: pod.phase == .succeeded || pod.phase == .failed, boundNode: nil)
  }

  private static func expand(
    _ workload: WorkloadResource, _ index: Index<Workload>, nodes: [NodeDraft]
  ) -> [PodDraft] {
    let base = workload.metadata.objectName
    func make(_ suffix: String, node: Index<Node>? = nil) -> PodDraft {
      let name = "\(base.name)-\(suffix)"
      let isStateful = workload.kind == .statefulSet
      return PodDraft(
        name: ObjectName(checkedNamespace: base.namespace, name: name),
        source: .workload(workload.kind, base),
        range: workload.metadata.name.range,
        workload: index,
        template: isStateful
          ? workload.template.setting(identity(name, suffix)) : workload.template,
        hostname: isStateful ? name : workload.template.hostname?.value,
        subdomain: isStateful ? workload.serviceName?.value : workload.template.subdomain?.value,
        writtenAddresses: [], isReady: true, isTerminating: workload.metadata.isTerminating,
        isFinished: false, boundNode: node)
    }
    if workload.kind == .daemonSet {
      return nodes.indices.filter { admits(nodes[$0], workload.template, asDaemon: true) }
        .map { make(nodes[$0].name, node: Index($0)) }
    }
    return (0..<workload.replicas).map { make(suffix(workload, replica: $0)) }
  }

  /// What the StatefulSet controller sets on each pod (pkg/controller/statefulset,
  /// `initIdentity`), so that a Service can select one of them.
  private static func identity(_ name: String, _ ordinal: String) -> [Label] {
    [
      Label(key: "statefulset.kubernetes.io/pod-name", value: name, range: .placeholder),
      Label(key: "apps.kubernetes.io/pod-index", value: ordinal, range: .placeholder),
    ]
  }

  /// The letter keeps pods of a StatefulSet and a Deployment of the same name apart, whichever of
  /// the two is added first; the StatefulSet's names are the live system's.
  private static func suffix(_ workload: WorkloadResource, replica: Int) -> String {
    switch workload.kind {
    case .statefulSet: "\(workload.firstOrdinal + replica)"
    case .deployment: "d\(replica)"
    case .replicaSet: "r\(replica)"
    case .replicationController: "c\(replica)"
    case .job: "j\(replica)"
    case .daemonSet: preconditionFailure("a DaemonSet's pods are named for their nodes")
    }
  }

  /// See `Network.podsOfTheirOwnNetwork`.
  static func podsOfTheirOwnNetwork(_ pods: [Pod], workloads: [Workload]) -> [Pod] {
    var isSeen = Array(repeating: false, count: workloads.count)
    return pods.filter { pod in
      guard !pod.usesHostNetwork, !pod.isFinished else { return false }
      guard let workload = pod.workload else { return true }
      defer { isSeen[workload.position] = true }
      return !isSeen[workload.position]
    }
  }

  static func finishWorkloads(_ resources: ResourceSet, pods: [PodDraft]) -> [Workload] {
    var made: [[Index<Pod>]] = Array(repeating: [], count: resources.workloads.count)
    for (position, pod) in pods.enumerated() {
      if let workload = pod.workload { made[workload.position].append(Index(position)) }
    }
    return zip(resources.workloads, made).map { source, pods in
      Workload(
        kind: source.kind, name: source.metadata.objectName, range: source.metadata.name.range,
        replicas: source.kind == .daemonSet ? pods.count : source.replicas,
        labels: source.metadata.labels,
        templateLabels: source.template.labels, serviceName: source.serviceName, pods: pods)
    }
  }
}

/// Which workloads already have their pods in the input (an export holds both).
private struct Ownership {
  private struct Owner: Hashable {
    let namespace: String
    let kind: String
    let name: String
  }
  private var owners: Set<Owner> = []

  init(_ resources: ResourceSet) {
    for pod in resources.pods { add(pod.metadata) }
    // A ReplicaSet of a Deployment stands for its pods, given or not.
    for workload in resources.workloads { add(workload.metadata) }
  }

  private mutating func add(_ metadata: Metadata) {
    guard let controller = metadata.controller else { return }
    owners.insert(
      Owner(namespace: metadata.namespace, kind: controller.kind, name: controller.name))
  }

  func ownsGivenPods(_ workload: WorkloadResource) -> Bool {
    let name = workload.metadata.objectName
    return owners.contains(
      Owner(namespace: name.namespace, kind: workload.kind.rawValue, name: name.name))
  }
}
