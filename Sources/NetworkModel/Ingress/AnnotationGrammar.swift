import NetworkTypes
import Resources

/// What an annotation's value may be: one description for the table in the documentation, one
/// function that takes exactly such values, byte by byte, from the first to the last.
struct AnnotationGrammar<Value>: Sendable {
  /// For the table: `seconds, 1-2147483`.
  let summary: String
  /// Its items are words of their own, so that the whole may be long.
  let isList: Bool
  let parse: @Sendable (String) throws(AnnotationProblem) -> Value

  init(
    _ summary: String, isList: Bool = false,
    parse: @escaping @Sendable (String) throws(AnnotationProblem) -> Value
  ) {
    self.summary = summary
    self.isList = isList
    self.parse = parse
  }

  /// Reads a value; one that no word of nginx's configuration could hold is too long.
  func read(_ text: String) throws(AnnotationProblem) -> Value {
    guard isList || AnnotationLimit.fitsWord(text) else {
      throw AnnotationProblem("is too long", help: "a value becomes one word of nginx's, of 4 KiB")
    }
    return try parse(text)
  }

  /// The same text, read further.
  func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> AnnotationGrammar<Other> {
    let parse = parse
    return AnnotationGrammar<Other>(summary, isList: isList) { text throws(AnnotationProblem) in
      transform(try parse(text))
    }
  }
}

private enum AnnotationLimit {
  /// nginx reads words of 4,096 bytes at most (ngx_conf_file.c); the rest is for what netc puts
  /// beside a value.
  static let wordBytes = 3_600

  /// Any byte may need a backslash, and a `$` stands for a variable with a longer name.
  static func fitsWord(_ text: String) -> Bool {
    text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "$") ? 16 : 2) } <= wordBytes
  }
}

/// Why a value is not what an annotation takes.
struct AnnotationProblem: Error {
  /// Stands behind the value: `is not a number of seconds`.
  let message: String
  var help: String?

  init(_ message: String, help: String? = nil) {
    self.message = message
    self.help = help
  }
}

extension String {
  /// The items of a list, without the blanks around them; empty ones are left out.
  func items(separatedBy separators: StaticString = ",") -> [String] {
    let bytes = Array("\(separators)".utf8)
    return utf8.split { bytes.contains($0) }.compactMap { part in
      let item = String(Substring(part)).withoutBlanks
      return item.isEmpty ? nil : item
    }
  }

  /// Without blanks and tabs at its ends. Line breaks stay, so that no grammar takes them.
  var withoutBlanks: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let rest = utf8.drop(while: isBlank)
    guard let last = rest.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(Substring(rest[...last]))
  }

  /// A number of digits alone, at most twelve of them.
  var wholeNumber: Int? {
    guard !utf8.isEmpty, utf8.count <= 12, utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(self)
  }
}
