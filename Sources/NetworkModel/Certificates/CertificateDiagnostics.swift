import Certificates
import Diagnostics

/// What can be wrong with the Secrets that hosts need.
enum CertificateDiagnostics {
  static let pages: [DiagnosticPage] = [
    .missingSecret, .secretOfOtherType, .badCertificate, .badPrivateKey, .foreignPrivateKey,
    .brokenChain, .uncoveredHost, .certificateOutOfDate, .badUsers,
    .uncoveredRedirect,
  ]
}

extension DiagnosticPage {
  static func page(of part: CertificateProblem.Part) -> DiagnosticPage {
    switch part {
    case .chain: badCertificate
    case .key: badPrivateKey
    case .pair: foreignPrivateKey
    case .order: brokenChain
    }
  }

  static let missingSecret = DiagnosticPage(
    750, .error, "The Secret of a certificate is missing",
    explanation: """
      A host is to be served over TLS, and the Secret with its certificate is not in the input, or
      not in the namespace of the Ingress. A controller would serve a certificate that it made up,
      which every client refuses; netc stops. Add the Secret, or remove the entry of `spec.tls`.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress(secretMark: "NC0750"),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let secretOfOtherType = DiagnosticPage(
    751, .error, "The Secret of a certificate is of another type",
    explanation: """
      A certificate stands in a Secret of the type `kubernetes.io/tls`, under the keys `tls.crt`
      and `tls.key`. The type of a Secret cannot be changed in a cluster: delete it and create it
      anew, as `kubectl create secret tls` does.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress(secretMark: "NC0751")
        + CertificateExample.secret(type: "Opaque"),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let badCertificate = DiagnosticPage(
    752, .error, "A certificate that nginx would not load",
    explanation: """
      `tls.crt` holds PEM blocks named `CERTIFICATE`: the server's certificate, then those that lead
      from it to an authority. Text around them is passed over. A block of another kind, a damaged
      one, a certificate that is not for servers, a signature with SHA-1, or a key of a kind that
      is unknown keeps nginx from starting, or clients from trusting it.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress()
        + CertificateExample.secret(certificate: "the certificate", certificateMark: "NC0752"),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let badPrivateKey = DiagnosticPage(
    753, .error, "A private key that nginx would not load",
    explanation: """
      `tls.key` holds one PEM block with a private key: PKCS #8 (`PRIVATE KEY`), PKCS #1 (`RSA
      PRIVATE KEY`) or SEC 1 (`EC PRIVATE KEY`). An encrypted key would make nginx ask for a
      password at each start. RSA keys have 2,048 bits at least; ECDSA keys are on P-256, P-384 or
      P-521; Ed25519 keys are taken too.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress()
        + CertificateExample.secret(key: "the private key", keyMark: "NC0753"),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let foreignPrivateKey = DiagnosticPage(
    754, .error, "The private key is not that of the certificate",
    explanation: """
      The certificate was made for the public half of another key, so no handshake could succeed,
      and nginx would not start. Usually one of the two is from before a renewal, or an
      intermediate certificate comes first in `tls.crt`.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress()
        + CertificateExample.secret(key: CertificateExample.otherKey, keyMark: "NC0754"),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let brokenChain = DiagnosticPage(
    755, .error, "The certificates of a chain do not follow from one another",
    explanation: """
      The server's certificate comes first, and each one behind it signed the one before (RFC 8446,
      4.4.2). Some clients sort the certificates themselves, others refuse the connection, so the
      mistake shows only to some. Put them into order, and leave out what does not belong to them.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress()
        + CertificateExample.secret(
          certificate: CertificateExample.certificate + CertificateExample.otherCertificate,
          certificateMark: "NC0755"),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let uncoveredHost = DiagnosticPage(
    756, .error, "A certificate does not cover its host",
    explanation: """
      Clients compare the host with the DNS names in the certificate's subject alternative names
      (RFC 9525); its common name has not counted for years. `*.shop.example` covers one label
      before the name, neither `shop.example` nor names two labels below it. A host with a wildcard
      needs a certificate for that very wildcard.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress(host: "api.shop.example", hostMark: "NC0756")
        + CertificateExample.secret(),
      good: CertificateExample.ingress() + CertificateExample.secret()))

  static let uncoveredRedirect = DiagnosticPage(
    759, .warning, "A certificate does not cover the host's other name",
    explanation: """
      `from-to-www-redirect` sends requests for the name with `www.` to the one without, or the
      other way. Over HTTPS the client asks for a certificate for the name it wrote, and the one of
      the host is not for that. So the other name is sent on over HTTP alone; over HTTPS it is
      refused, where a controller would show a certificate that every client refuses.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.ingress(
        metadata: """
          metadata:
            name: shop
            annotations:
              nginx.ingress.kubernetes.io/from-to-www-redirect: "true"
              #                                                 ^^^^^^ NC0759
          """) + CertificateExample.secret(),
      good: CertificateExample.ingress() + CertificateExample.secret()), isAllowable: true)

  static let certificateOutOfDate = DiagnosticPage(
    757, .error, "A certificate is not valid on the day it must be",
    explanation: """
      `spec.ingress.certificatesValidAt` of the Cluster names a day at whose end all certificates
      must be valid, in UTC; netc never looks at a clock, so that the same input gives the same
      output. A chain is valid as long as all of its certificates are, but for an authority's own.
      """,
    example: DiagnosticExample(
      bad: CertificateExample.cluster(validAt: "2200-01-01") + "---\n"
        + CertificateExample.ingress() + CertificateExample.secret(certificateMark: "NC0757"),
      good: CertificateExample.cluster(validAt: "2027-01-01") + "---\n"
        + CertificateExample.ingress() + CertificateExample.secret()))

  static let badUsers = DiagnosticPage(
    758, .error, "A list of users that nginx could not use",
    explanation: """
      The key `auth` of the Secret holds one user a line, `name:hash`, as `htpasswd` writes it; with
      `auth-secret-type: auth-map`, each key is a user and its value the hash. A hash is one of
      crypt(3) (`$apr1$`, `$2y$`, `$5$`, `$6$` and older ones) or begins with `{SHA}`, `{SSHA}` or
      `{PLAIN}`. With anything else nobody could log in.
      """,
    example: DiagnosticExample(
      bad: UsersExample.ingress
        + UsersExample.secret("alice", mark: "# ^^^^ NC0758"),
      good: UsersExample.ingress
        + UsersExample.secret("alice:$apr1$N3MYXcRw$wjvfnnVjeOQQlPmI8vBiw.")))
}
