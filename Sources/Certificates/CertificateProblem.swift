/// What is wrong with a certificate or its private key. Shows no part of either: of PEM, only the
/// labels of blocks that are known.
package struct CertificateProblem: Error, Hashable, Sendable {
  package enum Part: Sendable {
    case chain, key
    /// The key is that of another certificate.
    case pair
    /// The certificates do not follow from one another.
    case order
  }

  package let part: Part
  /// Lower case, no full stop.
  package let message: String
  package let help: String?

  init(_ part: Part, _ message: String, help: String? = nil) {
    self.part = part
    self.message = message
    self.help = help
  }
}
