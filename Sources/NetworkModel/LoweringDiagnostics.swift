package import Diagnostics

/// What lowering can report.
package enum LoweringDiagnostics {
  package static let pages: [DiagnosticPage] =
    [
      .nodeDeclaredTwice, .unknownNode, .unschedulablePod, .podNameTaken, .slicesDisagree,
      .podNameTooLong, .podRangeUsedUp, .nodeBlockFull, .serviceRangeUsedUp, .nodePortRangeUsedUp,
      .missingFamily, .lockedAddressClaimed, .lockedTwice, .endpointPortUnknown,
      .unmergeableResolver,
      .endpointContradicted, .servicePortWithoutEndpoint,
    ] + loadBalancingPages + loadBalancerPages + announcingPages + IngressDiagnostics.pages
    + CertificateDiagnostics.pages
}

extension DiagnosticPage {
  static let nodeDeclaredTwice = DiagnosticPage(
    301, .error, "A node is declared twice",
    explanation: """
      A node is either an entry of `spec.nodes` in the Cluster document or a `v1` Node object,
      never both: netc would not know which of the two addresses and blocks to believe.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Node
        metadata:
          name: node-a
          #     ^^^^^^ NC0301
        status:
          addresses: [{type: InternalIP, address: 192.168.56.11}]
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """))

  static let unknownNode = DiagnosticPage(
    302, .error, "A pod names a node that does not exist",
    explanation: """
      `spec.nodeName` binds a pod to a node by name, past every selector. A live cluster accepts
      the object and the pod never runs; netc says so at once.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-z
          #         ^^^^^^ NC0302
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeName: node-a
          containers: [{name: web, image: nginx}]
        """))

  static let unschedulablePod = DiagnosticPage(
    303, .warning, "No node takes a pod",
    explanation: """
      The node selector, the required node affinity or the taints of the nodes leave no node for
      this pod. In a live cluster it would stay Pending; netc leaves it out of every artifact, and
      its Services do not count it as an endpoint.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          #     ^^^ NC0303
        spec:
          nodeSelector: {disk: ssd}
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeSelector: {kubernetes.io/os: linux}
          containers: [{name: web, image: nginx}]
        """), isAllowable: true)

  static let podNameTaken = DiagnosticPage(
    304, .error, "Two pods would have the same name",
    explanation: """
      netc names the pods of a workload itself: `NAME-0`, `NAME-1`, … for a StatefulSet (as the
      live system does), `NAME-d0` for a Deployment, `NAME-r0` for a ReplicaSet, `NAME-c0` for a
      ReplicationController, `NAME-j0` for a Job, and `NAME-NODE` for a DaemonSet. Another pod of
      the namespace already has this name.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-d0}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        #                ^^^ NC0304
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web-debug}
        spec:
          containers: [{name: web, image: nginx}]
        """))

  static let slicesDisagree = DiagnosticPage(
    305, .warning, "Given endpoints differ from what the selector finds",
    explanation: """
      The input holds EndpointSlices (or Endpoints) for a Service that also has a selector, and
      they list other addresses than the pods which the selector matches. The given ones win, as
      they do in the live system until its controller rewrites them. Remove the slices to follow
      the pods, or the selector to keep the slices.
      """, isAllowable: true)

  static let podRangeUsedUp = DiagnosticPage(
    440, .error, "The pod range has no block left for a node",
    explanation: """
      Every node owns a block of each pod range. The range is cut into blocks of
      `nodeCIDRMaskSizes`; all of them are taken.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/24]
          #          ^^^^^^^^^^^^^ NC0440
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
            - {name: node-b, addresses: [192.168.56.12]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/23]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
            - {name: node-b, addresses: [192.168.56.12]}
        """))

  static let nodeBlockFull = DiagnosticPage(
    441, .error, "A node's block is too small for its pods",
    explanation: """
      Each pod needs an address of its node's block; the first is the gateway's, and in IPv4 the
      network's and the broadcast address are never used. Take a larger block or move pods.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.0.0/30]}
            #                                                       ^^^^^^^^^^^^^ NC0441
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.0.0/29]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: nginx}]}
        """))

  static let serviceRangeUsedUp = DiagnosticPage(
    442, .error, "The service range is used up",
    explanation: """
      Every Service that is not headless needs an address of the service range in each of its
      families. None is left for this one.
      """)

  static let nodePortRangeUsedUp = DiagnosticPage(
    443, .error, "The node port range is used up",
    explanation: """
      Every port of a NodePort or LoadBalancer Service needs a number of `nodePortRange`, one for
      all protocols. None is left for this one.
      """)

  static let missingFamily = DiagnosticPage(
    444, .error, "A Service wants a family the cluster does not have",
    explanation: """
      `ipFamilies` names a family, or `ipFamilyPolicy: RequireDualStack` demands both, but the
      cluster has no service range of that family. The API server refuses such a Service.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: None
          ipFamilies: [IPv6]
          #            ^^^^ NC0444
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: None
          ipFamilies: [IPv4]
          ports: [{port: 80}]
        """))

  static let lockedAddressClaimed = DiagnosticPage(
    445, .warning, "A written address was another object's in netc.lock",
    explanation: """
      An earlier build gave this address (or node port) to another object, and netc.lock kept it
      there. What is written always wins, so the other object moves: whoever still uses its old
      address reaches the wrong one. Choose another address, or let it move; `--locked` refuses
      the build.
      """, isAllowable: true)

  static let lockedTwice = DiagnosticPage(
    446, .warning, "netc.lock gives one address to two objects",
    explanation: """
      Two branches each had the lowest free address (or node port) chosen, for different objects,
      and their locks were merged. The first of the two by namespace and name keeps it, the other
      one moves: whoever uses its old address reaches the wrong one. Commit the lock that this build
      writes; `--locked` refuses the build.
      """, isAllowable: true)

  static let podNameTooLong = DiagnosticPage(
    307, .error, "The name of a workload's pod is too long",
    explanation: """
      A pod's name may have 253 bytes. The name of this workload leaves no room for what netc (or
      the live system) puts behind it.
      """)

  static let unmergeableResolver = DiagnosticPage(
    904, .error, "dnsConfig cannot be merged with the host's resolver ahead of time",
    explanation: """
      With `dnsPolicy: Default` a pod has its node's /etc/resolv.conf, and kubelet merges
      `dnsConfig` into it when the pod starts. netc does not know the node's file: say in
      `spec.dns.nodeResolver` of the Cluster what it holds, use `dnsPolicy: None` with nameservers
      of your own, or leave `dnsConfig` out.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsPolicy: Default
          #          ^^^^^^^ NC0904
          dnsConfig: {searches: [example.com]}
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          dnsPolicy: None
          dnsConfig: {nameservers: [192.0.2.53], searches: [example.com]}
          containers: [{name: web, image: nginx}]
        """))

  static let endpointPortUnknown = DiagnosticPage(
    306, .warning, "An endpoint's port matches no port of the Service",
    explanation: """
      Ports of slices and Endpoints are joined with the Service's ports by name and protocol, not
      by number. This one joins with none, so no traffic reaches it; in a Service with one unnamed
      port, the endpoint's port must be unnamed too.
      """, isAllowable: true)
}
