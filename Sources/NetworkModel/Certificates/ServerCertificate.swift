package import NetworkTypes

/// A checked certificate that hosts are served with; its key is the certificate's, and its chain in
/// order.
package struct ServerCertificate: Sendable {
  package let secret: ObjectName
  /// Sorted; host names in lower case, or `*.` and a name.
  package let names: [String]
  /// PEM, for everybody: the server's certificate, then each one's issuer.
  package let chain: [UInt8]
  /// PEM. Goes into a file with mode 0600 and nowhere else.
  package let key: [UInt8]
}

extension ServerCertificate: CustomStringConvertible, CustomReflectable {
  package var description: String { "the certificate of \(secret)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
