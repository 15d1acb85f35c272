import Crypto
import NetworkTypes
import Testing
import X509
import _CryptoExtras

@testable import Certificates

private func pair(_ chain: String, _ key: String) throws(CertificateProblem) -> ServerKeyPair {
  try ServerKeyPair(chain: Array(chain.utf8), key: Array(key.utf8))
}

private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

private func host(_ name: String) throws -> HostPattern {
  name.hasPrefix("*.")
    ? .oneLabel(try DNSSubdomain(parsing: String(name.dropFirst(2))))
    : .exact(try DNSSubdomain(parsing: name))
}

struct ServerKeyPairTests {
  private let root: TestIdentity
  private let middle: TestIdentity
  private let server: TestIdentity

  init() throws {
    root = try TestIdentity("root", usage: [])
    middle = try TestIdentity("middle", by: root, usage: [])
    server = try TestIdentity("server", names: ["Shop.Example", "*.shop.example"], by: middle)
  }

  @Test func `a chain and its key are printed as they are, and nothing else`() throws {
    let chain = try server.pem + middle.pem + root.pem
    let key = try server.keyPEM
    let read = try pair("Bag\nof words\n" + chain, key)
    #expect(text(read.chain) == chain)
    #expect(text(read.key) == key)
    #expect(read.names == ["*.shop.example", "shop.example"])
    // One text, whatever its line breaks and blanks.
    let windows = chain.replacing("\n", with: "\r\n")
    let indented = chain.replacing("\n", with: "  \n\t")
    for other in [windows, indented, chain.replacing("\n", with: "\r")] {
      #expect(try text(pair(other, key.replacing("\n", with: "\r\n")).chain) == chain)
    }
  }

  @Test func `keys of all kinds, in all their forms`() throws {
    let rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    for key in [
      Certificate.PrivateKey(P256.Signing.PrivateKey()),
      Certificate.PrivateKey(P384.Signing.PrivateKey()),
      Certificate.PrivateKey(P521.Signing.PrivateKey()),
      Certificate.PrivateKey(Curve25519.Signing.PrivateKey()), Certificate.PrivateKey(rsa),
    ] {
      let identity = try TestIdentity("any", names: ["a.example"], key: key)
      let read = try pair(identity.pem, identity.keyPEM)
      #expect(try text(read.key) == identity.keyPEM)
    }
    let identity = try TestIdentity(
      "rsa", names: ["a.example"], key: Certificate.PrivateKey(rsa))
    #expect(try text(pair(identity.pem, rsa.pkcs8PEMRepresentation).key).hasPrefix("-----BEGIN P"))
  }

  @Test(arguments: [
    ("shop.example", true), ("a.shop.example", true), ("*.shop.example", true),
    ("a.b.shop.example", false), ("example", false), ("*.example", false),
    ("*.b.shop.example", false),
    ("ashop.example", false), ("a.shop.examples", false),
  ])
  func `a wildcard stands for one label`(_ name: String, _ isCovered: Bool) throws {
    let read = try pair(server.pem + middle.pem, server.keyPEM)
    #expect(try read.covers(host(name)) == isCovered)
  }

  @Test func `the validity is that of the whole chain, but for the root`() throws {
    let old = try TestIdentity("root", from: "1990-01-01", through: "1995-01-01", usage: [])
    let middle = try TestIdentity(
      "m", by: old, from: "2024-02-29", through: "2030-01-01", usage: [])
    let leaf = try TestIdentity("l", names: ["a.b"], by: middle, through: "2099-12-31")
    let read = try pair(leaf.pem + middle.pem + old.pem, leaf.keyPEM)
    #expect(read.validity.from.description == "2024-02-29 12:00:00 UTC")
    #expect(read.validity.through.description == "2030-01-01 12:00:00 UTC")
    let days = try ["2024-02-28", "2024-02-29", "2029-12-31", "2030-01-01"].map {
      Moment(endOf: try #require(CalendarDate(parsing: $0)))
    }
    let isValid = days.map { read.validity.from <= $0 && $0 <= read.validity.through }
    #expect(isValid == [false, true, true, false])
  }

  @Test func `another key, another order`() throws {
    let key = try server.keyPEM
    let chains = [
      try middle.pem + server.pem, try server.pem + root.pem,
      try server.pem + server.pem,
    ]
    #expect(throws: CertificateProblem.self) { try pair(chains[0], middle.keyPEM) }
    for (chain, part) in zip(chains, [CertificateProblem.Part.order, .order, .order]) {
      #expect(problem { try pair(chain, key) }?.part == part)
    }
    #expect(problem { try pair(server.pem, middle.keyPEM) }?.part == .pair)
    // The same name, but not the same key.
    let impostor = try TestIdentity("middle", by: root, usage: [])
    #expect(problem { try pair(server.pem + impostor.pem, key) }?.part == .order)
  }

  @Test func `certificates that nobody would take`() throws {
    let client = try TestIdentity("c", names: ["a.b"], usage: [.clientAuth])
    #expect(
      problem { try pair(client.pem, client.keyPEM) }?.message
        == "the certificate is not for servers")
    let rsa = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
    let authority = try TestIdentity("old", key: rsa)
    let weak = try TestIdentity(
      "w", names: ["a.b"], by: authority, algorithm: .sha1WithRSAEncryption)
    #expect(
      problem { try pair(weak.pem, weak.keyPEM) }?.message
        == "certificate 1 is signed with SHA-1, which nothing accepts any more")
    let nameless = try TestIdentity("a.b")
    #expect(try !pair(nameless.pem, nameless.keyPEM).covers(host("a.b")))
  }
}

/// What is wrong with something; nil if nothing is.
func problem(_ body: () throws -> ServerKeyPair) -> CertificateProblem? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? CertificateProblem
  }
}
