/// The type of a scalar as the API server has it.
///
/// The API server and kubectl read YAML by sigs.k8s.io/yaml over its copy of go-yaml v2; the
/// rules are those of `resolve` in `goyaml.v2/resolve.go` there, which are YAML 1.1 without
/// sexagesimals:
/// - `y`, `yes`, `on` and `n`, `no`, `off` are booleans, in the three usual spellings of case;
/// - `0x50`, `0o17`, `017` and `0b101` are integers, `_` may stand between digits;
/// - `22:30` is a string, and so is a number that no Double holds (`1e400`, `12e4567`);
/// - timestamps become strings in the decoder.
package enum YAMLScalar: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  /// Only above `Int64.max`.
  case uint(UInt64)
  /// Also integers beyond 64 bits and decimal numbers with a leading zero (`0080`); may be
  /// infinite or NaN only where the text says so.
  case float(Double)
  /// Ask the node for the text.
  case string

  /// The type of an unquoted scalar without a tag.
  init(plain text: Span<UInt8>) {
    guard text.count > 0 else {
      self = .null
      return
    }
    switch text[0] {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
      self = Self.word(text) ?? Self.number(text) ?? .string
    case UInt8(ascii: "."):
      self = Self.word(text) ?? Self.float(Array(text)) ?? .string
    case UInt8(ascii: "~"), UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"),
      UInt8(ascii: "N"), UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"),
      UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"):
      self = Self.word(text) ?? .string
    default:
      self = .string
    }
  }

  /// The value of a scalar with an explicit tag, quoted or not; nil if the text is none.
  init?(_ text: Span<UInt8>, tag: YAMLTag) {
    let value = Self(plain: text)
    switch (tag, value) {
    case (.string, _), (.binary, _): self = .string
    case (.none, _), (.null, .null), (.bool, .bool), (.float, .float): self = value
    case (.int, .int), (.int, .uint): self = value
    case (.float, .int(let number)): self = .float(Double(number))
    case (.float, .uint(let number)): self = .float(Double(number))
    default: return nil
    }
  }
}

// MARK: - Words

extension YAMLScalar {
  /// `resolveMapList` of go-yaml; the longest word has five bytes.
  private static func word(_ text: Span<UInt8>) -> YAMLScalar? {
    guard text.count <= 5 else { return nil }
    var packed: UInt64 = 0
    for index in text.indices { packed = packed << 8 | UInt64(text[index]) }
    return words[packed]
  }

  private static let words: [UInt64: YAMLScalar] = {
    let lists: [(YAMLScalar, String)] = [
      (.bool(true), "y Y yes Yes YES true True TRUE on On ON"),
      (.bool(false), "n N no No NO false False FALSE off Off OFF"),
      (.null, "~ null Null NULL"),
      (.float(.nan), ".nan .NaN .NAN"),
      (.float(.infinity), ".inf .Inf .INF +.inf +.Inf +.INF"),
      (.float(-.infinity), "-.inf -.Inf -.INF"),
    ]
    var words: [UInt64: YAMLScalar] = [:]
    for (value, list) in lists {
      for word in list.utf8.split(separator: UInt8(ascii: " ")) {
        words[word.reduce(0) { $0 << 8 | UInt64($1) }] = value
      }
    }
    return words
  }()
}

// MARK: - Numbers

extension YAMLScalar {
  private static func number(_ text: Span<UInt8>) -> YAMLScalar? {
    if let value = shortDecimal(text) { return value }
    // Text that cannot be a number at all (an address, a time) is told apart without a copy.
    var points = 0
    for index in text.indices {
      guard text[index].mayStandInNumber else { return nil }
      if text[index] == UInt8(ascii: ".") { points += 1 }
    }
    guard points < 2 else { return nil }
    var digits = Array(text)
    digits.removeAll { $0 == UInt8(ascii: "_") }
    return integer(digits) ?? float(digits)
  }

