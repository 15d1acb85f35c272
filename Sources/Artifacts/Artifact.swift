import Crypto

/// One file of the output tree.
package struct Artifact: Sendable {
  /// Relative to the tree, `/` between parts: `nodes/node-a/node.sh`.
  package let path: String
  /// The name of the kind that made it.
  package let kind: String
  /// The node it is for; nil for files of the whole tree.
  package let node: String?
  package let mode: FileMode
  package let content: Content

  package init(path: String, kind: String, node: String?, mode: FileMode, content: Content) {
    self.path = path
    self.kind = kind
    self.node = node
    self.mode = mode
    self.content = content
  }
}

package enum FileMode: UInt16, Sendable {
  case text = 0o644
  case script = 0o755
  /// Holds a secret: for root's eyes only.
  case secret = 0o600
}

/// The bytes of a file with their digest; nodes whose text is the same, or the same in part, share
/// it.
package struct Content: Sendable {
  /// One behind the other.
  package let parts: [[UInt8]]
  /// 64 hexadecimal digits.
  package let sha256: String

  package var bytes: [UInt8] { parts.count == 1 ? parts[0] : Array(parts.joined()) }
  package var count: Int { parts.reduce(0) { $0 + $1.count } }

  package init(_ bytes: [UInt8]) { self.init(parts: [bytes]) }

  package init(_ text: TextBuffer) { self.init(parts: text.parts) }

  private init(parts: [[UInt8]]) {
    self.parts = parts
    var hash = SHA256()
    for part in parts { hash.update(data: part) }
    var text: [UInt8] = []
    text.reserveCapacity(64)
    let digits = Array("0123456789abcdef".utf8)
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    sha256 = String(decoding: text, as: UTF8.self)
  }
}
