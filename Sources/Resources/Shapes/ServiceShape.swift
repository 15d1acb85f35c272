internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == ServiceResource {
  static let service = ObjectShape<ServiceResource>(
    "Service",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .label), "What the Service is called", .required,
        in: \.metadata),
      .group("spec", serviceSpec, "Where the Service is found and whom it leads to"),
      .group("status", serviceStatus, "What an exported Service was given"),
    ], unused: typeFields, make: { ServiceResource(range: $0) }, check: checkService)

  private static let serviceSpec = ObjectShape<ServiceResource>(
    "ServiceSpec",
    fields: mainFields + familyFields + trafficFields + loadBalancerFields,
    make: { ServiceResource(range: $0) }, check: checkServiceSpec)

  /// There are no more ports: 65,535 for each of three protocols.
  private static let maximumPorts = 3 * 65_535

  private static let mainFields: [Field<ServiceResource>] = [
    Field(
      "type", .choice(ServiceType.self), "From where the Service is reached",
      .defaults("ClusterIP")
    ) { $0.type = $1 },
    Field("ports", .objects(.servicePort, atMost: maximumPorts), "The ports of the Service") {
      $0.ports = $1.value
    },
    Field("selector", .labels, "The labels of the pods that answer; none: endpoints by hand") {
      $0.selector = $1.value.isEmpty ? nil : $1.value
      $0.selectorRange = $1.value.isEmpty ? nil : $1.range
    },
    Field(
      "clusterIP", .clusterIP, "The Service's address; `None` makes it headless",
      .defaults("the lowest free address")
    ) { $0.writtenClusterIP = $1 },
    Field("clusterIPs", .list(.clusterIP), "The Service's addresses, one per family") {
      $0.writtenClusterIPs = $1
    },
    Field("externalIPs", .list(.ordinaryAddress), "Addresses that nodes take packets for") {
      $0.externalIPs = $1.value
    },
    Field("externalName", .externalName, "The name that an ExternalName Service stands for") {
      $0.externalName = $1
    },
    Field(
      "publishNotReadyAddresses", .boolean, "Whether pods count that are not ready",
      .defaults("false")
    ) { $0.publishesNotReadyAddresses = $1.value },
  ]

  private static let familyFields: [Field<ServiceResource>] = [
    Field(
      "ipFamilies", .list(.family), "The families of the Service's addresses",
      .defaults("the cluster's first family")
    ) { $0.ipFamilies = $1.value },
    Field(
      "ipFamilyPolicy", .choice(IPFamilyPolicy.self), "How many families it has",
      .defaults("SingleStack"), blank: .isValue
    ) { $0.ipFamilyPolicy = $1 },
  ]

  private static let trafficFields: [Field<ServiceResource>] = [
    Field(
      "externalTrafficPolicy", .choice(TrafficPolicy.self),
      "Whether traffic from outside stays on the node it comes to", .defaults("Cluster")
    ) { $0.externalTrafficPolicy = $1 },
    Field(
      "internalTrafficPolicy", .choice(TrafficPolicy.self),
      "Whether traffic from pods stays on their node", .defaults("Cluster"), blank: .isValue
    ) { $0.internalTrafficPolicy = $1 },
    Field(
      "sessionAffinity", .choice(SessionAffinity.self),
      "Whether a client stays with one endpoint", .defaults("None")
    ) { $0.sessionAffinity = $1 },
    .group("sessionAffinityConfig", affinityConfig, "How long a client stays"),
    Field(
      "trafficDistribution", .choice(TrafficDistribution.self),
      "Which endpoints are preferred", blank: .isValue
    ) { $0.trafficDistribution = $1 },
    Field("healthCheckNodePort", .port, "Where a load balancer asks whether a node has endpoints") {
      $0.healthCheckNodePort = $1
    },
  ]

  private static let loadBalancerFields: [Field<ServiceResource>] = [
    Field(
      "allocateLoadBalancerNodePorts", .boolean, "Whether the ports get node ports",
      .defaults("true")
    ) { $0.allocatesNodePorts = $1.value },
    Field("loadBalancerIP", .ipAddress, "The address wanted from the load balancer") {
      $0.loadBalancerIP = $1
    },
    Field("loadBalancerClass", .labelKey, "Which load balancer is meant", blank: .isValue) {
      $0.loadBalancerClass = $1
    },
    Field("loadBalancerSourceRanges", .list(.trimmedIPPrefix), "The only clients let in") {
      $0.loadBalancerSourceRanges = $1.value
    },
  ]

  private static let affinityConfig = ObjectShape<ServiceResource>(
    "SessionAffinityConfig",
    fields: [.group("clientIP", clientIPConfig, "For `sessionAffinity: ClientIP`")],
    make: { ServiceResource(range: $0) })

  private static let clientIPConfig = ObjectShape<ServiceResource>(
    "ClientIPConfig",
    fields: [
      // A day at most: MaxClientIPServiceAffinitySeconds.
      Field(
        "timeoutSeconds", .integer(1...86_400), "How long, in seconds", .defaults("10800"),
        blank: .isValue
      ) { $0.affinityTimeoutSeconds = $1.value }
    ], make: { ServiceResource(range: $0) })

  private static let serviceStatus = ObjectShape<ServiceResource>(
    "ServiceStatus",
    fields: [.group("loadBalancer", loadBalancerStatus, "What the load balancer gave")],
    unused: ["conditions"], make: { ServiceResource(range: $0) })

  private static let loadBalancerStatus = ObjectShape<ServiceResource>(
    "LoadBalancerStatus",
    fields: [
      Field("ingress", .objects(.loadBalancerIngress), "Where the Service is reached") {
        $0.loadBalancerIngress = $1.value
      }
    ], make: { ServiceResource(range: $0) })
}

