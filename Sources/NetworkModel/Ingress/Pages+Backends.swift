import Diagnostics

extension DiagnosticPage {
  static let missingBackend = DiagnosticPage(
    704, .warning, "A backend's Service does not exist",
    explanation: """
      A backend names a Service in the namespace of its Ingress, never in another. There is none
      of this name, so requests for the path get 503, as in a live cluster; other paths go on.
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
      `backend.resource` names an object of some kind that a controller knows, such as a bucket.
      netc and ingress-nginx know none; requests get 503.
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
      itself opens to the world what listens on the node's loopback alone. For an address use a
      Service without a selector and an EndpointSlice.
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

  static let secondDefaultBackend = DiagnosticPage(
    719, .error, "Two default backends for one host",
    explanation: """
      `spec.defaultBackend` answers where no path of the object's hosts matches; without rules,
      for every host that nobody has. Two objects claim it for the same host.
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
        metadata: {name: web-2}
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

  static let unservedHost = DiagnosticPage(
    729, .warning, "A host without path and default backend",
    explanation: """
      A rule without `http` sends the requests of its host to the default backend, and there is
      none: they get 404.
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
            #       ^^^^^^^^^^^^ NC0729
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
          rules:
            - host: shop.example
        """ + IngressExample.web), isAllowable: true)
}
