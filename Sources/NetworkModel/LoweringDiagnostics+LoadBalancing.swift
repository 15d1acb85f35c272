package import Diagnostics

/// What is wrong between MetalLB's objects (NC0644 to NC0650).
extension LoweringDiagnostics {
  package static let loadBalancingPages: [DiagnosticPage] = [
    .misplacedObject, .unknownCommunity, .communityTwice, .unusablePasswordSecret,
    .unknownAdvertisedPool, .unknownAdvertisedPeer, .unknownBFDProfile,
  ]
}

extension DiagnosticPage {
  static let misplacedObject = DiagnosticPage(
    644, .error, "An object of MetalLB in the wrong namespace",
    explanation: """
      MetalLB reads its objects from the namespace that it is installed in, and takes no notice of
      any elsewhere: the pool gives out nothing, the advertisement announces nothing. netc takes
      `metallb-system` for that namespace unless `spec.loadBalancing.namespace` of the Cluster
      names another one. An object without a namespace is in `default`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata:
          name: public
          #     ^^^^^^ NC0644
        spec:
          addresses: [198.51.100.0/24]
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.0/24]
        """))

  static let unknownCommunity = DiagnosticPage(
    645, .error, "A community that nobody has defined",
    explanation: """
      An entry of `communities` is a community (`64500:1`, or `large:64500:1:2`) or a name that a
      Community object gives to one. MetalLB refuses its whole configuration otherwise.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: all, namespace: metallb-system}
        spec:
          communities: [no-export]
        #               ^^^^^^^^^ NC0645
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: names, namespace: metallb-system}
        spec:
          communities: [{name: no-export, value: "65535:65281"}]
        """))

  static let communityTwice = DiagnosticPage(
    646, .error, "Two communities of one name",
    explanation: """
      The names of all Community objects are one list: two of the same name could mean different
      things, so MetalLB refuses them.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: names, namespace: metallb-system}
        spec:
          communities:
          - {name: blackhole, value: "65535:666"}
          - {name: blackhole, value: "64500:666"}
        #          ^^^^^^^^^ NC0646
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: Community
        metadata: {name: names, namespace: metallb-system}
        spec:
          communities:
          - {name: blackhole, value: "65535:666"}
          - {name: blackhole-here, value: "64500:666"}
        """))

  static let unusablePasswordSecret = DiagnosticPage(
    647, .error, "The Secret of a BGP password cannot be used",
    explanation: """
      `passwordSecret` names a Secret in MetalLB's namespace, of the type `kubernetes.io/basic-auth`
      with the key `password`. Without it the session would be set up without a password, which the
      peer refuses.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          passwordSecret: {name: tor}
        #                        ^^^ NC0647
        """,
      good: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          passwordSecret: {name: tor}
        ---
        apiVersion: v1
        kind: Secret
        type: kubernetes.io/basic-auth
        metadata: {name: tor, namespace: metallb-system}
        stringData: {password: swordfish}
        """))

  static let unknownAdvertisedPool = DiagnosticPage(
    648, .warning, "An advertisement of a pool that does not exist",
    explanation: """
      MetalLB says nothing about a name in `ipAddressPools` that no IPAddressPool of its namespace
      has, and announces nothing for it. The pool that was meant stays unannounced.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        spec:
          ipAddressPools: [pubic]
        #                  ^^^^^ NC0648
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.0/24]
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        spec:
          ipAddressPools: [public]
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.0/24]
        """), isAllowable: true)

  static let unknownAdvertisedPeer = DiagnosticPage(
    649, .warning, "An advertisement to a peer that does not exist",
    explanation: """
      MetalLB says nothing about a name in `peers` that no BGPPeer of its namespace has, and
      announces nothing to it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: bgp, namespace: metallb-system}
        spec:
          peers: [tor, tro]
        #              ^^^ NC0649
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1}
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: bgp, namespace: metallb-system}
        spec:
          peers: [tor]
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1}
        """), isAllowable: true)

  static let unknownBFDProfile = DiagnosticPage(
    650, .error, "A BFD profile that does not exist",
    explanation: """
      A peer names a BFDProfile that is not in MetalLB's namespace. MetalLB refuses its whole
      configuration until there is one.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          bfdProfile: fast
        #             ^^^^ NC0650
        """,
      good: """
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec:
          myASN: 64500
          peerASN: 64501
          peerAddress: 192.168.56.1
          bfdProfile: fast
        ---
        apiVersion: metallb.io/v1beta1
        kind: BFDProfile
        metadata: {name: fast, namespace: metallb-system}
        """))
}
