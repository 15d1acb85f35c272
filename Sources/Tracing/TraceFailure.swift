/// Printed text that the tracer doesn't know: a bug in netc, or a tree that was changed by hand.
///
/// The tracer never guesses. What it can't read, it can't have followed.
package struct TraceFailure: Error, CustomStringConvertible {
  /// Of the artifact, relative to the tree.
  package let path: String
  /// From 1.
  package let line: Int
  package let message: String

  package var description: String { "\(path):\(line): \(message)" }
}

/// A file of the output tree, as printed.
package struct PrintedFile: Sendable {
  /// Relative to the tree: `nodes/node-a/iptables.rules`.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}
