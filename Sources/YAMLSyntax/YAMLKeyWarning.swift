/// What an unquoted key may be besides its text.
enum YAMLKeyWarning {
  case merge
  case null
  /// The API server makes another name of it.
  case retyped(String)
  /// The key begins with `---`.
  case gluedMarker
  /// The key begins with a space that is not U+0020.
  case oddSpace

  /// False for nearly every key, by its first byte: letters that begin no typed word, and longer
  /// words.
  @inline(__always)
  static func isPossible(_ first: UInt8, of count: UInt32) -> Bool {
    count <= 5 || first < UInt8(ascii: "A") || first >= 0x7E
  }

  /// Nil for nearly every key, found out by its first byte.
  init?(_ key: Span<UInt8>) {
    guard key.count > 0 else {
      self = .null
      return
    }
    switch key[0] {
    case UInt8(ascii: "<"):
      // go-yaml's `isMerge`: the plain scalar `<<`, not a quoted one.
      guard key.count == 2, key[1] == UInt8(ascii: "<") else { return nil }
      self = .merge
    case UInt8(ascii: "-") where key.count > 3:
      if key[1] == UInt8(ascii: "-"), key[2] == UInt8(ascii: "-") {
        self = .gluedMarker
      } else {
        self.init(typeOf: key)
      }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "~"):
      self.init(typeOf: key)
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"),
      UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
      UInt8(ascii: "o"), UInt8(ascii: "O"):
      // No word that YAML 1.1 types is longer.
      guard key.count <= 5 else { return nil }
      self.init(typeOf: key)
    case 0xC2...0xE3: self.init(spaceIn: key)
    default: return nil
    }
  }

  /// sigs.k8s.io/yaml turns keys that are no strings into the text of their value, and refuses
  /// null (`convertToJSONableObject` in yaml.go).
  private init?(typeOf key: Span<UInt8>) {
    switch YAMLScalar(plain: key) {
    case .string: return nil
    case .null: self = .null
    case .bool(let value): self.init(value ? "true" : "false", for: key)
    case .int(let value): self.init(String(value), for: key)
    case .uint(let value): self.init(String(value), for: key)
    // Go prints it by `FormatFloat(value, 'g', -1, 32)`; the exact text does not matter here.
    case .float(let value): self.init(Float(value).description, for: key)
    }
  }

  private init?(_ name: String, for key: Span<UInt8>) {
    guard !key.holdsSameBytes(as: name.utf8.span) else { return nil }
    self = .retyped(name)
  }

  /// U+00A0, U+2007, U+202F and U+3000: the spaces that word processors leave behind.
  private init?(spaceIn key: Span<UInt8>) {
    let isSpace =
      switch key[0] {
      case 0xC2: key[1] == 0xA0
      case 0xE2: key[1] == 0x80 && (key[2] == 0x87 || key[2] == 0xAF)
      case 0xE3: key[1] == 0x80 && key[2] == 0x80
      default: false
      }
    guard isSpace else { return nil }
    self = .oddSpace
  }
}