extension ObjectShape where Value == ServicePortResource {
  fileprivate static let servicePort = ObjectShape<ServicePortResource>(
    "ServicePort",
    fields: [
      Field("name", .dnsLabel, "The port's name; needed where there are several") { $0.name = $1 },
      Field("protocol", .transport, "The transport protocol", .defaults("TCP")) {
        $0.transport = $1.value
      },
      Field("port", .port, "The port that the Service is reached at", .required) { $0.port = $1 },
      Field(
        "targetPort", .targetPort, "The pods' port, or the name of a container port",
        .defaults("the same as `port`")
      ) { $0.targetPort = $1 },
      Field(
        "nodePort", .port, "The port of every node that leads to the Service",
        .defaults("a free one, for the types that have one")
      ) { $0.nodePort = $1 },
      Field("appProtocol", .appProtocol, "The protocol spoken at the port", blank: .isValue) {
        _, _ in
      },
    ], make: { ServicePortResource(range: $0) },
    check: { port, node, reading in
      port.index = reading.itemIndex
      if !port.targetPort.range.isWritten {
        port.targetPort = Located(.number(port.port.value), port.port.range)
      }
    })
}

extension ObjectShape where Value == LoadBalancerIngress {
  fileprivate static let loadBalancerIngress = ObjectShape<LoadBalancerIngress>(
    "LoadBalancerIngress",
    fields: [
      Field("ip", .ipAddress, "An address") { $0.address = $1 },
      Field("hostname", .dnsSubdomain, "A name") { $0.hostname = $1 },
      Field(
        "ipMode", .choice(LoadBalancerIPMode.self),
        "Whether packets arrive with the address as their destination", .defaults("VIP"),
        blank: .isValue
      ) { $0.ipMode = $1.value },
    ], unused: ["ports"], make: { _ in LoadBalancerIngress() })
}

/// An address, or `None` for a Service without one.
enum ClusterIP: Hashable, Sendable {
  case address(IPAddress)
  case none
}

extension Shape where Value == ClusterIP {
  fileprivate static var clusterIP: Shape<ClusterIP> {
    let address = Shape<IPAddress>.ipAddress
    let description = TextDescription(
      summary: "an IP address or `None`", pattern: "None|[0-9a-fA-F:.]+", maximumLength: 45)
    return Shape(.text(description)) { node, reading in
      if node.hasText("None"), node.isText { return ClusterIP.none }
      return address.read(node, &reading).map(ClusterIP.address)
    }
  }
}

extension Shape where Value == String {
  /// A DNS name that may end in a dot.
  fileprivate static var externalName: Shape<String> {
    var description = TextDescription.dnsSubdomain
    description.pattern = description.pattern.map { "\($0)\\.?" }
    description.maximumLength = description.maximumLength.map { $0 + 1 }
    return text(description) { text in
      let name = text.utf8.last == UInt8(ascii: ".") ? String(text.dropLast()) : text
      do throws(NameError) {
        _ = try DNSSubdomain(parsing: name)
        return nil
      } catch {
        return error.message
      }
    }
  }
}
