/// A certificate for `shop.example` and its private key, made for the pages of diagnostics and for
/// tests alone: self-signed, valid until 2126, trusted by nobody.
enum CertificateExample {
  /// For `shop.example`.
  static let certificate = """
    -----BEGIN CERTIFICATE-----
    MIIBfDCCASKgAwIBAgIUfXaVCJ7zrWzwPm36Ni5hU+VN4KQwCgYIKoZIzj0EAwIw
    FzEVMBMGA1UEAwwMbmV0YyBleGFtcGxlMCAXDTI2MTEyNDEzMjkxN1oYDzIxMjYx
    MDMxMTMyOTE3WjAXMRUwEwYDVQQDDAxuZXRjIGV4YW1wbGUwWTATBgcqhkjOPQIB
    BggqhkjOPQMBBwNCAAQIosRf2aD4e9QIpf+xtMS2q7iRHWiMjtamGOMaG6Cva/x+
    vC18kMTGmSvcSnMFBGkRwahyZaspdNEEthhYRRT7o0owSDAfBgNVHSMEGDAWgBQd
    B7uiMRyWQXSw14I6k/QIeUv6HTAXBgNVHREEEDAOggxzaG9wLmV4YW1wbGUwDAYD
    VR0TAQH/BAIwADAKBggqhkjOPQQDAgNIADBFAiAXXcABAwva1lPLyZnpYbg3NwxK
    CVkaGVMD6cCi63PCagIhAOjCCec6uEBHpO9DONfAUPW8oJOd75E4vRXQcBUhISY2
    -----END CERTIFICATE-----

    """

  /// That of `certificate`.
  static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQglH8cTUYFUj0gJpPm
    fRMyYnSSM84CVzuBvt4Nwc/BVzOhRANCAAQIosRf2aD4e9QIpf+xtMS2q7iRHWiM
    jtamGOMaG6Cva/x+vC18kMTGmSvcSnMFBGkRwahyZaspdNEEthhYRRT7
    -----END PRIVATE KEY-----

    """

  /// Another one for `shop.example`.
  static let otherCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBfTCCASKgAwIBAgIUYFoKSjWvc0yhQ3v+7N0IZY41ID0wCgYIKoZIzj0EAwIw
    FzEVMBMGA1UEAwwMbmV0YyBleGFtcGxlMCAXDTI2MTEyNDEzMjkxN1oYDzIxMjYx
    MDMxMTMyOTE3WjAXMRUwEwYDVQQDDAxuZXRjIGV4YW1wbGUwWTATBgcqhkjOPQIB
    BggqhkjOPQMBBwNCAASAFBiFpy5gJ6xSSTNKiykKJlS2Nje+6LD5wdKNa+9a7exq
    bV3EEolJCMs3MpSD+7nvdzKCy8OFDSvsANP/4JiXo0owSDAfBgNVHSMEGDAWgBSE
    MTEgyRI/uTlLjc973JxgfGnvyjAXBgNVHREEEDAOggxzaG9wLmV4YW1wbGUwDAYD
    VR0TAQH/BAIwADAKBggqhkjOPQQDAgNJADBGAiEAwttBNF6HA3Co5PjHyxeTyNA0
    QbbWLOH1vpjMSoPn7RACIQDY8SV4G5kiZ7Ii0ksMN1AeKrR4OSONq8ny/sd4MvgV
    uw==
    -----END CERTIFICATE-----

    """

  /// That of `otherCertificate`.
  static let otherKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgP6vy8lcipGOwVvlu
    mQwHQUJy+scIHvtbVoUldmzMbBOhRANCAASAFBiFpy5gJ6xSSTNKiykKJlS2Nje+
    6LD5wdKNa+9a7exqbV3EEolJCMs3MpSD+7nvdzKCy8OFDSvsANP/4JiX
    -----END PRIVATE KEY-----

    """
}

extension CertificateExample {
  static func ingress(
    host: String = "shop.example", hostMark: String? = nil, secretMark: String? = nil,
    metadata: String = "metadata: {name: shop}"
  ) -> String {
    """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    \(metadata)
    spec:
      ingressClassName: nginx
      tls:
        - hosts: [\(host)]
          secretName: shop-tls
    \(mark(secretMark, column: 18, width: 8))\
      rules:
        - host: \(host)
    \(mark(hostMark, column: 12, width: host.utf8.count))\
          http:
            paths:
              - pathType: Prefix
                path: /
                backend: {service: {name: web, port: {number: 80}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {app: web}, ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}

    """
  }

  static func secret(
    type: String = "kubernetes.io/tls", certificate: String = certificate, key: String = key,
    certificateMark: String? = nil, keyMark: String? = nil
  ) -> String {
    """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: shop-tls}
    type: \(type)
    stringData:
    \(entry("tls.crt", certificate, certificateMark))\
    \(entry("tls.key", key, keyMark))
    """
  }

  static func cluster(validAt day: String) -> String {
    """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      podCIDRs: [10.244.0.0/16]
      serviceCIDRs: [10.96.0.0/16]
      ingress: {nodes: [node-a], certificatesValidAt: "\(day)"}
      nodes:
        - {name: node-a, addresses: [192.168.56.11]}

    """
  }

  /// The comment under a line that says where a code points.
  private static func mark(_ code: String?, column: Int, width: Int) -> String {
    guard let code else { return "" }
    return "#" + String(repeating: " ", count: column - 1) + String(repeating: "^", count: width)
      + " \(code)\n"
  }

  /// A value in lines of its own, or in one line where a mark stands under its key.
  private static func entry(_ key: String, _ text: String, _ code: String?) -> String {
    let lines = text.split(separator: "\n")
    guard code != nil else {
      return "  \(key): |\n" + lines.map { "    \($0)\n" }.joined()
    }
    let value = lines.map { "\($0)" }.joined(separator: "\\n")
    return "  \(key): \"\(value)\"\n" + mark(code, column: 2, width: key.utf8.count)
  }
}

/// Users for the pages of diagnostics.
enum UsersExample {
  static let ingress = """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: shop
      annotations:
        nginx.ingress.kubernetes.io/auth-type: basic
        nginx.ingress.kubernetes.io/auth-secret: shop-users
    spec:
      ingressClassName: nginx
      rules:
        - host: shop.example
          http:
            paths:
              - pathType: Prefix
                path: /
                backend: {service: {name: web, port: {number: 80}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {app: web}, ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}

    """

  static func secret(_ users: String, mark: String = "") -> String {
    """
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: shop-users}
    type: Opaque
    stringData:
      auth: \(users)
    \(mark)
    """
  }
}
