internal import Diagnostics
internal import YAMLSyntax

/// Which version of its API an object is written for.
enum VersionAge: Sendable {
  case current
  /// No API server serves it any more; it is read like its successor.
  case outdated
  /// As above, and the selector may be left to the template's labels.
  case outdatedWithoutSelector
  /// API servers still serve it, with fewer fields.
  case older
}

/// What becomes of an object of a type.
enum TypeReading: Sendable {
  case reads(ReadableKind, VersionAge)
  /// netc has no use for it.
  case skips
  /// A mistake: no such type can exist.
  case isUnknown(problem: String, help: String?)
}

/// The types of objects that Kubernetes and netc know.
enum KindTable {
  static func reading(of type: TypeName) -> TypeReading {
    if let kind = ReadableKind.all.first(where: { $0.kind.rawValue == type.kind }) {
      if type.apiVersion == kind.apiVersion { return .reads(kind, .current) }
      if let age = kind.outdated.first(where: { $0.version == type.apiVersion })?.age {
        return .reads(kind, age)
      }
      if isOwnedByKubernetes(type.group) {
        return .isUnknown(
          problem: "there is no \(type.kind) in \(quoted(type.apiVersion))",
          help: "write `apiVersion: \(kind.apiVersion)`")
      }
    }
    guard let kinds = kinds(in: type.group) else {
      // The group of a custom resource always holds a dot.
      guard isOwnedByKubernetes(type.group) else { return .skips }
      return .isUnknown(
        problem: "there is no API group \(quoted(type.group))",
        help: Spelling.nearest(type.group, among: completeGroups.map(\.group))
          .map { "did you mean `\($0)`?" })
    }
    if type.group.isEmpty, type.apiVersion != "v1" {
      return .isUnknown(
        problem: "there is no \(type.kind) in \(quoted(type.apiVersion))",
        help: "the core group has the version `v1`")
    }
    if type.group == "metallb.io", type.kind == "AddressPool" {
      return .isUnknown(
        problem: "MetalLB has had no AddressPool since its version 0.14",
        help: "write an IPAddressPool, and an L2Advertisement or a BGPAdvertisement for it")
    }
    if kinds.contains(type.kind) { return .skips }
    let near = Spelling.nearest(type.kind, among: kinds)
    return .isUnknown(
      problem: "there is no kind \(quoted(type.kind)) in \(type.apiVersion)",
      help: near.map { "did you mean `\($0)`?" })
  }

  /// Whether a group is built into the API server: its name has no dot, or is in the table.
  private static func isOwnedByKubernetes(_ group: String) -> Bool {
    if kinds(in: group) != nil { return true }
    return !group.utf8.contains(UInt8(ascii: ".")) && !openGroups.contains(group)
  }

  private static func kinds(in group: String) -> [String]? {
    completeGroups.first { $0.group == group }?.kinds
  }

  /// Built-in groups without a dot whose kinds netc has no use for.
  private static let openGroups = ["autoscaling", "policy", "componentconfig", "federation"]

  /// The groups that hold what netc reads, with all their kinds (of old versions too), so that a
  /// misspelt kind is not taken for one without use.
  private static let completeGroups: [(group: String, kinds: [String])] = [
    (
      "",
      [
        "APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Binding",
        "ComponentStatus", "Config", "ConfigMap", "DeleteOptions", "Endpoints", "Event",
        "LimitRange", "List", "Namespace", "Node", "PersistentVolume", "PersistentVolumeClaim",
        "Pod", "PodStatusResult", "PodTemplate", "Policy", "RangeAllocation",
        "ReplicationController", "ResourceQuota", "Secret", "SerializedReference", "Service",
        "ServiceAccount", "Status", "Table",
      ]
    ),
    (
      "apps",
      [
        "ControllerRevision", "DaemonSet", "Deployment", "DeploymentRollback", "ReplicaSet",
        "Scale", "StatefulSet",
      ]
    ),
    (
      "extensions",
      [
        "DaemonSet", "Deployment", "DeploymentRollback", "HorizontalPodAutoscaler", "Ingress",
        "Job", "NetworkPolicy", "PodSecurityPolicy", "ReplicaSet",
        "Scale", "ThirdPartyResource",
      ]
    ),
    ("batch", ["CronJob", "Job", "JobTemplate", "ScheduledJob"]),
    ("discovery.k8s.io", ["EndpointSlice"]),
    (
      "networking.k8s.io",
      ["ClusterCIDR", "IPAddress", "Ingress", "IngressClass", "NetworkPolicy", "ServiceCIDR"]
    ),
    (
      "metallb.io",
      [
        "AddressPool", "BFDProfile", "BGPAdvertisement", "BGPPeer", "Community",
        "ConfigurationState", "IPAddressPool", "L2Advertisement", "ServiceBGPStatus",
        "ServiceL2Status",
      ]
    ),
    ("netc.dev", ["Cluster"]),
  ]
}

/// A kind that netc reads: where it is found and how it is read. A class, since it is looked up
/// for every object and has many parts.
final class ReadableKind: Sendable {
  typealias Read =
    @Sendable (
      YAMLNode, VersionAge, inout Reading, inout ResourceCollector, inout DiagnosticLog
    ) -> Void

  let kind: ResourceKind
  let apiVersion: String
  let outdated: [(version: String, age: VersionAge)]
  let description: ObjectDescription
  let read: Read

  private init<Owner: DeclaredResource>(
    _ kind: ResourceKind, _ apiVersion: String, _ shape: ObjectShape<Owner>,
    store: @escaping @Sendable (inout ResourceCollector, Owner) -> Void
  ) {
    self.kind = kind
    self.apiVersion = apiVersion
    outdated = []
    description = shape.description
    read = { node, _, reading, collector, log in
      guard let owner = collector.read(shape, kind, node, &reading, &log) else { return }
      store(&collector, owner)
    }
  }

