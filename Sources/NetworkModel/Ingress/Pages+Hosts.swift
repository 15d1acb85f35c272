import Diagnostics

extension DiagnosticPage {
  static let unservedClass = DiagnosticPage(
    700, .warning, "Nobody serves the class of an Ingress",
    explanation: """
      An Ingress belongs to a class, by `ingressClassName`, by the old annotation
      `kubernetes.io/ingress.class`, or because an IngressClass is marked as the default one. netc
      serves the class that `spec.ingress.class` of the Cluster names (`nginx` if it names none), and
      every IngressClass with the same controller. This object's class is none of these, and no
      IngressClass in the input says that another controller serves it, so nobody does. It is left
      out. `watchIngressWithoutClass: true` in `spec.ingress` lets netc serve objects without a class.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: ngimx
          #                 ^^^^^ NC0700
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let secondDefaultClass = DiagnosticPage(
    701, .error, "Two classes are the default one",
    explanation: """
      An Ingress without a class gets the IngressClass that is marked with
      `ingressclass.kubernetes.io/is-default-class: "true"`. A live cluster takes the youngest of
      several, or refuses the object; netc does not know their ages.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: nginx
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
        spec: {controller: k8s.io/ingress-nginx}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: other
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
          #                                                          ^^^^^^ NC0701
        spec: {controller: example.com/other}
        """,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: nginx
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
        spec: {controller: k8s.io/ingress-nginx}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: other}
        spec: {controller: example.com/other}
        """))

  static let missingBackend = DiagnosticPage(
    704, .warning, "A backend's Service does not exist",
    explanation: """
      A backend names a Service in the namespace of its Ingress, never in another. There is none of
      this name, so requests for the path get 503, as in a live cluster; other paths go on.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend:
            service:
              name: webb
              #     ^^^^ NC0704
              port: {number: 80}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let missingBackendPort = DiagnosticPage(
    705, .warning, "A backend's port does not exist",
    explanation: """
      A backend names a port of a Service by its number (the Service's `port`, not the pods'
      `targetPort`) or by its name. The Service has no such TCP port, so requests get 503.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend:
            service:
              name: web
              port: {number: 8080}
              #              ^^^^ NC0705
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let resourceBackend = DiagnosticPage(
    706, .warning, "A backend is no Service",
    explanation: """
      `backend.resource` names an object of some kind that a controller knows, such as a bucket. netc
      and ingress-nginx know none; requests get 503.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend:
            resource:
              kind: Bucket
              #     ^^^^^^ NC0706
              name: pictures
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let localExternalName = DiagnosticPage(
    707, .error, "A backend leads to the ingress node itself",
    explanation: """
      The Service behind a path stands for `localhost` or for an address. A proxy that connects to
      itself opens to the world what listens on the node's loopback alone. For an address use a Service
      without a selector and an EndpointSlice.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend:
            service:
              name: self
              #     ^^^^ NC0707
              port: {number: 80}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: self}
        spec: {type: ExternalName, externalName: localhost}
        """,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))

  static let duplicatePath = DiagnosticPage(
    708, .error, "The same host and path twice",
    explanation: """
      Two rules claim one path of one host, in one object or in two. A live cluster takes the older
      object's and drops the other in silence, and who is older depends on the day they were applied.
      `/foo` and `/foo/` are the same for `Prefix`. Another version of a path is a canary: annotate it.
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
      `ImplementationSpecific` means the same as `Prefix` here (unless the path is an expression), so a
      path that is there with both types has two backends. The one of `Prefix` gets the requests, since
      its meaning is fixed.
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
      Paths are compared when escapes are decoded, dots resolved, slashes merged and the query is cut
      off. A path with `?`, `#`, `//`, `..`, `%2F`, or with characters that no URL holds, never matches; the
      rule is left out. An expression, such as `/v[0-9]+`, needs the annotation
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
      The path holds control characters, line breaks, or escapes for characters that cannot be printed,
      or is longer than 1024 bytes. The API server lets such text pass, and six of ingress-nginx'
      vulnerabilities were made of it (CVE-2021-25745, CVE-2021-25748, CVE-2026-24512 and others). Write
      the path as it stands in a URL.
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
      With `use-regex`, a path of type `ImplementationSpecific` is a regular expression for the whole
      path. netc takes the part of PCRE that cannot surprise: literals, `.`, classes, groups,
      alternatives within groups, and quantifiers. Repeated groups that vary in themselves take forever
      on some paths; look-around, back references and options are left out.
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
      The object asks for expressions, and this path holds one but has the type `Prefix`. Old manifests
      are written like this; ingress-nginx has refused them since 1.12 (`strict-validate-path-type`).
      The path is taken as an expression.
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

  static let unusedTLSHost = DiagnosticPage(
    714, .warning, "A TLS host that no rule is for",
    explanation: """
      The certificate of a `tls` entry is used for the hosts of the same object's rules. No rule of the
      object has this host, so the entry does nothing for it: mostly a spelling mistake.
      """, isAllowable: true)

  static let secondCertificate = DiagnosticPage(
    715, .error, "A host with two certificates",
    explanation: """
      Rules for one host may come from several objects, but the host has one certificate: it is shown
      before the path is known. The objects name two Secrets.
      """)

  static let tlsWithoutSecret = DiagnosticPage(
    716, .error, "A TLS host without a certificate",
    explanation: """
      A `tls` entry without `secretName` means the default certificate. The Cluster names none, and netc
      never serves a made-up one. Name a Secret, or set `spec.ingress.defaultCertificate`.
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
      `server-alias` gives a host further names. A name belongs to one host: this one is the host of a
      rule, or an alias of another host. ingress-nginx drops the alias with a line in its log.
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

  static let secondDefaultBackend = DiagnosticPage(
    719, .error, "Two default backends for one host",
    explanation: """
      `spec.defaultBackend` answers where no path of the object's hosts matches; without rules, for
      every host that nobody has. Two objects claim it for the same host.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: other}
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
          #               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0719
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web))
}
