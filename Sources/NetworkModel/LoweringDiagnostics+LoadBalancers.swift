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
}

/// Somebody to answer for the Services of these examples.
let webPod = """
  ---
  apiVersion: v1
  kind: Pod
  metadata: {name: web, labels: {app: web}}
  spec: {containers: [{name: web, image: nginx}]}
  """