  /// The usual case: up to 18 decimal digits and no sign.
  private static func shortDecimal(_ text: Span<UInt8>) -> YAMLScalar? {
    guard text.count <= 18, text[0] != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var value: Int64 = 0
    for index in text.indices {
      guard text[index].isDigit else { return nil }
      value = value * 10 + Int64(text[index] & 0x0F)
    }
    return .int(value)
  }

  /// Go's `strconv.ParseInt` and `ParseUint` with base 0: a sign, then the prefix of a base.
  private static func integer(_ text: [UInt8]) -> YAMLScalar? {
    var digits = text[...]
    var isNegative = false
    var hasSign = false
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      hasSign = true
      digits = digits.dropFirst()
    }
    guard let base = takeBase(&digits), !digits.isEmpty,
      let magnitude = magnitude(digits, base: base)
    else { return nil }
    if isNegative {
      guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
      return .int(Int64(truncatingIfNeeded: 0 &- magnitude))
    }
    if let value = Int64(exactly: magnitude) { return .int(value) }
    // ParseUint takes no sign.
    return hasSign ? nil : .uint(magnitude)
  }

  /// Nil for nothing at all. A zero in front of other digits means base 8.
  private static func takeBase(_ digits: inout ArraySlice<UInt8>) -> UInt64? {
    guard let first = digits.first else { return nil }
    guard first == UInt8(ascii: "0"), digits.count > 1 else { return 10 }
    digits = digits.dropFirst()
    let base: UInt64 =
      switch digits.first.map({ $0 | 0x20 }) {
      case UInt8(ascii: "x"): 16
      case UInt8(ascii: "o"): 8
      case UInt8(ascii: "b"): 2
      default: 0
      }
    guard base != 0 else { return 8 }
    digits = digits.dropFirst()
    return base
  }

  /// Nil for a digit that the base does not have, or a value above `UInt64.max`.
  private static func magnitude(_ digits: ArraySlice<UInt8>, base: UInt64) -> UInt64? {
    var value: UInt64 = 0
    for digit in digits {
      let number: UInt8 =
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit & 0x0F
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
          (digit | 0x20) - UInt8(ascii: "a") + 10
        default: .max
        }
      guard UInt64(number) < base else { return nil }
      let (product, isOver) = value.multipliedReportingOverflow(by: base)
      let (sum, isOverToo) = product.addingReportingOverflow(UInt64(number))
      if isOver || isOverToo { return nil }
      value = sum
    }
    return value
  }

  /// go-yaml's `yamlStyleFloat`: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, as far
  /// as a Double holds it.
  private static func float(_ text: [UInt8]) -> YAMLScalar? {
    var rest = text[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      rest = rest.dropFirst()
    }
    let whole = rest.prefix(while: \.isDigit)
    rest = rest.dropFirst(whole.count)
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = rest.prefix(while: \.isDigit)
      guard whole.count + fraction.count > 0 else { return nil }
      rest = rest.dropFirst(fraction.count)
    } else if whole.isEmpty {
      return nil
    }
    guard rest.isEmpty || isExponent(rest) else { return nil }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
    else { return nil }
    return .float(value)
  }

  private static func isExponent(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first | 0x20 == UInt8(ascii: "e") else { return false }
    var digits = text.dropFirst()
    if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") {
      digits = digits.dropFirst()
    }
    return !digits.isEmpty && digits.allSatisfy(\.isDigit)
  }
}

extension UInt8 {
  /// Signs, digits, `.`, `_`, hexadecimal digits and the letters of prefixes.
  fileprivate var mayStandInNumber: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "_"):
      true
    default:
      (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
        || self | 0x20 == UInt8(ascii: "x") || self | 0x20 == UInt8(ascii: "o")
    }
  }
}

extension Array<UInt8> {
  fileprivate init(_ span: Span<UInt8>) {
    self.init()
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }
}
