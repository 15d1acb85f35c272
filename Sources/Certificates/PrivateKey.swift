import SwiftASN1
import X509

/// The private key of `tls.key`.
struct PrivateKey {
  private static let labels = ["PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY"]

  let publicKey: Certificate.PublicKey
  private let block: PEMBlock

  var text: [UInt8] { block.text }

  init(_ text: [UInt8]) throws(CertificateProblem) {
    // `openssl ecparam -genkey` puts the name of the curve before the key, which names it too.
    let blocks = try PEMReader.blocks(in: text, of: .key).filter { $0.label != "EC PARAMETERS" }
    block = try Self.only(blocks)
    do {
      publicKey = try Certificate.PrivateKey(
        pemDocument: PEMDocument(type: block.label, derBytes: block.bytes)
      ).publicKey
    } catch {
      throw CertificateProblem(
        .key, "the private key is damaged, or of a kind unknown here",
        help: "netc knows RSA of 2,048 bits and more, ECDSA P-256, P-384, P-521, and Ed25519")
    }
  }

  private static func only(_ blocks: [PEMBlock]) throws(CertificateProblem) -> PEMBlock {
    guard let block = blocks.first else {
      throw CertificateProblem(
        .key, "it holds no private key", help: "it begins with `-----BEGIN PRIVATE KEY-----`")
    }
    guard !block.hasHeaders, block.label != "ENCRYPTED PRIVATE KEY" else {
      throw CertificateProblem(
        .key, "the private key is encrypted, and nobody is there to type its password",
        help: "`openssl pkey -in KEY` writes it without one")
    }
    guard labels.contains(block.label) else {
      throw CertificateProblem(.key, "a block `\(block.label)` stands where a private key is due")
    }
    guard blocks.count == 1 else {
      throw CertificateProblem(.key, "\(blocks.count) blocks stand where one private key is due")
    }
    return block
  }
}
