package import NetworkTypes

/// Users with their hashed passwords, as nginx reads them: one `name:hash` a line.
package struct UserFile: Sendable {
  package let secret: ObjectName
  /// Goes into a file for the server's eyes only.
  package let bytes: [UInt8]
}

extension UserFile: CustomStringConvertible, CustomReflectable {
  package var description: String { "the users of \(secret)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
