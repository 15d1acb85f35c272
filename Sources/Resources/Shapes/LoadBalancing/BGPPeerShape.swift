internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == BGPPeerResource {
  static let bgpPeer = peer("BGPPeer", spec: "BGPPeerSpec", fields: newFields)

  /// `metallb.io/v1beta1`, which knows fewer fields.
  static let oldBGPPeer = peer("BGPPeerV1Beta1", spec: "BGPPeerV1Beta1Spec", fields: [])

  private static func peer(
    _ name: String, spec: String, fields: [Field<BGPPeerResource>]
  ) -> ObjectShape<BGPPeerResource> {
    let isOld = fields.isEmpty
    let shape = ObjectShape<BGPPeerResource>(
      spec, fields: sessionFields(isOld: isOld) + timeFields + commonFields + fields,
      make: { BGPPeerResource(range: $0) },
      check: { peer, node, reading in
        if !isOld { checkAlternatives(peer, node, &reading) }
        checkPeer(peer, .current, &reading)
      })
    return ObjectShape(
      name,
      fields: [
        .part(
          "metadata", .metadata(.namespaced, names: .subdomain), "What the peer is called",
          .required, in: \.metadata),
        .group("spec", shape, "Where the peer is found and how the session is held", .required),
      ], unused: typeFields + statusField, make: { BGPPeerResource(range: $0) })
  }

  private static func sessionFields(isOld: Bool) -> [Field<BGPPeerResource>] {
    [
      Field("myASN", .integer(.word), "The nodes' autonomous system", .required) {
        $0.myASN = $1
      },
      Field(
        "peerASN", .integer(.word), "The peer's autonomous system", isOld ? .required : .optional
      ) { $0.peerASN = $1 },
      Field(
        "peerAddress", .peerAddress, "Where the peer is found", isOld ? .required : .optional
      ) { $0.address = $1 },
      Field("sourceAddress", .peerAddress, "The node's address of the session") {
        $0.sourceAddress = $1
      },
      // The API's limit.
      Field("peerPort", .integer(1...16_384), "The peer's port", .defaults("179")) {
        $0.port = Port($1.value) ?? 179
      },
    ]
  }

  private static let timeFields: [Field<BGPPeerResource>] = [
    Field(
      "holdTime", .seconds, "How long the peer may be silent: 0 or 3 seconds and more",
      .defaults("three times `keepaliveTime`, else as the daemon has it")
    ) { $0.holdSeconds = $1 },
    Field(
      "keepaliveTime", .seconds, "How often the nodes say that they are there",
      .defaults("a third of `holdTime`, else as the daemon has it")
    ) { $0.keepaliveSeconds = $1 },
  ]

  private static let commonFields: [Field<BGPPeerResource>] = [
    Field("routerID", .routerID, "The nodes' BGP identifier", .defaults("chosen by the daemon")) {
      $0.routerID = $1
    },
    Field(
      "nodeSelectors", .distinctSelectors, "The nodes that talk to the peer",
      .defaults("all nodes")
    ) { $0.nodeSelectors = $1.value },
    Field("password", .bgpPassword, "The password of the session (TCP MD5)") { $0.password = $1 },
    Field("bfdProfile", .dnsSubdomain, "The BFDProfile of the session", .defaults("no BFD")) {
      $0.bfdProfile = $1
    },
    Field(
      "ebgpMultiHop", .boolean, "Whether the peer may be several hops away", .defaults("false")
    ) { $0.ebgpMultiHop = $1.value },
  ]

  private static let newFields: [Field<BGPPeerResource>] = [
    Field("dynamicASN", .choice(DynamicASN.self), "In place of `peerASN`: any that fits") {
      $0.dynamicASN = $1
    },
    Field("localASN", .integer(.word), "The system that the peer sees in place of `myASN`") {
      $0.localASN = $1
    },
    Field("interface", .interfaceName, "In place of `peerAddress`: the peer at this interface") {
      $0.interface = $1
    },
    Field("connectTime", .seconds, "How long until the next attempt to connect") {
      $0.connectSeconds = $1
    },
    Field(
      "passwordSecret", .object(.secretReference),
      "In place of `password`: the Secret that holds it"
    ) { $0.passwordSecret = $1.value.name },
    Field(
      "enableGracefulRestart", .boolean, "Whether routes stay while a daemon restarts",
      .defaults("false")
    ) { $0.enablesGracefulRestart = $1.value },
    Field("vrf", .interfaceName, "The VRF of the session", .defaults("the main one")) {
      $0.vrf = $1
    },
    Field(
      "disableMP", .boolean, "Whether the session carries its own family alone",
      .defaults("false")
    ) { $0.disablesMP = $1.value },
    Field(
      "dualStackAddressFamily", .boolean, "Whether the session carries both families",
      .defaults("false")
    ) { $0.dualStackAddressFamily = $1.value },
  ]
}

/// A reference to a Secret; its namespace is always MetalLB's own.
struct SecretReference: Sendable {
  var name: Located<String>?
}

extension ObjectShape where Value == SecretReference {
  fileprivate static let secretReference = ObjectShape<SecretReference>(
    "SecretReference",
    fields: [Field("name", .dnsSubdomain, "The name of the Secret") { $0.name = $1 }],
    unused: ["namespace"], make: { _ in SecretReference() })
}

extension ObjectShape where Value == BFDProfileResource {
  static let bfdProfile = ObjectShape<BFDProfileResource>(
    "BFDProfile",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the profile is called",
        .required, in: \.metadata),
      .group("spec", bfdSpec, "How a session is watched"),
    ], unused: typeFields + statusField, make: { BFDProfileResource(range: $0) })

  private static let bfdSpec = ObjectShape<BFDProfileResource>(
    "BFDProfileSpec",
    fields: bfdFields(
      .init(
        receive: "receiveInterval", transmit: "transmitInterval", detect: "detectMultiplier",
        echo: "echoInterval", echoMode: "echoMode", passiveMode: "passiveMode",
        minimumTTL: "minimumTtl")),
    make: { BFDProfileResource(range: $0) })
}
