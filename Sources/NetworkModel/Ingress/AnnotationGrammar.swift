import NetworkTypes
import Resources

/// What an annotation's value may be: one description for the table in the documentation, one
/// function that takes exactly such values, byte by byte, from the first to the last.
struct AnnotationGrammar<Value>: Sendable {
  /// For the table: `seconds, 1-2147483`.
  let summary: String
  let parse: @Sendable (String) throws(AnnotationProblem) -> Value

  init(
    _ summary: String, parse: @escaping @Sendable (String) throws(AnnotationProblem) -> Value
  ) {
    self.summary = summary
    self.parse = parse
  }

  /// The same text, read further.
  func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> AnnotationGrammar<Other> {
    let parse = parse
    return AnnotationGrammar<Other>(summary) { text throws(AnnotationProblem) in
      transform(try parse(text))
    }
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
