import Diagnostics
import NetworkTypes
import Resources
import TestSupport
import Testing

@testable import NetworkModel

/// What became of a Secret that one Ingress names for one host.
private struct Outcome {
  let certificate: ServerCertificate?
  let diagnostics: [Diagnostic]
  let text: String

  var summary: [String] {
    diagnostics.map { diagnostic in
      let place = diagnostic.range.map { range in
        String(decoding: Array(text.utf8)[Int(range.start)..<Int(range.end)], as: UTF8.self)
      }
      return "\(diagnostic.code) \(place ?? "-"): \(diagnostic.message)"
    }
  }
}

private let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: used}\n"

private func lower(
  _ secrets: String, host: String = "shop.example", name: String = "shop-tls", day: String? = nil
) throws -> Outcome {
  // The Namespace stands for the Ingress: its name is where the Secret is used.
  let text = namespace + secrets
  let range = try #require(text.utf8.range(of: "used"))
  var log = DiagnosticLog()
  let resources = ResourceReader.read(
    [SourceFile(path: "0.yaml", bytes: Array(text.utf8))], log: &log)
  let place = CertificatePlace(
    object: "Ingress default/shop", range: range,
    host: .exact(try DNSSubdomain(parsing: host)), hostRange: range)
  var uses = [
    CertificateUse(secret: ObjectName(checkedNamespace: "default", name: name), places: [place])
  ]
  let date = try day.map { Located(try #require(CalendarDate(parsing: $0)), range) }
  CertificateLowering(resources, validAt: date).fill(&uses, log: &log)
  return Outcome(certificate: uses[0].certificate, diagnostics: log.finish(), text: text)
}

extension String.UTF8View {
  fileprivate func range(of word: String) -> SourceRange? {
    Array(self).firstRange(of: Array(word.utf8)).map {
      SourceRange(file: 0, start: UInt32($0.lowerBound), end: UInt32($0.upperBound))
    }
  }
}

struct CertificateLoweringTests {
  @Test func `a certificate is found and read`() throws {
    let outcome = try lower(CertificateExample.secret())
    #expect(outcome.summary.isEmpty)
    let certificate = try #require(outcome.certificate)
    #expect(certificate.names == ["shop.example"] && "\(certificate.secret)" == "default/shop-tls")
    #expect(String(decoding: certificate.chain, as: UTF8.self) == CertificateExample.certificate)
    #expect(String(decoding: certificate.key, as: UTF8.self) == CertificateExample.key)
    var dumped = "\(certificate)"
    dump(certificate, to: &dumped)
    #expect(!dumped.contains("45, 45"))
  }

  @Test func `a Secret that is not there, and one of another type`() throws {
    #expect(try lower("").summary == ["NC0750 used: there is no Secret default/shop-tls"])
    let near = try lower(CertificateExample.secret(), name: "shop-tsl")
    #expect(near.diagnostics.first?.help == "did you mean `default/shop-tls`?")
    #expect(
      try lower(CertificateExample.secret(type: "Opaque")).summary
        == ["NC0751 used: Secret default/shop-tls is of the type `Opaque`"])
    #expect(
      try lower(CertificateExample.secret(type: "helm.sh/release.v1")).summary
        == ["NC0751 used: Secret default/shop-tls is of the type `helm.sh/release.v1`"])
    let password =
      "---\napiVersion: v1\nkind: Secret\nmetadata: {name: shop-tls}\n"
      + "type: kubernetes.io/basic-auth\nstringData: {password: x}\n"
    #expect(
      try lower(password).summary
        == ["NC0751 used: Secret default/shop-tls is of the type `kubernetes.io/basic-auth`"])
  }

  @Test func `a broken Secret is not reported again`() throws {
    let broken = CertificateExample.secret() + "pasword: x\n"
    #expect(try lower(broken).summary == ["NC0204 pasword: pasword: unknown field"])
  }

  @Test func `what is wrong is told at its key, with the place of use`() throws {
    let bad = try lower(CertificateExample.secret(certificate: "nothing"))
    #expect(bad.summary == ["NC0752 tls.crt: tls.crt: it holds no certificate"])
    #expect(bad.diagnostics[0].notes.map(\.message) == ["used here"])
    #expect(bad.diagnostics[0].object == "Secret default/shop-tls")
    #expect(
      try lower(CertificateExample.secret(key: "nothing")).summary
        == ["NC0753 tls.key: tls.key: it holds no private key"])
    let foreign = try lower(CertificateExample.secret(key: CertificateExample.otherKey))
    #expect(
      foreign.summary
        == ["NC0754 tls.key: tls.key: the private key is not that of the certificate"])
    #expect(
      foreign.diagnostics[0].notes.map(\.message) == ["the certificate is here", "used here"])
    let chain = CertificateExample.certificate + CertificateExample.otherCertificate
    #expect(
      try lower(CertificateExample.secret(certificate: chain)).summary
        == ["NC0755 tls.crt: tls.crt: certificate 2 did not sign certificate 1"])
  }

  @Test func `hosts and days that it is not for`() throws {
    let secret = CertificateExample.secret()
    let other = try lower(secret, host: "www.shop.example")
    #expect(
      other.summary
        == ["NC0756 used: the certificate of Secret default/shop-tls is not for www.shop.example"])
    #expect(other.diagnostics[0].help == "it is for `shop.example`")
    #expect(try lower(secret, day: "2027-01-01").summary.isEmpty)
    #expect(
      try lower(secret, day: "2026-11-23").summary
        == ["NC0757 tls.crt: the certificate is valid from 2026-11-24 13:29:17 UTC"])
    #expect(
      try lower(secret, day: "2126-10-31").summary
        == ["NC0757 tls.crt: the certificate was valid until 2126-10-31 13:29:17 UTC"])
  }
}