  /// A kind whose earlier versions have a shape of their own.
  private init<Owner: DeclaredResource>(
    _ kind: ResourceKind, _ apiVersion: String, _ shape: ObjectShape<Owner>,
    earlier: [String], _ age: VersionAge, as earlierShape: ObjectShape<Owner>,
    store: @escaping @Sendable (inout ResourceCollector, Owner) -> Void
  ) {
    self.kind = kind
    self.apiVersion = apiVersion
    outdated = earlier.map { ($0, age) }
    description = shape.description
    read = { node, age, reading, collector, log in
      let shape = age == .current ? shape : earlierShape
      guard let owner = collector.read(shape, kind, node, &reading, &log) else { return }
      store(&collector, owner)
    }
  }

  private init(
    _ kind: ResourceKind, _ apiVersion: String, _ workload: WorkloadKind,
    outdated: [(version: String, age: VersionAge)] = []
  ) {
    self.kind = kind
    self.apiVersion = apiVersion
    self.outdated = outdated
    let current = ObjectShape.workload(workload, selector: .required)
    let old = ObjectShape.workload(workload, selector: .defaults("the template's labels"))
    description = current.description
    read = { node, age, reading, collector, log in
      let shape = age == .outdatedWithoutSelector ? old : current
      guard let owner = collector.read(shape, kind, node, &reading, &log) else { return }
      collector.resources.workloads.append(owner)
    }
  }

  /// Secrets: most of them are none of netc's business.
  private init(_ secret: ObjectShape<SecretResource>) {
    kind = .secret
    apiVersion = "v1"
    outdated = []
    description = secret.description
    read = { node, _, reading, collector, log in collector.readSecret(node, &reading, &log) }
  }

  /// ConfigMaps: nothing is said about those that nothing uses.
  private init(_ configMap: ObjectShape<ConfigMapResource>) {
    kind = .configMap
    apiVersion = "v1"
    outdated = []
    description = configMap.description
    read = { node, _, _, collector, log in collector.readConfigMap(node, &log) }
  }

  static let all = core + loadBalancing

  private static let core: [ReadableKind] = [
    ReadableKind(.cluster, "netc.dev/v1alpha1", .cluster) { $0.setCluster($1) },
    ReadableKind(.node, "v1", .node) { $0.resources.nodes.append($1) },
    ReadableKind(.namespace, "v1", .namespace) { $0.resources.namespaces.append($1) },
    ReadableKind(.pod, "v1", .pod) { $0.resources.pods.append($1) },
    ReadableKind(.secret),
    ReadableKind(.configMap),
    ReadableKind(.service, "v1", .service) { $0.resources.services.append($1) },
    ReadableKind(.endpoints, "v1", .endpoints) { $0.resources.endpoints.append($1) },
    ReadableKind(.endpointSlice, "discovery.k8s.io/v1", .endpointSlice) {
      $0.resources.endpointSlices.append($1)
    },
    ReadableKind(
      .ingress, "networking.k8s.io/v1", .ingress,
      earlier: ["networking.k8s.io/v1beta1", "extensions/v1beta1"], .outdated, as: .betaIngress
    ) { $0.resources.ingresses.append($1) },
    ReadableKind(
      .ingressClass, "networking.k8s.io/v1", .ingressClass,
      earlier: ["networking.k8s.io/v1beta1"], .outdated, as: .ingressClass
    ) { $0.resources.ingressClasses.append($1) },
    ReadableKind(
      .daemonSet, "apps/v1", .daemonSet,
      outdated: [
        ("extensions/v1beta1", .outdatedWithoutSelector), ("apps/v1beta2", .outdated),
      ]),
    ReadableKind(
      .deployment, "apps/v1", .deployment,
      outdated: [
        ("extensions/v1beta1", .outdatedWithoutSelector),
        ("apps/v1beta1", .outdatedWithoutSelector), ("apps/v1beta2", .outdated),
      ]),
    ReadableKind(.job, "batch/v1", .job, outdated: [("extensions/v1beta1", .outdated)]),
    ReadableKind(
      .replicaSet, "apps/v1", .replicaSet,
      outdated: [
        ("extensions/v1beta1", .outdatedWithoutSelector), ("apps/v1beta2", .outdated),
      ]),
    ReadableKind(.replicationController, "v1", .replicationController),
    ReadableKind(
      .statefulSet, "apps/v1", .statefulSet,
      outdated: [("apps/v1beta1", .outdatedWithoutSelector), ("apps/v1beta2", .outdated)]),
  ]
}

/// MetalLB's.
extension ReadableKind {
  private static let loadBalancing: [ReadableKind] = [
    ReadableKind(.ipAddressPool, "metallb.io/v1beta1", .ipAddressPool) {
      $0.resources.addressPools.append($1)
    },
    ReadableKind(.l2Advertisement, "metallb.io/v1beta1", .l2Advertisement) {
      $0.resources.l2Advertisements.append($1)
    },
    ReadableKind(.bgpAdvertisement, "metallb.io/v1beta1", .bgpAdvertisement) {
      $0.resources.bgpAdvertisements.append($1)
    },
    ReadableKind(
      .bgpPeer, "metallb.io/v1beta2", .bgpPeer, earlier: ["metallb.io/v1beta1"], .older,
      as: .oldBGPPeer
    ) { $0.resources.bgpPeers.append($1) },
    ReadableKind(.bfdProfile, "metallb.io/v1beta1", .bfdProfile) {
      $0.resources.bfdProfiles.append($1)
    },
    ReadableKind(.community, "metallb.io/v1beta1", .community) {
      $0.resources.communities.append($1)
    },
  ]
}
