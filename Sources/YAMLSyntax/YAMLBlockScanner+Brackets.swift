// MARK: - Collections in brackets

extension YAMLBlockScanner {
  /// Reads `[…]` or `{…}` that ends in its line; returns the offset behind the bracket.
  ///
  /// Scalars without quotes are taken only if they are made of letters, digits and a few signs that
  /// have no meaning in brackets.
  mutating func readBrackets(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    let isMapping = bytes[start] == UInt8(ascii: "{")
    let closing = isMapping ? UInt8(ascii: "}") : UInt8(ascii: "]")
    try open(isMapping ? .mapping : .sequence, at: start, column: 0)
    var offset = bytes.behindSpaces(from: start + 1)
    if bytes.holds(closing, at: offset) { return try closeBrackets(at: offset) }
    while true {
      if isMapping { offset = try readKeyInBrackets(bytes, from: offset) }
      offset = bytes.behindSpaces(from: try readNodeInBrackets(bytes, from: offset))
      if bytes.holds(closing, at: offset) { return try closeBrackets(at: offset) }
      guard bytes.holds(UInt8(ascii: ","), at: offset) else { throw YAMLBeyondScanner() }
      offset = bytes.behindSpaces(from: offset + 1)
    }
  }

  private mutating func closeBrackets(at offset: Int) throws(YAMLBeyondScanner) -> Int {
    noteToken(end: offset + 1)
    try seal()
    return offset + 1
  }

  /// A key and its `: `; returns the offset of the value.
  private mutating func readKeyInBrackets(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    let key = try readScalarInBrackets(bytes, from: start)
    let colon = Int(key.end)
    guard bytes.holds(UInt8(ascii: ":"), at: colon), bytes.holds(0x20, at: colon + 1) else {
      throw YAMLBeyondScanner()
    }
    try addKey(bytes, key, colon: colon)
    return bytes.behindSpaces(from: colon + 1)
  }

  private mutating func readNodeInBrackets(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    if bytes.holds(UInt8(ascii: "["), at: start) || bytes.holds(UInt8(ascii: "{"), at: start) {
      return try readBrackets(bytes, from: start)
    }
    let scalar = try readScalarInBrackets(bytes, from: start)
    addValue(scalar)
    return Int(scalar.end)
  }

  private mutating func readScalarInBrackets(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> YAMLRecord {
    guard start < bytes.count else { throw YAMLBeyondScanner() }
    switch bytes[start] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return try readQuoted(bytes, from: start)
    default:
      let end = bytes.behindPlainInBrackets(from: start)
      guard end > start else { throw YAMLBeyondScanner() }
      return YAMLRecord(plainFrom: start, to: end)
    }
  }
}

extension Span<UInt8> {
  /// The end of a word of letters, digits, `_ . / -` and of colons with more of the word behind
  /// them; its start if none stands there.
  fileprivate func behindPlainInBrackets(from start: Int) -> Int {
    var offset = start
    while offset < count {
      if self[offset].isWord {
        offset += 1
      } else if self[offset] == UInt8(ascii: ":"), offset > start, offset + 1 < count,
        self[offset + 1].isWord || self[offset + 1] == UInt8(ascii: ":")
      {
        offset += 1
      } else {
        break
      }
    }
    // `-` alone, or before a bracket, is an item (`fetch_next_token`).
    return offset == start + 1 && self[start] == UInt8(ascii: "-") ? start : offset
  }
}

extension UInt8 {
  fileprivate var isWord: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
      || self == UInt8(ascii: "_") || self == UInt8(ascii: "-") || self == UInt8(ascii: ".")
      || self == UInt8(ascii: "/")
  }
}
