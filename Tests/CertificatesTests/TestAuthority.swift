import Crypto
import Foundation
import SwiftASN1
import X509
import _CryptoExtras

/// A key with the certificate that an authority gave it.
struct TestIdentity {
  let key: Certificate.PrivateKey
  let certificate: Certificate

  /// Signed by another identity, or by itself.
  init(
    _ subject: String, names: [String]? = nil,
    key: Certificate.PrivateKey = Certificate.PrivateKey(P256.Signing.PrivateKey()),
    by issuer: TestIdentity? = nil, from: String = "2020-01-01", through: String = "2060-01-01",
    usage: [ExtendedKeyUsage.Usage] = [.serverAuth],
    algorithm: Certificate.SignatureAlgorithm? = nil
  ) throws {
    self.key = key
    let name = try DistinguishedName { CommonName(subject) }
    var extensions = Certificate.Extensions()
    if let names {
      try extensions.append(
        Certificate.Extension(
          SubjectAlternativeNames(names.map { GeneralName.dnsName($0) }), critical: false))
    }
    if !usage.isEmpty {
      try extensions.append(Certificate.Extension(ExtendedKeyUsage(usage), critical: false))
    }
    let signer = issuer?.key ?? key
    certificate = try Certificate(
      version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: key.publicKey,
      notValidBefore: try Self.date(from), notValidAfter: try Self.date(through),
      issuer: issuer?.certificate.subject ?? name, subject: name,
      signatureAlgorithm: algorithm ?? signer.supportedSignatureAlgorithms[0],
      extensions: extensions, issuerPrivateKey: signer)
  }

  private static func date(_ day: String) throws -> Date {
    // Noon, so that a day's end is told from its beginning.
    try Date(day + "T12:00:00Z", strategy: .iso8601)
  }

  var pem: String {
    get throws { try certificate.serializeAsPEM().pemString + "\n" }
  }

  var keyPEM: String {
    get throws { try key.serializeAsPEM().pemString + "\n" }
  }
}
