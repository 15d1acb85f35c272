import Diagnostics

extension DiagnosticPage {
  static let duplicatePath = DiagnosticPage(
    708, .error, "The same host and path twice",
    explanation: """
      Two rules claim one path of one host, in one object or in two. A live cluster takes the
      older object's and drops the other in silence, and who is older depends on the day they were
      applied. `/foo` and `/foo/` are the same for `Prefix`. Another version of a path is a
      canary: annotate it.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /cart
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
                  - path: /cart/
                    #     ^^^^^^ NC0708
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /cart
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
                  - path: /cart
                    pathType: Exact
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let shadowedRule = DiagnosticPage(
    709, .warning, "A rule that is never reached",
    explanation: """
      `ImplementationSpecific` means the same as `Prefix` here (unless the path is an expression),
      so a path that is there with both types has two backends. The one of `Prefix` gets the
      requests, since its meaning is fixed. An expression that matches all that begins as it does,
      such as `/cart(/|$)(.*)`, leaves nothing to the path `/cart`, and `/cart(.*)` nothing to
      other expressions that begin with `/cart`: they are tried first.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /cart
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
                  - path: /cart
                    #     ^^^^^ NC0709
                    pathType: ImplementationSpecific
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /cart
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
                  - path: /cart
                    pathType: Exact
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let unmatchablePath = DiagnosticPage(
    710, .warning, "A path that no request can have",
    explanation: """
      Paths are compared when escapes are decoded, dots resolved, slashes merged and the query is
      cut off. A path with `?`, `#`, `//`, `..`, `%2F`, or with characters that no URL holds,
      never matches; the rule is left out. An expression, such as `/v[0-9]+`, needs the annotation
      `nginx.ingress.kubernetes.io/use-regex: "true"` and `pathType: ImplementationSpecific`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: "/find?q=1"
                    #     ^^^^^^^^^^^ NC0710
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /find
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let refusedPath = DiagnosticPage(
    711, .error, "A path that no artifact may hold",
    explanation: """
      The path holds control characters, line breaks, or escapes for characters that cannot be
      printed, or is longer than 1024 bytes. The API server lets such text pass, and six of
      ingress-nginx' vulnerabilities were made of it (CVE-2021-25745, CVE-2021-25748,
      CVE-2026-24512 and others). Write the path as it stands in a URL.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: "/a\\nb"
                    #     ^^^^^^^ NC0711
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /a%20b
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let refusedExpression = DiagnosticPage(
    712, .error, "An expression that netc does not take",
    explanation: """
      With `use-regex`, a path of type `ImplementationSpecific` is a regular expression for the
      whole path. netc takes the part of PCRE that cannot surprise: literals, `.`, classes,
      groups, alternatives within groups, and quantifiers. Repeated groups that vary in themselves
      take forever on some paths; look-around, back references and options are left out.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /(a+)+
                    #     ^^^^^^ NC0712
                    pathType: ImplementationSpecific
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /(a+)
                    pathType: ImplementationSpecific
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let expressionInPrefix = DiagnosticPage(
    713, .warning, "An expression in a path of type Prefix",
    explanation: """
      The object asks for expressions, and this path holds one but has the type `Prefix`. Old
      manifests are written like this; ingress-nginx has refused them since 1.12
      (`strict-validate-path-type`). The path is taken as an expression.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /api(/|$)(.*)
                    #     ^^^^^^^^^^^^^ NC0713
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /api(/|$)(.*)
                    pathType: ImplementationSpecific
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)
}
