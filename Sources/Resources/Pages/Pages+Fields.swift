package import Diagnostics

/// What can be wrong with one field.
extension DiagnosticPage {
  package static let unknownField = DiagnosticPage(
    204, .error, "An unknown field",
    explanation: """
      The Kubernetes API has no such field at this place. API servers drop unknown fields unless \
      asked to be strict, so what it was to say would silently not hold. Mind the spelling, the \
      case and the indentation. Fields that the API has and netc has no use for are accepted.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports: [{port: 80, tragetPort: 8080}]
        #                    ^^^^^^^^^^ NC0204
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports: [{port: 80, targetPort: 8080}]
        """))

  package static let missingField = DiagnosticPage(
    205, .error, "A required field is missing",
    explanation: """
      The API server refuses the object without this field. Some fields are required only beside \
      others; the help line says when.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports:
          - name: http
        #   ^^^^ NC0205
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports:
          - name: http
            port: 80
        """))

  package static let wrongType = DiagnosticPage(
    206, .error, "A value of the wrong type",
    explanation: """
      A number, a text, a boolean, a list or a mapping stands where another of them is needed. The \
      API server reads YAML 1.1: `no`, `on` and `y` are booleans, `1.10` is a number, anything in \
      quotes is a text. Quote what is meant as text, and only that.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {version: 1.10}
        #                   ^^^^ NC0206
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {version: "1.10"}
        """))

  package static let unsupportedValue = DiagnosticPage(
    207, .error, "A word that is none of those allowed",
    explanation: """
      The field takes one of a few words, and the case matters: `TCP`, not `tcp`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports: [{port: 80, protocol: tcp}]
        #                              ^^^ NC0207
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports: [{port: 80, protocol: TCP}]
        """))

  package static let numberOutOfRange = DiagnosticPage(
    208, .error, "A number out of its range",
    explanation: """
      The number cannot be what the field holds: a port is in 1-65535, a count is not negative, a \
      node's block lies within the cluster's range.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports: [{port: 80800}]
        #                ^^^^^ NC0208
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          ports: [{port: 8080}]
        """))

  package static let badName = DiagnosticPage(
    209, .error, "A name that breaks its rule",
    explanation: """
      Names end up in DNS, in label selectors and in the names of files and interfaces, so \
      Kubernetes allows few characters in them. Objects and host names are made of `a-z`, `0-9` and \
      `-` (with dots for most kinds of objects); port names have at most 15 characters and a letter.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: my_service}
        #                ^^^^^^^^^^ NC0209
        spec: {ports: [{port: 80}]}
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: my-service}
        spec: {ports: [{port: 80}]}
        """))

  package static let badLabel = DiagnosticPage(
    210, .error, "A label, selector or annotation that breaks its rule",
    explanation: """
      A key is a name of at most 63 letters, digits, `-`, `_` and `.`, which may stand behind a DNS \
      name and a slash. A label's value follows the rule of a name, or is empty. The text of an \
      annotation is free.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: "web server"}
        #                 ^^^^^^^^^^^^ NC0210
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web-server}
          ports: [{port: 80}]
        """))

  package static let badAddress = DiagnosticPage(
    211, .error, "An IP address or block that is none",
    explanation: """
      Addresses are written in full, without leading zeros; a block has a prefix length and no \
      address bits behind it. Where packets are to go, an address that is nobody's or only of one \
      host (unspecified, loopback, link-local) is refused, as the API server does.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: 10.96.0.300
        #            ^^^^^^^^^^^ NC0211
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          clusterIP: 10.96.0.30
          ports: [{port: 80}]
        """))

  package static let badPortRange = DiagnosticPage(
    212, .error, "A range of ports that is none",
    explanation: "A range is two ports with a hyphen between, the lower one first.",
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodePortRange: 32767-30000
        #                ^^^^^^^^^^^ NC0212
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodePortRange: 30000-32767
        """))

  package static let badDuration = DiagnosticPage(
    240, .error, "A duration that is none",
    explanation: """
      A duration is written as Go writes it: whole hours, minutes and seconds, each with its unit, \
      such as `1h30m` or `900s`. The kernel counts the timeouts of IPVS in seconds, so there are \
      no smaller units.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          proxy: {mode: ipvs, ipvs: {udpTimeout: 1500ms}}
        #                                        ^^^^^^ NC0240
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          proxy: {mode: ipvs, ipvs: {udpTimeout: 90s}}
        """))

  package static let badURLPath = DiagnosticPage(
    241, .error, "A path that breaks the rules of Ingress",
    explanation: """
      A path begins with `/`. With `pathType: Exact` or `Prefix` it holds neither `//` nor an
      element `.` or `..`, nor an escaped slash (`%2F`): requests are compared when all of these
      are resolved, so that no request would ever match. The API server refuses such a path.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: nginx
          rules:
            - http:
                paths:
                  - path: /shop/../admin
        #                 ^^^^^^^^^^^^^^ NC0241
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: nginx
          rules:
            - http:
                paths:
                  - path: /admin
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """))

  package static let badAllowance = DiagnosticPage(
    219, .error, "An allowance that cannot be read",
    explanation: """
      The annotation `netc.dev/allow` silences diagnostics for its object. Each entry is a code, a \
      colon and the reason, for whoever reads it next; entries are separated by line breaks or \
      commas. A reason is required.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations: {netc.dev/allow: NC0412}
        #                               ^^^^^^ NC0219
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations: {netc.dev/allow: "NC0412: the overlap is with the old data centre"}
        """))
}
