package import NetworkTypes
import SwiftASN1
import X509

/// A certificate for a server with its chain and its private key; made by `init` alone, so whoever
/// holds one knows that the parts belong together.
package struct ServerKeyPair: Sendable {
  /// More certificates than this are no chain; a handshake would carry them all.
  package static let longestChain = 10

  /// The names of the certificate, in lower case: host names, or `*.` and a name. Sorted.
  package let names: [String]
  /// The certificates are valid together from the first to the second moment. An authority's own
  /// certificate at the end of the chain is left out: clients have theirs.
  package let validity: (from: Moment, through: Moment)
  /// PEM, one block for each certificate, the server's first; nothing else.
  package let chain: [UInt8]
  /// PEM, one block. Secret.
  package let key: [UInt8]

  /// - Parameters:
  ///   - chain: `tls.crt`: the server's certificate in PEM, then those that lead to an authority.
  ///   - key: `tls.key`: its private key in PEM: PKCS #8, PKCS #1 or SEC 1.
  package init(chain: [UInt8], key: [UInt8]) throws(CertificateProblem) {
    let chain = try CertificateChain(chain)
    let key = try PrivateKey(key)
    guard key.publicKey == chain.certificates[0].publicKey else {
      throw CertificateProblem(
        .pair, "the private key is not that of the certificate",
        help: "`tls.key` belongs to the first certificate of `tls.crt`")
    }
    self.names = try chain.names()
    self.validity = try chain.validity()
    self.chain = chain.text
    self.key = key.text
  }
}

extension ServerKeyPair {
  /// Whether clients accept the certificate for a host (RFC 9525, 6.3: `*` is one whole label).
  package func covers(_ host: HostPattern) -> Bool {
    switch host {
    case .any: return true
    case .oneLabel(let name): return has("*.\(name.text)")
    // Names of any depth would need as many certificates.
    case .anyLabels(let name): return has("*.\(name.text)")
    case .exact(let name):
      if has(name.text) { return true }
      guard let dot = name.text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return false }
      return has("*\(name.text[dot...])")
    }
  }

  private func has(_ name: String) -> Bool {
    var lower = 0
    var upper = names.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if names[middle] < name { lower = middle + 1 } else { upper = middle }
    }
    return lower < names.count && names[lower] == name
  }
}
