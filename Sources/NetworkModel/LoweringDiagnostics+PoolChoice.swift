import Diagnostics

/// What pools lack, and what they leave to chance (NC0656 to NC0659, NC0669, NC0670).
extension DiagnosticPage {
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
        spec:
          type: LoadBalancer
          selector: {app: web}
          ipFamilyPolicy: RequireDualStack
          ports: [{port: 80}]
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
