import Diagnostics

extension DiagnosticPage {
  static let unusedTLSHost = DiagnosticPage(
    714, .warning, "A TLS host that no rule is for",
    explanation: """
      The certificate of a `tls` entry is used for the hosts of the same object's rules. No rule
      of the object has this host, so the entry does nothing for it: mostly a spelling mistake.
      """, isAllowable: true)

  static let secondCertificate = DiagnosticPage(
    715, .error, "A host with two certificates",
    explanation: """
      Rules for one host may come from several objects, but the host has one certificate: it is
      shown before the path is known. The objects name two Secrets.
      """)

  static let tlsWithoutSecret = DiagnosticPage(
    716, .error, "A TLS host without a certificate",
    explanation: """
      A `tls` entry without `secretName` means the default certificate. The Cluster names none,
      and netc never serves a made-up one. Name a Secret, or set
      `spec.ingress.defaultCertificate`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          tls:
            - hosts: [shop.example]
            # ^^^^^^^^^^^^^^^^^^^^^ NC0716
          rules:
            - host: shop.example
              http:
                paths:
                  - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
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
        """ + IngressExample.web))

  static let takenAlias = DiagnosticPage(
    718, .error, "An alias that is taken",
    explanation: """
      `server-alias` gives a host further names. A name belongs to one host: this one is the host
      of a rule, or an alias of another host. ingress-nginx drops the alias with a line in its
      log.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/server-alias: shop.example
            #                                         ^^^^^^^^^^^^ NC0718
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/server-alias: store.example
        spec:
          ingressClassName: nginx
          rules:
            - host: shop.example
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))
}
