/// Reads an expression from left to right and keeps what its groups hold.
struct PathRegexParser {
  /// What is known of an open group, or of the whole expression.
  private struct Group {
    var hasAlternatives = false
    var hasUnbounded = false

    /// Whether to repeat it may take time without end.
    var varies: Bool { hasAlternatives || hasUnbounded }
  }

  private let bytes: [UInt8]
  private var index = 0
  private var groups: [Group] = [Group()]
  private var unboundedCount = 0
  /// What a quantifier would repeat; nil where there is nothing.
  private var last: Group?
  private var isLiteral = true
  private(set) var captureCount = 0
  private(set) var literalPrefix: [UInt8] = []
  private(set) var endsWithAnchor = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(PathRegexError) {
    while index < bytes.count { try step() }
    guard groups.count == 1 else { throw .unbalanced(UInt8(ascii: "(")) }
  }

  private mutating func step() throws(PathRegexError) {
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "("): try open()
    case UInt8(ascii: ")"): try close()
    case UInt8(ascii: "|"): try alternate()
    case UInt8(ascii: "["): try readClass()
    case UInt8(ascii: "*"): try quantify(isUnbounded: true, minimum: 0)
    case UInt8(ascii: "+"): try quantify(isUnbounded: true, minimum: 1)
    case UInt8(ascii: "?"): try quantify(isUnbounded: false, minimum: 0)
    case UInt8(ascii: "{"): try readCount()
    case UInt8(ascii: "\\"): try readEscape()
    case UInt8(ascii: "$"): try readEnd()
    case UInt8(ascii: "."): take(nil)
    case UInt8(ascii: "^"): throw .misplacedAnchor
    case _ where Self.isPlain(byte): take(byte)
    default: throw .badByte(byte)
    }
  }

  /// What stands for itself, in a class or outside.
  private static func isPlain(_ byte: UInt8) -> Bool {
    HTTPCharacters.isPathCharacter(byte) && !";'$()*+".utf8.contains(byte)
  }

  /// One character: a literal, or nil for one that varies.
  private mutating func take(_ literal: UInt8?) {
    if let literal, isLiteral {
      literalPrefix.append(literal)
    } else {
      isLiteral = false
    }
    last = Group()
  }

  // MARK: - Groups

  private mutating func open() throws(PathRegexError) {
    if index < bytes.count, bytes[index] == UInt8(ascii: "?") {
      guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ":") else {
        throw .extendedGroup
      }
      index += 2
    } else {
      captureCount += 1
      guard captureCount <= PathRegex.maximumCaptures else { throw .tooManyCaptures }
    }
    isLiteral = false
    groups.append(Group())
    last = nil
  }

  private mutating func close() throws(PathRegexError) {
    guard groups.count > 1, let group = groups.popLast() else {
      throw .unbalanced(UInt8(ascii: ")"))
    }
    groups[groups.count - 1].hasUnbounded = groups[groups.count - 1].hasUnbounded || group.varies
    last = group
  }

  private mutating func alternate() throws(PathRegexError) {
    guard groups.count > 1 else { throw .misplacedAlternative }
    groups[groups.count - 1].hasAlternatives = true
    last = nil
  }

  /// `$` ends the expression or an alternative.
  private mutating func readEnd() throws(PathRegexError) {
    if index == bytes.count, groups.count == 1 {
      endsWithAnchor = true
      return
    }
    let next = index < bytes.count ? bytes[index] : 0
    guard groups.count > 1, next == UInt8(ascii: ")") || next == UInt8(ascii: "|") else {
      throw .misplacedAnchor
    }
    last = nil
  }

  // MARK: - Quantifiers

  private mutating func quantify(isUnbounded: Bool, minimum: Int) throws(PathRegexError) {
    guard let repeated = last else { throw .nothingToRepeat }
    if isUnbounded {
      guard !repeated.varies else { throw .explosive }
      unboundedCount += 1
      guard unboundedCount <= PathRegex.maximumUnbounded else { throw .tooManyUnbounded }
      groups[groups.count - 1].hasUnbounded = true
    }
    if isLiteral {
      if minimum == 0 { literalPrefix.removeLast() }
      isLiteral = false
    }
    // `?` behind a quantifier makes it lazy; another quantifier has nothing to repeat.
    if index < bytes.count, bytes[index] == UInt8(ascii: "?") { index += 1 }
    last = nil
  }

  /// The rest of `{n}`, `{n,}` or `{n,m}`.
  private mutating func readCount() throws(PathRegexError) {
    guard let minimum = readNumber() else { throw .badCount }
    var isUnbounded = false
    if index < bytes.count, bytes[index] == UInt8(ascii: ",") {
      index += 1
      let maximum = readNumber()
      isUnbounded = maximum == nil
      if let maximum, maximum < minimum { throw .badCount }
    }
    guard index < bytes.count, bytes[index] == UInt8(ascii: "}") else { throw .badCount }
    index += 1
    // A count multiplies what it repeats, as no limit does.
    guard let repeated = last, !repeated.varies else {
      throw last == nil ? .nothingToRepeat : .explosive
    }
    try quantify(isUnbounded: isUnbounded, minimum: minimum)
  }

  /// At most 100.
  private mutating func readNumber() -> Int? {
    var number: Int?
    while index < bytes.count, bytes[index].isDigit {
      let longer = (number ?? 0) * 10 + Int(bytes[index] - UInt8(ascii: "0"))
      guard longer <= 100 else { return nil }
      number = longer
      index += 1
    }
    return number
  }

  // MARK: - Classes and escapes

  private mutating func readClass() throws(PathRegexError) {
    if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index += 1 }
    let start = index
    while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\\") {
        _ = try escapedByte()
      } else if !Self.isPlain(byte), !"$()*+|?{}".utf8.contains(byte) {
        throw .badByte(byte)
      }
    }
    guard index < bytes.count, index > start else { throw .unbalanced(UInt8(ascii: "[")) }
    index += 1
    take(nil)
  }

  private mutating func readEscape() throws(PathRegexError) { take(try escapedByte()) }

  /// The sign behind a backslash; nil for a class of characters.
  private mutating func escapedByte() throws(PathRegexError) -> UInt8? {
    guard index < bytes.count else { throw .badEscape }
    let byte = bytes[index]
    index += 1
    if "dDwW".utf8.contains(byte) { return nil }
    guard ".+*?()[]{}|^$/-\\".utf8.contains(byte) else { throw .badEscape }
    return byte
  }
}
