internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == PodTemplate {
  /// The `template` of a workload.
  static let podTemplate = ObjectShape<PodTemplate>(
    "PodTemplate",
    fields: [
      Field("metadata", .object(.templateMetadata), "What the pods are labelled with") {
        $0.labels = $1.value.labels
      },
      .part("spec", .podSpec, "What the pods run", .required, in: \.spec),
    ], make: { _ in PodTemplate() })
}

extension ObjectShape where Value == PodSpec {
  /// The `spec` of a Pod or of a pod template.
  static let podSpec = ObjectShape<PodSpec>(
    "PodSpec", fields: containerFields + hostFields + placementFields + dnsFields,
    unused: [
      "activeDeadlineSeconds", "automountServiceAccountToken", "enableServiceLinks",
      "ephemeralContainers", "hostIPC", "hostPID", "hostUsers", "hostnameOverride",
      "imagePullSecrets", "os", "overhead", "preemptionPolicy", "priority", "priorityClassName",
      "readinessGates", "resourceClaims", "resources", "restartPolicy", "runtimeClassName",
      "schedulerName", "schedulingGates", "schedulingGroup", "securityContext", "serviceAccount",
      "serviceAccountName", "shareProcessNamespace", "terminationGracePeriodSeconds",
      "topologySpreadConstraints", "volumes", "workloadRef",
    ], make: { _ in PodSpec() }, check: checkPodSpec)

  private static let containerFields: [Field<PodSpec>] = [
    Field("initContainers", .objects(.container), "Run before the containers start") {
      spec, containers in
      spec.containers.insert(contentsOf: containers.value, at: 0)
      for index in containers.value.indices { spec.containers[index].isInit = true }
    },
    Field("containers", .objects(.container), "The containers of the pod", .required) {
      spec, containers in
      let first = spec.containers.count
      spec.containers += containers.value
      for index in first..<spec.containers.count { spec.containers[index].isSidecar = false }
    },
  ]

  private static let hostFields: [Field<PodSpec>] = [
    Field(
      "hostNetwork", .boolean, "Whether the pod uses the node's own network",
      .defaults("false")
    ) { $0.usesHostNetwork = $1.value },
    Field("hostname", .dnsLabel, "The pod's host name", .defaults("the pod's name")) {
      $0.hostname = $1
    },
    Field("subdomain", .dnsLabel, "The headless Service that the host name is found under") {
      $0.subdomain = $1
    },
    Field(
      "setHostnameAsFQDN", .boolean, "Whether the host name is the whole DNS name",
      .defaults("false")
    ) { $0.setsHostnameAsFQDN = $1.value },
    Field("hostAliases", .objects(.hostAlias), "Lines for the pod's hosts file") {
      $0.hostAliases = $1.value
    },
  ]

  private static let placementFields: [Field<PodSpec>] = [
    Field("nodeName", .dnsSubdomain, "The node that the pod runs on") { $0.nodeName = $1 },
    Field("nodeSelector", .labels, "Labels that the pod's node must have") {
      $0.nodeSelector = $1.value
    },
    Field("affinity", .object(.affinity), "Which nodes may run the pod") {
      $0.nodeAffinityTerms = $1.value
    },
    Field("tolerations", .objects(.toleration), "The taints that the pod puts up with") {
      $0.tolerations = $1.value
    },
  ]

  private static let dnsFields: [Field<PodSpec>] = [
    Field(
      "dnsPolicy", .choice(DNSPolicy.self), "Where the pod's resolver asks",
      .defaults("ClusterFirst")
    ) { $0.dnsPolicy = $1 },
    Field("dnsConfig", .object(.dnsConfig), "What is added to the resolver's configuration") {
      $0.dnsConfig = $1.value
    },
  ]
}

extension ObjectShape where Value == HostAlias {
  fileprivate static let hostAlias = ObjectShape<HostAlias>(
    "HostAlias",
    fields: [
      Field("ip", .ipAddress, "The address of the names", .required) { $0.address = $1 },
      Field("hostnames", .list(.dnsSubdomain), "The names of the address") {
        $0.hostnames = $1.value
      },
    ], make: { _ in HostAlias() })
}
