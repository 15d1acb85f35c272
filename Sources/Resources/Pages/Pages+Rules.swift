package import Diagnostics

/// What can be wrong between the fields of one object, and the limits of netc.
extension DiagnosticPage {
  package static let duplicateValue = DiagnosticPage(
    214, .error, "A value that may be there once is there twice",
    explanation: """
      Names of ports and containers, port numbers with their protocol, families and hints must each \
      be unique in their list, or the second one could not be told from the first.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports:
          - {name: http, port: 80}
          - {name: web, port: 80}
        #                     ^^ NC0214
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports:
          - {name: http, port: 80}
          - {name: web, port: 8080}
        """))

  package static let forbiddenField = DiagnosticPage(
    215, .error, "A field that may not be set beside others",
    explanation: """
      The API server refuses the combination: the field has a meaning only for another type of \
      object, or contradicts another field. The message says which.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: ClusterIP
          ports: [{port: 80, nodePort: 30080}]
        #                              ^^^^^ NC0215
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          ports: [{port: 80, nodePort: 30080}]
        """))

  package static let mismatch = DiagnosticPage(
    216, .error, "Two fields that must agree do not",
    explanation: """
      The API repeats some values (`clusterIP` is the first of `clusterIPs`) or lets one field say \
      what another holds (`ipFamilies`, `addressType`). Where they disagree nobody can tell which \
      one is meant.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ipFamilies: [IPv6]
          clusterIP: 10.96.0.30
        #            ^^^^^^^^^^ NC0216
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ipFamilies: [IPv4]
          clusterIP: 10.96.0.30
          ports: [{port: 80}]
        """))

  package static let tooMany = DiagnosticPage(
    217, .error, "More than is allowed",
    explanation: """
      The API server has a limit for the length of the list or text. Most limits come from what is \
      behind: a resolver takes three name servers, a Service has an address in each of two families.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: web}]
          dnsConfig:
            nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]
        #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0217
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: web}]
          dnsConfig:
            nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3]
        """))

  package static let selectorMismatch = DiagnosticPage(
    218, .error, "A workload does not select its own pods",
    explanation: """
      A workload finds its pods by its selector, so the labels of its pod template must match. \
      Otherwise it would make pods for ever and never find one.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: wep}}
        #                       ^^^ NC0218
            spec: {containers: [{name: web}]}
        """,
      good: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web}]}
        """))

  package static let digitalServiceName = DiagnosticPage(
    224, .warning, "A Service's name that starts with a digit",
    explanation: """
      Kubernetes 1.36 allows such names; API servers before it refuse them, since a host name had to \
      start with a letter (RFC 1035). Names of this form also look like addresses to some tools.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: 3scale}
        #                ^^^^^^ NC0224
        spec: {ports: [{port: 80}]}
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: threescale}
        spec: {ports: [{port: 80}]}
        """),
    isAllowable: true)

  package static let uselessField = DiagnosticPage(
    225, .warning, "A field without effect",
    explanation: """
      The API server accepts the field and warns, since beside the others it does nothing: session \
      affinity of a headless Service, `externalName` of a Service that is none, `hostIP` without \
      `hostPort`. Leave it out, or set what it needs.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: None
          sessionAffinity: ClientIP
        #                  ^^^^^^^^ NC0225
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          sessionAffinity: ClientIP
          ports: [{port: 80}]
        """),
    isAllowable: true)

  package static let sharedPort = DiagnosticPage(
    226, .warning, "Two containers of one pod declare the same port",
    explanation: """
      The containers of a pod share one network namespace, so only one of them can listen at a port, \
      and a `targetPort` by name means the first container that has it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - name: web
            ports: [{containerPort: 8080}]
          - name: sidecar
            ports: [{containerPort: 8080}]
        #                           ^^^^ NC0226
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
          - name: web
            ports: [{containerPort: 8080}]
          - name: sidecar
            ports: [{containerPort: 9090}]
        """),
    isAllowable: true)

  package static let policiesNotEnforced = DiagnosticPage(
    901, .warning, "Network policies are not enforced",
    explanation: """
      The input holds network policies, which this version of netc passes over: the pods that they \
      isolate are open to everyone. Do not rely on them, or keep the pods off the network.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        #     ^^^^^^^^^^^^^ NC0901
        metadata: {name: deny}
        spec: {podSelector: {}}
        """,
      good: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: notes}
        """))

  package static let gatewaysNotServed = DiagnosticPage(
    906, .warning, "The Gateway API is not served",
    explanation: """
      The input holds Gateways, routes or other objects of gateway.networking.k8s.io, which this \
      version of netc passes over: nothing listens for them, and requests do not reach their \
      backends that way. Ingress objects are served.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        #     ^^^^^^^^^ NC0906
        metadata: {name: web}
        spec: {rules: [{backendRefs: [{name: web, port: 80}]}]}
        """,
      good: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: notes}
        """))

  package static let unsupportedByVersion = DiagnosticPage(
    902, .error, "Not supported by this version",
    explanation: """
      The value is part of netc's input, but this version cannot serve it yet. The help line names \
      one that it can.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          podNetwork: {crossNode: vxlan}
        #                         ^^^^^ NC0902
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          podNetwork: {crossNode: host-gateway}
        """))

  package static let tooManyObjects = DiagnosticPage(
    903, .error, "Too many objects",
    explanation: """
      The input holds more than 500,000 objects. Kubernetes itself is made for clusters of 150,000 \
      pods and 10,000 Services; an input beyond that is a mistake.
      """)
}

/// All pages of this module.
package enum ResourceDiagnostics {
  package static let pages: [DiagnosticPage] = [
    .notAnObject, .missingType, .unknownType, .unknownField, .missingField, .wrongType,
    .unsupportedValue, .numberOutOfRange, .badName, .badLabel, .badAddress, .badPortRange,
    .badDuration,
    .duplicateObject, .duplicateValue, .forbiddenField, .mismatch, .tooMany, .selectorMismatch,
    .badAllowance, .badURLPath, .outdatedVersion, .generatedName, .secondCluster,
    .digitalServiceName,
    .uselessField, .sharedPort, .policiesNotEnforced, .gatewaysNotServed,
    .unsupportedByVersion,
    .tooManyObjects, .maskedPoolBlock, .badPassword, .badCommunity, .unknownPoolProtocol,
  ]
}
