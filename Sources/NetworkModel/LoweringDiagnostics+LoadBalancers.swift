package import Diagnostics

/// What keeps Services from addresses of pools (NC0651 to NC0659, NC0669, NC0670).
///
/// Warnings, all of them: MetalLB leaves the Service at hand pending and serves all others, and so
/// does netc. `--strict` makes errors of them.
extension LoweringDiagnostics {
  package static let loadBalancerPages: [DiagnosticPage] = [
    .refusedAddressRequest, .requestOutsidePools, .unknownRequestedPool, .poolNotForService,
    .addressNotShared, .poolsUsedUp, .poolsLackFamily, .statusAddressReleased, .contestedPools,
    .sharedNotAnnounced, .unknownLoadBalancerAnnotation,
  ]
}

extension DiagnosticPage {
  static let refusedAddressRequest = DiagnosticPage(
    651, .warning, "A request for a load-balancer address that makes no sense",
    explanation: """
      A Service may ask for one address, or for one of each family, by the annotation
      `metallb.io/loadBalancerIPs` or by `spec.loadBalancerIP`, not by both. The families must be
      those of its cluster IPs. The Service gets no address; all others are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/loadBalancerIPs: 198.51.100.256}
        #                                           ^^^^^^^^^^^^^^ NC0651
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/loadBalancerIPs: 198.51.100.25}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let requestOutsidePools = DiagnosticPage(
    652, .warning, "A load-balancer address that no pool gives",
    explanation: """
      A Service asks for an address that lies in no pool, is kept back by `avoidBuggyIPs`, or lies
      in another pool than the Service asks for beside it. Two addresses must be of one pool. The
      Service gets no address; all others are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          loadBalancerIP: 198.51.101.25
        #                 ^^^^^^^^^^^^^ NC0652
          ports: [{port: 80}]
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, loadBalancerIP: 198.51.100.25, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let unknownRequestedPool = DiagnosticPage(
    653, .warning, "A Service asks for a pool that does not exist",
    explanation: """
      The annotation `metallb.io/address-pool` names an IPAddressPool of MetalLB's namespace. There
      is none of this name, so the Service gets no address; all others are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/address-pool: pubic}
        #                                        ^^^^^ NC0653
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/address-pool: public}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let poolNotForService = DiagnosticPage(
    654, .warning, "No pool is for a Service",
    explanation: """
      `serviceAllocation` keeps a pool for Services of some namespaces or labels, also against
      requests; `autoAssign: false` keeps it for Services that ask for it. Nothing is left for this
      Service, which gets no address; all others are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.0/24]
          autoAssign: false
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          #     ^^^ NC0654
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec:
          addresses: [198.51.100.0/24]
          autoAssign: false
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/address-pool: public}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let addressNotShared = DiagnosticPage(
    655, .warning, "Two Services that cannot share an address",
    explanation: """
      Services share an address only if both say the same in `metallb.io/allow-shared-ip`, have no
      port in common (TCP 53 and UDP 53 are two), and have the same external traffic policy; under
      the policy Local also the same selector. The Service that comes second gets no address; all
      others are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: mail}
        spec: {type: LoadBalancer, selector: {app: web}, loadBalancerIP: 198.51.100.25, ports: [{port: 25}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          loadBalancerIP: 198.51.100.25
        #                 ^^^^^^^^^^^^^ NC0655
          ports: [{port: 80}]
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: mail, annotations: {metallb.io/allow-shared-ip: front}}
        spec: {type: LoadBalancer, selector: {app: web}, loadBalancerIP: 198.51.100.25, ports: [{port: 25}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, annotations: {metallb.io/allow-shared-ip: front}}
        spec: {type: LoadBalancer, selector: {app: web}, loadBalancerIP: 198.51.100.25, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let poolsUsedUp = DiagnosticPage(
    656, .warning, "The pools are used up",
    explanation: """
      Every address of the pools that this Service could have one of belongs to another Service. It
      stays without an address; all others are served. The notes show who has the first ones.
      Services that use different ports can share one: `metallb.io/allow-shared-ip`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.25/32]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: mail}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 25}]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          #     ^^^ NC0656
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.24/31]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: mail}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 25}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let poolsLackFamily = DiagnosticPage(
    657, .warning, "No pool has addresses of the families that a Service needs",
    explanation: """
      A Service gets an address of each of its families, all from one pool; only under
      `ipFamilyPolicy: PreferDualStack` is one enough. No pool that this Service could use has
      them, so it gets no address; all others are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          nodes: [{name: node-a, addresses: [192.168.56.11, "fd00::11"]}]
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ipFamilyPolicy: RequireDualStack
        #                 ^^^^^^^^^^^^^^^^ NC0657
          ports: [{port: 80}]
        \(webPod)
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
          serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
          nodes: [{name: node-a, addresses: [192.168.56.11, "fd00::11"]}]
        ---
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24, "2001:db8:100::/64"]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ipFamilyPolicy: RequireDualStack, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let statusAddressReleased = DiagnosticPage(
    658, .warning, "A Service loses the address that its status says it has",
    explanation: """
      The status of an exported Service counts as written, as long as the pools still give it that
      address. MetalLB would take this one away and give the Service another, and so does netc:
      clients that know the old one lose the Service. Keep the pool, or take the status out.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        status: {loadBalancer: {ingress: [{ip: 203.0.113.9}]}}
        #                                      ^^^^^^^^^^^ NC0658
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        status: {loadBalancer: {ingress: [{ip: 198.51.100.9}]}}
        \(webPod)
        """), isAllowable: true)

  static let contestedPools = DiagnosticPage(
    659, .warning, "Several pools could serve a Service",
    explanation: """
      MetalLB takes pools without `serviceAllocation` in no order at all: of which pool a Service
      gets its address is chance. netc takes them by name and keeps what it took in `netc.lock`,
      so its builds are all alike, but a live cluster may differ. Say which pool is for whom, by
      `serviceAllocation` or `autoAssign: false` in the pools, or `metallb.io/address-pool` in the
      Services.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: inside, namespace: metallb-system}
        spec: {addresses: [192.168.57.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata:
          namespace: metallb-system
          name: public
          #     ^^^^^^ NC0659
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: inside, namespace: metallb-system}
        spec: {addresses: [192.168.57.0/24]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24], autoAssign: false}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let sharedNotAnnounced = DiagnosticPage(
    669, .warning, "A shared address that layer 2 does not announce",
    explanation: """
      MetalLB announces a Service with `metallb.io/allow-shared-ip` by layer 2 only if none of the
      L2Advertisements that are for it has `serviceSelectors`: the others which share the address
      might be announced by other nodes. The Service has an address that nobody answers for.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        spec: {serviceSelectors: [{matchLabels: {tier: front}}]}
        ---
        apiVersion: metallb.io/v1beta1
        kind: BGPAdvertisement
        metadata: {name: bgp, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 64500, peerASN: 64501, peerAddress: 192.168.56.1}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          labels: {tier: front}
          annotations: {metallb.io/allow-shared-ip: front}
        #                                           ^^^^^ NC0669
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: metallb.io/v1beta1
        kind: L2Advertisement
        metadata: {name: l2, namespace: metallb-system}
        ---
        apiVersion: metallb.io/v1beta1
        kind: IPAddressPool
        metadata: {name: public, namespace: metallb-system}
        spec: {addresses: [198.51.100.0/24]}
        ---
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          labels: {tier: front}
          annotations: {metallb.io/allow-shared-ip: front}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)

  static let unknownLoadBalancerAnnotation = DiagnosticPage(
    670, .warning, "An annotation that MetalLB does not know",
    explanation: """
      MetalLB passes over annotations of its own prefix that it does not know, so a misspelt one
      asks for nothing. It knows `loadBalancerIPs`, `address-pool` and `allow-shared-ip` behind
      `metallb.io/` and the old `metallb.universe.tf/`, and writes `ip-allocated-from-pool`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/loadBalancerIP: 198.51.100.25}
        #                                          ^^^^^^^^^^^^^ NC0670
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          annotations: {metallb.io/loadBalancerIPs: 198.51.100.25}
        spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}
        \(webPod)
        """), isAllowable: true)
}

/// Somebody to answer for the Services of the examples.
private let webPod = """
  ---
  apiVersion: v1
  kind: Pod
  metadata: {name: web, labels: {app: web}}
  spec: {containers: [{name: web, image: nginx}]}
  """
