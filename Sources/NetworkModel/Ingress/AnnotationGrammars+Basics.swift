import Diagnostics
import NetworkTypes
import Resources

extension AnnotationGrammar where Value == Bool {
  /// What Go's `strconv.ParseBool` takes.
  static let boolean = AnnotationGrammar("`true` or `false`") {
    text throws(AnnotationProblem) in
    if ["1", "t", "T", "true", "TRUE", "True"].contains(text) { return true }
    if ["0", "f", "F", "false", "FALSE", "False"].contains(text) { return false }
    throw AnnotationProblem("is neither `true` nor `false`")
  }

  static let onOrOff = AnnotationGrammar("`on` or `off`") { text throws(AnnotationProblem) in
    if text == "on" { return true }
    if text == "off" { return false }
    throw AnnotationProblem("is neither `on` nor `off`")
  }
}

extension AnnotationGrammar where Value == Int {
  static func number(_ range: ClosedRange<Int>, of what: String = "a number") -> Self {
    AnnotationGrammar("\(what), \(range.lowerBound)-\(range.upperBound)") {
      text throws(AnnotationProblem) in
      guard let number = text.wholeNumber, range.contains(number) else {
        throw AnnotationProblem(
          "is not a whole number of \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  /// nginx keeps times in milliseconds of 31 bits.
  static let seconds = number(1...2_147_483, of: "seconds")
  static let secondsOrNone = number(0...2_147_483, of: "seconds")

  /// `8k`, `1m`, `0`: bytes, as nginx writes sizes.
  static let size = AnnotationGrammar("a size, as `8k`, `10m`, `1g`") {
    text throws(AnnotationProblem) in
    var digits = text
    var factor = 1
    switch text.utf8.last.map({ $0 | 0x20 }) {
    case UInt8(ascii: "b")?: digits = String(text.dropLast())
    case UInt8(ascii: "k")?: (digits, factor) = (String(text.dropLast()), 1 << 10)
    case UInt8(ascii: "m")?: (digits, factor) = (String(text.dropLast()), 1 << 20)
    case UInt8(ascii: "g")?: (digits, factor) = (String(text.dropLast()), 1 << 30)
    default: break
    }
    // An exabyte is beyond every disk, and far from overflow.
    guard let number = digits.wholeNumber, number <= (1 << 50) / factor else {
      throw AnnotationProblem("is not a size", help: "write it like `8k`, `10m` or `1g`")
    }
    return number * factor
  }

  static func status(_ allowed: [Int]) -> Self {
    AnnotationGrammar("one of \(allowed.map(String.init).joined(separator: ", "))") {
      text throws(AnnotationProblem) in
      guard let number = text.wholeNumber, allowed.contains(number) else {
        throw AnnotationProblem(
          "is not one of \(allowed.map(String.init).joined(separator: ", "))")
      }
      return number
    }
  }
}

extension AnnotationGrammar where Value == [Int] {
  static let errorStatuses = AnnotationGrammar("a list of statuses, 400-599") {
    text throws(AnnotationProblem) in
    var statuses: Set<Int> = []
    for item in text.items() {
      guard let number = item.wholeNumber, (400...599).contains(number) else {
        throw AnnotationProblem(
          "holds \(quoted(item)), which is no status of an error",
          help: "write it like `404,502,503`")
      }
      statuses.insert(number)
    }
    guard !statuses.isEmpty else { throw AnnotationProblem("names no status") }
    return statuses.sorted()
  }
}

extension AnnotationGrammar where Value == HTTPToken {
  static let token = AnnotationGrammar("letters, digits, `-` and `_`") {
    text throws(AnnotationProblem) in
    guard let token = HTTPToken(text) else {
      throw AnnotationProblem("is not a name of letters, digits, `-` and `_`")
    }
    return token
  }

  static let method = AnnotationGrammar("a method, as `GET`") {
    text throws(AnnotationProblem) in
    guard let token = HTTPToken(text), text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw AnnotationProblem("is not a method", help: "write it in capitals, as `GET`")
    }
    return token
  }
}

extension AnnotationGrammar where Value == [HTTPToken] {
  static let tokens = list(of: .token, "a list of names of letters, digits, `-` and `_`")
  static let methods = list(of: .method, "a list of methods")

  private static func list(of item: AnnotationGrammar<HTTPToken>, _ summary: String) -> Self {
    let parse = item.parse
    return AnnotationGrammar(summary) { text throws(AnnotationProblem) in
      var tokens: [HTTPToken] = []
      for item in text.items() {
        do throws(AnnotationProblem) {
          let token = try parse(item)
          if !tokens.contains(token) { tokens.append(token) }
        } catch {
          throw AnnotationProblem("holds \(quoted(item)), which \(error.message)", help: error.help)
        }
        // A header with more names is no header that anybody needs.
        guard tokens.count <= 64 else { throw AnnotationProblem("names more than 64 items") }
      }
      guard !tokens.isEmpty else { throw AnnotationProblem("names nothing") }
      return tokens
    }
  }
}

extension AnnotationGrammar where Value == HTTPText {
  static let text = AnnotationGrammar("printable ASCII") { text throws(AnnotationProblem) in
    guard let line = HTTPText(text) else {
      throw AnnotationProblem("is not a line of at most 1024 printable ASCII characters")
    }
    return line
  }
}

extension AnnotationGrammar {
  /// One of the words of an enumeration; `isUpper`: whatever their case.
  static func choice(isUpper: Bool = false) -> Self
  where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
    let words = Value.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
    return AnnotationGrammar("one of \(words)") { text throws(AnnotationProblem) in
      if let value = Value(rawValue: isUpper ? text.uppercased() : text) { return value }
      let near = Spelling.nearest(text, among: Value.allCases.map(\.rawValue))
      throw AnnotationProblem(
        "is not one of \(words)", help: near.map { "did you mean `\($0)`?" })
    }
  }

  /// One of a few words, each with what it means.
  static func words(_ options: [(word: String, value: Value)]) -> Self where Value: Sendable {
    let words = options.map { "`\($0.word)`" }.joined(separator: ", ")
    return AnnotationGrammar("one of \(words)") { text throws(AnnotationProblem) in
      if let option = options.first(where: { $0.word == text }) { return option.value }
      let near = Spelling.nearest(text, among: options.map(\.word))
      throw AnnotationProblem(
        "is not one of \(words)", help: near.map { "did you mean `\($0)`?" })
    }
  }
}
