import NetworkTypes

/// The words of one line, taken from the left. Strict: what is not asked for is a failure.
struct RuleWords {
  let path: String
  let line: Int
  private var words: ArraySlice<Substring>

  /// Splits at single spaces; double quotes hold a word together and know no escapes.
  init(_ text: Substring, path: String, line: Int) throws(TraceFailure) {
    self.path = path
    self.line = line
    var words: [Substring] = []
    var rest = text.utf8[...]
    while let first = rest.first {
      let isQuoted = first == UInt8(ascii: "\"")
      let body = isQuoted ? rest.dropFirst() : rest
      let end = UInt8(ascii: isQuoted ? "\"" : " ")
      let word = body.prefix { $0 != end }
      rest = body[word.endIndex...]
      if isQuoted, rest.popFirst() == nil {
        throw TraceFailure(path: path, line: line, message: "a quote is left open")
      }
      words.append(Substring(word))
      guard let next = rest.popFirst() else { break }
      guard next == UInt8(ascii: " "), !rest.isEmpty, !word.isEmpty else {
        throw TraceFailure(path: path, line: line, message: "words stand one space apart")
      }
    }
    self.words = words[...]
  }

  var isEmpty: Bool { words.isEmpty }
  var next: Substring? { words.first }

  func failure(_ message: String) -> TraceFailure {
    TraceFailure(path: path, line: line, message: message)
  }

  mutating func take() throws(TraceFailure) -> Substring {
    guard let word = words.popFirst() else { throw failure("the line ends too early") }
    return word
  }

  /// Takes the next word if it is this one.
  mutating func take(if word: String) -> Bool {
    guard let next, next == word else { return false }
    words.removeFirst()
    return true
  }

  /// Takes the next two words if they are these.
  mutating func take(if first: String, _ second: String) -> Bool {
    guard words.count >= 2, words[words.startIndex] == first,
      words[words.startIndex + 1] == second
    else { return false }
    words.removeFirst(2)
    return true
  }

  mutating func expect(_ word: String) throws(TraceFailure) {
    let found = try take()
    guard found == word else { throw failure("`\(word)` was expected, not `\(found)`") }
  }

  func expectEnd() throws(TraceFailure) {
    if let next { throw failure("`\(next)` is not known here") }
  }
}

// MARK: - values

extension RuleWords {
  mutating func integer() throws(TraceFailure) -> Int {
    let word = try take()
    guard let value = Int(word), value >= 0 else { throw failure("`\(word)` is no number") }
    return value
  }

  /// Decimal or with `0x`.
  mutating func mask() throws(TraceFailure) -> UInt32 { try mask(take()) }

  private func mask(_ word: Substring) throws(TraceFailure) -> UInt32 {
    let value =
      word.hasPrefix("0x") ? UInt32(word.dropFirst(2), radix: 16) : UInt32(word, radix: 10)
    guard let value else { throw failure("`\(word)` is no mark") }
    return value
  }

  /// `VALUE` or `VALUE/MASK`.
  mutating func maskedValue() throws(TraceFailure) -> (value: UInt32, mask: UInt32) {
    let parts = try take().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw failure("a mark has one mask") }
    return (try mask(parts[0]), parts.count == 2 ? try mask(parts[1]) : .max)
  }

  mutating func transport() throws(TraceFailure) -> TransportProtocol {
    let word = try take()
    guard let transport = TransportProtocol.allCases.first(where: { $0.lowercaseName == word })
    else { throw failure("`\(word)` is no protocol that is known here") }
    return transport
  }

  mutating func address() throws(TraceFailure) -> IPAddress {
    let word = try take()
    guard let address = try? IPAddress(parsing: String(word)) else {
      throw failure("`\(word)` is no address")
    }
    return address
  }

  /// An address alone stands for itself.
  mutating func prefix() throws(TraceFailure) -> IPPrefix {
    let word = String(try take())
    if let prefix = try? IPPrefix(parsing: word) { return prefix }
    guard let address = try? IPAddress(parsing: word) else {
      throw failure("`\(word)` is no address range")
    }
    return IPPrefix(address)
  }

  mutating func port() throws(TraceFailure) -> Port { try port(take()) }

  private func port(_ word: Substring) throws(TraceFailure) -> Port {
    guard let number = Int(word), let port = Port(number) else {
      throw failure("`\(word)` is no port")
    }
    return port
  }

  /// `PORT` or `FIRST:LAST`.
  mutating func portRange() throws(TraceFailure) -> ClosedRange<Port> {
    let parts = try take().split(separator: ":", omittingEmptySubsequences: false)
    let first = try port(parts[0])
    let last = parts.count == 1 ? first : try port(parts[1])
    guard parts.count <= 2, first <= last else { throw failure("that is no range of ports") }
    return first...last
  }

  /// `10.0.0.1:80` or `[fd00::1]:80`.
  mutating func endpoint() throws(TraceFailure) -> Endpoint {
    let word = try take()
    guard let colon = word.lastIndex(of: ":") else { throw failure("`\(word)` has no port") }
    var host = word[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard let address = try? IPAddress(parsing: String(host)) else {
      throw failure("`\(word)` is no endpoint")
    }
    return Endpoint(address: address, port: try port(word[word.index(after: colon)...]))
  }
}
