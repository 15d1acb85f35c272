import SwiftASN1
import X509

/// The certificates of `tls.crt`, each signed by the next.
struct CertificateChain {
  let certificates: [Certificate]
  private let blocks: [PEMBlock]

  init(_ text: [UInt8]) throws(CertificateProblem) {
    blocks = try PEMReader.blocks(in: text, of: .chain)
    try Self.check(blocks)
    var certificates: [Certificate] = []
    for (position, block) in blocks.enumerated() {
      certificates.append(try Self.certificate(block, position))
    }
    self.certificates = certificates
    try checkOrder()
    try checkStrength()
    try checkUse()
  }

  var text: [UInt8] { blocks.flatMap(\.text) }

  private static func check(_ blocks: [PEMBlock]) throws(CertificateProblem) {
    guard !blocks.isEmpty else {
      throw CertificateProblem(
        .chain, "it holds no certificate", help: "it begins with `-----BEGIN CERTIFICATE-----`")
    }
    if let other = blocks.first(where: { $0.label != "CERTIFICATE" }) {
      throw CertificateProblem(
        .chain, "a block `\(other.label)` stands among the certificates",
        help: "the private key belongs into `tls.key`, alone")
    }
    guard blocks.count <= ServerKeyPair.longestChain else {
      throw CertificateProblem(
        .chain,
        "\(blocks.count) certificates are more than the \(ServerKeyPair.longestChain) of a chain",
        help: "it takes the server's certificate and those between it and an authority")
    }
  }

  private static func certificate(
    _ block: PEMBlock, _ position: Int
  ) throws(CertificateProblem) -> Certificate {
    do {
      return try Certificate(derEncoded: block.bytes)
    } catch {
      let cause = (error as? CertificateError)?.code == .unsupportedPublicKeyAlgorithm
      throw CertificateProblem(
        .chain,
        "certificate \(position + 1) \(cause ? "has a key of a kind unknown here" : "is damaged")",
        help: "netc knows RSA of 2,048 bits and more, ECDSA P-256, P-384, P-521, and Ed25519")
    }
  }

  // MARK: - Rules

  private func checkOrder() throws(CertificateProblem) {
    for (position, certificate) in certificates.enumerated().dropLast() {
      let issuer = certificates[position + 1]
      guard certificate.issuer == issuer.subject,
        issuer.publicKey.isValidSignature(certificate.signature, for: certificate)
      else {
        throw CertificateProblem(
          .order, "certificate \(position + 2) did not sign certificate \(position + 1)",
          help: "the server's certificate comes first, then each one's issuer")
      }
    }
  }

  /// OpenSSL's security level 2, Debian's default, refuses signatures with SHA-1.
  private func checkStrength() throws(CertificateProblem) {
    for (position, certificate) in certificates.enumerated()
    where certificate.signatureAlgorithm == .sha1WithRSAEncryption && !isSelfSigned(certificate) {
      throw CertificateProblem(
        .chain, "certificate \(position + 1) is signed with SHA-1, which nothing accepts any more")
    }
  }

  private func checkUse() throws(CertificateProblem) {
    let usage = try read { try $0.extensions.extendedKeyUsage }
    guard let usage, !usage.contains(.serverAuth), !usage.contains(.any) else { return }
    throw CertificateProblem(
      .chain, "the certificate is not for servers",
      help: "its extended key usage lacks `serverAuth`")
  }

  private func isSelfSigned(_ certificate: Certificate) -> Bool {
    certificate.issuer == certificate.subject
  }

  // MARK: - What it says

  /// The DNS names of the first certificate, sorted.
  func names() throws(CertificateProblem) -> [String] {
    let alternatives = try read { try $0.extensions.subjectAlternativeNames }
    let names = (alternatives ?? SubjectAlternativeNames()).compactMap { name in
      if case .dnsName(let name) = name { name.lowercased() } else { nil }
    }
    return Set(names).sorted()
  }

  private func read<Value>(
    _ field: (Certificate) throws -> Value
  ) throws(CertificateProblem) -> Value {
    do {
      return try field(certificates[0])
    } catch {
      throw CertificateProblem(.chain, "certificate 1 has a damaged extension")
    }
  }

  func validity() throws(CertificateProblem) -> (from: Moment, through: Moment) {
    var counted = certificates[...]
    if counted.count > 1, let last = counted.last, isSelfSigned(last) { counted.removeLast() }
    do {
      let spans = try counted.map(Self.validity)
      return (
        from: spans.dropFirst().reduce(spans[0].from) { max($0, $1.from) },
        through: spans.dropFirst().reduce(spans[0].through) { min($0, $1.through) }
      )
    } catch {
      throw CertificateProblem(.chain, "a certificate has a damaged time of validity")
    }
  }

  /// Read from the signed part once more: the library hands out moments as Foundation's dates.
  private static func validity(
    of certificate: Certificate
  ) throws -> (from: Moment, through: Moment) {
    let signed = try DER.parse(certificate.tbsCertificateBytes)
    return try DER.sequence(signed, identifier: .sequence) { fields in
      // version, serialNumber, signature, issuer, validity: RFC 5280, 4.1.
      let first = fields.next()
      let skipped = first?.identifier.tagClass == .contextSpecific ? 3 : 2
      for _ in 0..<skipped { _ = fields.next() }
      guard let validity = fields.next() else { throw CertificateProblem(.chain, "no validity") }
      while fields.next() != nil {}
      return try DER.sequence(validity, identifier: .sequence) { moments in
        guard let from = moments.next(), let through = moments.next() else {
          throw CertificateProblem(.chain, "no validity")
        }
        return (from: try Moment(from), through: try Moment(through))
      }
    }
  }
}
