import Crypto
package import NetworkTypes

/// Short names made of long ones: the same input always gives the same name.
package enum StableNames {
  /// The longest file name of Linux's file systems (NAME_MAX), which /run/netns/NAME must fit.
  private static let longestFileName = 255

  /// `NAMESPACE_POD`: neither part can hold a `_`, so no two pods meet. Longer than a file name
  /// may be, it is cut and ends in a hash of the whole.
  package static func netns(_ pod: ObjectName) -> PlainToken {
    let name = "\(pod.namespace)_\(pod.name)"
    guard name.utf8.count > longestFileName else { return PlainToken(name) }
    let hash = sha256(Array(name.utf8)).prefix(8).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }
    return PlainToken("\(name.prefix(longestFileName - 17))-\(hash.joined())")
  }

  /// kube-proxy's chain hash: the first 16 characters of the base32 text (RFC 4648) of the
  /// SHA-256 of the parts put together (pkg/proxy/iptables/proxier.go, `portProtoHash`).
  package static func chainHash(_ parts: String...) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
    // 16 characters of 5 bits are the first 10 bytes.
    var text: [UInt8] = []
    for part in parts { text.append(contentsOf: part.utf8) }
    let bits = sha256(text).prefix(10).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    let characters = (0..<16).map { alphabet[Int(truncatingIfNeeded: bits >> (75 - 5 * $0)) & 31] }
    return String(decoding: characters, as: UTF8.self)
  }

  private static func sha256(_ text: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: text))
  }
}

extension StableNames {
  /// What the endings of our files need.
  private static let longestEnding = 8

  /// A file's name without its ending: the text, which begins with a letter or digit, or where it
  /// is too long the hash of the whole behind `_`, so that no two texts meet.
  package static func file(_ text: String) -> PlainToken {
    guard text.utf8.count > longestFileName - longestEnding else { return PlainToken(text) }
    return PlainToken("_\(digits(sha256(Array(text.utf8))))")
  }

  /// The SHA-256 of texts, in 64 digits; no two lists of texts meet.
  package static func hash(_ texts: [String]) -> PlainToken {
    let bytes = texts.flatMap { Array("\($0.utf8.count) \($0)".utf8) }
    return PlainToken(digits(sha256(bytes)))
  }

  private static func digits(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      byte < 16 ? "0\(String(byte, radix: 16))" : String(byte, radix: 16)
    }.joined()
  }

  /// `NAMESPACE_NAME` of a Secret: no namespace holds a `_`.
  package static func secretFile(_ secret: ObjectName) -> PlainToken {
    file("\(secret.namespace)_\(secret.name)")
  }
}
