import Diagnostics

extension DiagnosticPage {
  static let badAnnotation = DiagnosticPage(
    720, .error, "An annotation's value that it does not take",
    explanation: """
      Each annotation of `nginx.ingress.kubernetes.io/` takes values of one form, which
      docs/Ingress.md lists. ingress-nginx falls back to a default when a value is wrong, and
      vulnerabilities came from values that looked right at their start or end (CVE-2023-5044,
      CVE-2024-7646, CVE-2026-1580): netc takes a value as a whole or not at all.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/proxy-read-timeout: "60s"
            #                                               ^^^^^ NC0720
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/proxy-read-timeout: "60"
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let unknownAnnotation = DiagnosticPage(
    721, .warning, "An annotation that ingress-nginx does not know",
    explanation: """
      The name is none of ingress-nginx' annotations, so it has no effect: mostly a spelling
      mistake, which a live cluster passes over in silence.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/proxy-read-timout: "60"
            #                                              ^^^^ NC0721
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/proxy-read-timeout: "60"
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let refusedAnnotation = DiagnosticPage(
    722, .error, "An annotation that netc never takes",
    explanation: """
      Snippets are configuration as text: whoever may write an Ingress could read every private
      key on the node (CVE-2021-25742, CVE-2023-5043). ModSecurity is not part of plain nginx.
      Some names have been gone for years. The help names the nearest annotation that is safe.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/configuration-snippet: "deny all;"
            #                                                  ^^^^^^^^^^^ NC0722
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/denylist-source-range: "0.0.0.0/0"
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let unsupportedAnnotation = DiagnosticPage(
    723, .error, "An annotation that this version does not support",
    explanation: """
      ingress-nginx knows the annotation, and this version of netc does not do what it says. It is
      an error, since a host without it may be open where it should not be, or behave otherwise.
      docs/Ingress.md lists what is supported.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/ssl-passthrough: "true"
            #                                            ^^^^^^ NC0723
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/ssl-passthrough: "false"
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let uselessAnnotation = DiagnosticPage(
    724, .warning, "An annotation without effect",
    explanation: """
      The annotation says how something is to be done that the object does not ask for, or that
      has no meaning with plain nginx.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/session-cookie-name: "ROUTE"
            #                                                ^^^^^^^ NC0724
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/affinity: "cookie"
            nginx.ingress.kubernetes.io/session-cookie-name: "ROUTE"
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let conflictingAnnotations = DiagnosticPage(
    725, .error, "Annotations that exclude each other",
    explanation: """
      Two annotations ask for what cannot be had at once, or for a combination that nginx refuses
      to start with, or that would open what the other one closes: a page for the error 401 in the
      place of `auth-url`'s refusal was CVE-2026-24513.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/permanent-redirect: "https://b.example/"
            nginx.ingress.kubernetes.io/temporal-redirect: "https://a.example/"
            #                                              ^^^^^^^^^^^^^^^^^^^^ NC0725
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/permanent-redirect: "https://b.example/"
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let missingCapture = DiagnosticPage(
    726, .error, "A rewrite to what no group captures",
    explanation: """
      `$1` to `$9` in `rewrite-target` stand for what the brackets in the path captured, counted
      from the left. The path has fewer of them. nginx would put nothing in its place.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/rewrite-target: /$2
            #                                           ^^^ NC0726
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /app(/.*)
                    pathType: ImplementationSpecific
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/rewrite-target: /$2
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /app(/|$)(.*)
                    pathType: ImplementationSpecific
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let lonelyCanary = DiagnosticPage(
    728, .warning, "A canary without its rule",
    explanation: """
      An object with `canary: "true"` is another version of a rule that another object has, with
      the same host, path and type. There is no such rule, so nobody meets the canary.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/canary-weight: "10"
            nginx.ingress.kubernetes.io/canary: "true"
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /
                    #     ^ NC0728
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
                  - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
        """ + IngressExample.web), isAllowable: true)

  static let uncertainRedirect = DiagnosticPage(
    732, .warning, "A redirect to HTTPS without a certificate",
    explanation: """
      `force-ssl-redirect` sends plain requests to HTTPS though the object has no `tls`. That is
      right where something ahead of the nodes ends TLS and says so by the PROXY protocol or
      `X-Forwarded-Proto`; otherwise clients are sent where nobody answers, or around in a circle.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/force-ssl-redirect: "true"
            #                                               ^^^^^^ NC0732
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)
}
