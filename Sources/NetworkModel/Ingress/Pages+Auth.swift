import Diagnostics

extension DiagnosticPage {
  static let missingConfigMap = DiagnosticPage(
    734, .error, "A ConfigMap that an annotation names is missing",
    explanation: """
      `auth-proxy-set-headers` names a ConfigMap with the headers that the server of `auth-url` is
      asked with. It is not in the input, or not in the namespace of the Ingress, which alone is
      looked at. Without these headers the other server might give leave where it should not.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/auth-url: "http://192.0.2.9/check"
            nginx.ingress.kubernetes.io/auth-proxy-set-headers: default/ask
            #                                                   ^^^^^^^^^^^ NC0734
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
            nginx.ingress.kubernetes.io/auth-url: "http://192.0.2.9/check"
            nginx.ingress.kubernetes.io/auth-proxy-set-headers: default/ask
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ask}
        data: {X-Realm: shop}
        """ + IngressExample.web))

  static let badHeaderMap = DiagnosticPage(
    735, .error, "A ConfigMap whose entries are no headers",
    explanation: """
      Each key of the ConfigMap is the name of a header: letters, digits, `-` and `_`. Its value is
      one line of printable ASCII, in which `$host`, `$request_uri`, `$http_NAME` and their kin
      stand for what the request says; any other `$` is refused, since nginx would not start, or
      tell what is nobody's business. A quote that ended the value was CVE-2025-15566. Headers that
      frame the message, as `Content-Length`, are nginx' own.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/auth-url: "http://192.0.2.9/check"
            nginx.ingress.kubernetes.io/auth-proxy-set-headers: default/ask
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ask}
        data:
          X-Root: $document_root
        # ^^^^^^ NC0735
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/auth-url: "http://192.0.2.9/check"
            nginx.ingress.kubernetes.io/auth-proxy-set-headers: default/ask
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: ask}
        data: {X-Host: $host}
        """ + IngressExample.web))

  static let sharedLeave = DiagnosticPage(
    736, .warning, "Answers of `auth-url` are kept for whoever asks",
    explanation: """
      `auth-cache-key` says which clients get the same kept answer of `auth-url`. Nothing in this
      key is known to one client alone, so that after one of them got leave, everybody has it until
      the answer is forgotten, or the other way: after one was refused, nobody gets in. A live
      cluster does just that. `$remote_user` is what a client writes, checked by nobody yet; beside
      `$http_authorization` it is harmless.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          annotations:
            nginx.ingress.kubernetes.io/auth-url: "http://192.0.2.9/check"
            nginx.ingress.kubernetes.io/auth-cache-key: $remote_user
            #                                           ^^^^^^^^^^^^ NC0736
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
            nginx.ingress.kubernetes.io/auth-url: "http://192.0.2.9/check"
            nginx.ingress.kubernetes.io/auth-cache-key: $remote_user$http_authorization
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)
}
