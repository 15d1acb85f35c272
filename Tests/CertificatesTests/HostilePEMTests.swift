import NetworkTypes
import Testing

@testable import Certificates

private func pem(_ label: String, _ bytes: [UInt8]) -> [UInt8] {
  PEMBlock(label: label, bytes: bytes, hasHeaders: false).text
}

/// The length of a DER value and the value.
private func der(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
  let count = content.count
  if count < 128 { return [tag, UInt8(count)] + content }
  return [tag, 0x83, UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255)] + content
}

struct HostilePEMTests {
  private let identity: TestIdentity

  init() throws { identity = try TestIdentity("server", names: ["a.example"]) }

  @Test(arguments: [
    ("", "it holds no certificate"), ("-----BEGIN CERTIFICATE-----", "has no end"),
    ("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", "something else than base64"),
    ("-----BEGIN CERTIFICATE-----\nQQ=\n-----END CERTIFICATE-----", "something else than base64"),
    ("-----BEGIN CERTIFICATE-----\n\u{0}\n-----END CERTIFICATE-----", "something else than base64"),
    ("-----BEGIN CERTIFICATE-----\nQQ==\n-----END KEY-----", "ends that did not begin"),
    ("-----END CERTIFICATE-----", "ends that did not begin"),
    ("-----BEGIN CERTIFICATE-----\n-----BEGIN CERTIFICATE-----", "has no end"),
    ("-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----", "certificate 1 is damaged"),
    ("-----BEGIN PRIVATE KEY-----\nQQ==\n-----END PRIVATE KEY-----", "among the certificates"),
    ("-----BEGIN $(reboot)-----\nQQ==\n-----END $(reboot)-----", "it holds no certificate"),
    ("-----BEGIN certificate-----\nQQ==\n-----END certificate-----", "it holds no certificate"),
    ("-----BEGIN -----\nQQ==\n-----END -----", "it holds no certificate"),
  ])
  func `a damaged chain says what is wrong, and shows nothing`(
    _ chain: String, _ message: String
  ) throws {
    let found = try #require(
      problem { try ServerKeyPair(chain: Array(chain.utf8), key: []) })
    #expect(found.part == .chain && found.message.contains(message), "\(found.message)")
    #expect(!found.message.contains("QQ") && !found.message.contains("$"))
  }

  @Test(arguments: [
    ("", "it holds no private key"),
    (
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nQQ==\n-----END ENCRYPTED PRIVATE KEY-----",
      "encrypted"
    ),
    (
      "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nQQ==\n"
        + "-----END RSA PRIVATE KEY-----", "encrypted"
    ),
    ("-----BEGIN PRIVATE KEY-----\nQQ==\n-----END PRIVATE KEY-----", "damaged"),
    ("-----BEGIN PUBLIC KEY-----\nQQ==\n-----END PUBLIC KEY-----", "where a private key is due"),
    ("-----BEGIN DSA PRIVATE KEY-----\nQQ==\n-----END DSA PRIVATE KEY-----", "is due"),
  ])
  func `a damaged key says what is wrong`(_ key: String, _ message: String) throws {
    let chain = Array(try identity.pem.utf8)
    let found = try #require(problem { try ServerKeyPair(chain: chain, key: Array(key.utf8)) })
    #expect(found.part == .key && found.message.contains(message), "\(found.message)")
  }

  @Test func `several keys are one too many`() throws {
    let chain = Array(try identity.pem.utf8)
    let key = try identity.keyPEM
    let found = problem { try ServerKeyPair(chain: chain, key: Array((key + key).utf8)) }
    #expect(found?.message == "2 blocks stand where one private key is due")
  }

  /// `openssl ecparam -genkey` writes the curve first.
  @Test func `the name of the curve may stand before the key`() throws {
    let chain = Array(try identity.pem.utf8)
    let curve = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
    let key = try identity.keyPEM
    let read = try ServerKeyPair(chain: chain, key: Array((curve + key).utf8))
    #expect(read.key == Array(key.utf8))
  }

  @Test func `structures nested without end, and lengths that lie`() {
    var nested: [UInt8] = []
    for _ in 0..<60_000 where nested.count < 180_000 { nested = [0x30, 0x80] + nested.prefix(2) }
    var deep: [UInt8] = [5, 0]
    while deep.count < 60_000 { deep = der(0x30, deep) }
    let lies: [[UInt8]] = [
      [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x88] + Array(repeating: 0xFF, count: 8),
      [0x30, 0x80], [0x1F] + Array(repeating: 0xFF, count: 100),
      Array(repeating: 0x30, count: 100_000), der(0x30, Array(repeating: 0x05, count: 65_000)),
    ]
    for bytes in [nested, deep] + lies {
      #expect(
        problem { try ServerKeyPair(chain: pem("CERTIFICATE", bytes), key: []) }?.message
          == "certificate 1 is damaged")
    }
  }

  @Test func `a megabyte is read once`() throws {
    let line = String(repeating: "A", count: 64) + "\n"
    let body = String(repeating: line, count: 16_000)
    let big = "-----BEGIN CERTIFICATE-----\n\(body)-----END CERTIFICATE-----\n"
    #expect(
      problem { try ServerKeyPair(chain: Array(big.utf8), key: []) }?.message
        == "certificate 1 is damaged")
    let many = String(repeating: try identity.pem, count: 1500)
    #expect(
      problem { try ServerKeyPair(chain: Array(many.utf8), key: []) }?.message
        == "1500 certificates are more than the 10 of a chain")
  }

  /// Each byte of a certificate changed in turn: read or refused, never a trap.
  @Test func `a damaged byte anywhere`() throws {
    let chain = Array(try identity.pem.utf8)
    let bytes = try #require(PEMReader.blocks(in: chain, of: .chain).first).bytes
    let key = Array(try identity.keyPEM.utf8)
    for position in bytes.indices {
      var damaged = bytes
      damaged[position] ^= 0x55
      _ = problem { try ServerKeyPair(chain: pem("CERTIFICATE", damaged), key: key) }
      let cut = Array(bytes[..<position])
      #expect(problem { try ServerKeyPair(chain: pem("CERTIFICATE", cut), key: key) } != nil)
    }
  }
}
