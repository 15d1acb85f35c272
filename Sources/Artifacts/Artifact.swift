import Crypto
import NetworkTypes

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

  package var octal: String {
    switch self {
    case .text: "0644"
    case .script: "0755"
    case .secret: "0600"
    }
  }
}

/// The bytes of a file with their digest; nodes whose text is the same, or the same in part, share
/// it.
package struct Content: Sendable {
  /// One behind the other.
  package let parts: [[UInt8]]
  package let digest: Digest

  package var bytes: [UInt8] { parts.count == 1 ? parts[0] : Array(parts.joined()) }
  package var count: Int { parts.reduce(0) { $0 + $1.count } }
  /// 64 hexadecimal digits.
  package var sha256: String {
    var text: [UInt8] = []
    digest.append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package init(_ bytes: [UInt8]) { self.init(parts: [bytes]) }

  package init(_ text: TextBuffer) { self.init(parts: text.parts) }

  private init(parts: [[UInt8]]) {
    self.parts = parts
    var hash = SHA256()
    for part in parts { hash.update(data: part) }
    digest = Digest(hash.finalize())
  }
}

/// A SHA-256, without memory of its own: a tree has tens of thousands.
package struct Digest: Sendable {
  /// The first byte is the highest of the first word.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  fileprivate init(_ digest: SHA256Digest) {
    var bytes = digest.makeIterator()
    func word() -> UInt64 {
      (0..<8).reduce(0) { word, _ in word << 8 | UInt64(bytes.next() ?? 0) }
    }
    words = (word(), word(), word(), word())
  }

  /// Appends 64 hexadecimal digits.
  package func append(to bytes: inout [UInt8]) {
    appendHex(words.0, digits: 16, to: &bytes)
    appendHex(words.1, digits: 16, to: &bytes)
    appendHex(words.2, digits: 16, to: &bytes)
    appendHex(words.3, digits: 16, to: &bytes)
  }
}
