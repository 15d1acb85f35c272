internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Reading {
  /// Reports a node of the wrong type, with the fix where quotes are all that is wrong.
  mutating func reportType(of node: YAMLNode, expected: String) {
    report(.wrongType, "\(node.kindInWords) stands where \(expected) is needed", at: node.range)
  }

  /// Reports a number or boolean where a text is due, as the API server refuses it.
  mutating func reportUnquoted(_ node: YAMLNode) {
    guard node.kind == .scalar, node.anchoredRange == nil else {
      return reportType(of: node, expected: "a string")
    }
    let text = "\"\(node.string)\""
    report(
      .wrongType, "\(node.kindInWords) stands where a string is needed", at: node.range,
      help: "quote it: \(shown(text))", fixes: [Fix(replace: node.range, with: text)])
  }

  /// Reports a text where a number is due.
  mutating func reportNotNumber(_ node: YAMLNode) {
    let isDecimal = node.withUTF8 { text in
      guard !text.isEmpty, text.count <= 9 else { return false }
      for index in text.indices where !(0x30...0x39).contains(text[index]) { return false }
      return text[0] != 0x30 || text.count == 1
    }
    guard isDecimal, node.isQuoted else { return reportType(of: node, expected: "a whole number") }
    report(
      .wrongType, "\(node.kindInWords) stands where a whole number is needed", at: node.range,
      help: "remove the quotes", fixes: [Fix(replace: node.range, with: node.string)])
  }
}

extension YAMLNode {
  /// Whether this is a scalar that the API server takes as a string.
  var isText: Bool {
    // A pattern, since `==` of another module's enumeration goes by its witness.
    if kind == .scalar, case .string = scalar { true } else { false }
  }

  /// The whole number that stands here, as the API server reads it from JSON: `8e1` is 80.
  ///
  /// Numbers beyond `Int` come out as `Int.max` or `Int.min`, which no range admits.
  var wholeNumber: Int? {
    guard kind == .scalar else { return nil }
    switch scalar {
    case .int(let number): return Int(number)
    case .uint: return Int.max
    case .float(let number):
      guard number.isFinite else { return number.isNaN ? nil : number < 0 ? .min : .max }
      guard number.rounded(.towardZero) == number else { return nil }
      return Int(exactly: number) ?? (number < 0 ? .min : .max)
    case .null, .bool, .string: return nil
    }
  }
}

extension Shape where Value == Void {
  /// Passed over: the part has nothing to do with the network.
  static var anything: Shape<Void> { Shape(.anything) { _, _ in () } }
}

extension Shape where Value == Bool {
  static var boolean: Shape<Bool> {
    Shape(.boolean) { node, reading in
      if node.kind == .scalar, case .bool(let value) = node.scalar { return value }
      reading.reportType(of: node, expected: "true or false")
      return nil
    }
  }
}

extension Shape where Value == Int {
  /// A whole number within a range.
  static func integer(_ range: ClosedRange<Int>) -> Shape<Int> {
    Shape(.integer(range)) { node, reading in
      guard let number = node.wholeNumber else {
        reading.reportNotNumber(node)
        return nil
      }
      guard range.contains(number) else {
        reading.report(
          .numberOutOfRange, "\(shown(node.string)) is not in \(range.inWords)", at: node.range)
        return nil
      }
      return number
    }
  }
}

extension ClosedRange<Int> {
  /// `1-65535`, or `0 and more` where the upper end is only the API's 32 bits.
  var inWords: String {
    upperBound == Int(Int32.max)
      ? "the range of \(lowerBound) and more" : "\(lowerBound)-\(upperBound)"
  }

  /// A count as the API has it: a 32-bit integer that is not negative.
  static var count: ClosedRange<Int> { 0...Int(Int32.max) }
  static var portNumbers: ClosedRange<Int> { 1...65_535 }
}

extension Shape where Value == Port {
  static var port: Shape<Port> {
    let integer = Shape<Int>.integer(.portNumbers)
    return Shape(integer.description) { node, reading in
      integer.read(node, &reading).flatMap(Port.init)
    }
  }
}

extension Shape where Value == TargetPort {
  /// A port number, or the name of a container port; a quoted number is neither.
  static var targetPort: Shape<TargetPort> {
    let name = Shape<String>.portName
    let number = Shape<Port>.port
    let description = ShapeDescription.integerOrText(.portNumbers, .portName)
    return Shape(description) { node, reading in
      guard node.isText else { return number.read(node, &reading).map(TargetPort.number) }
      if node.withUTF8({ Int($0) }) != nil {
        reading.reportNotNumber(node)
        return nil
      }
      return name.read(node, &reading).map(TargetPort.name)
    }
  }
}

extension Int {
  /// Reads digits alone.
  fileprivate init?(_ text: Span<UInt8>) {
    guard !text.isEmpty, text.count <= 9 else { return nil }
    var number = 0
    for index in text.indices {
      guard (0x30...0x39).contains(text[index]) else { return nil }
      number = number * 10 + Int(text[index] - 0x30)
    }
    self = number
  }
}

extension Shape {
  /// One of a few words. The case matters.
  static func choice(_ options: [(word: String, value: Value)]) -> Shape where Value: Sendable {
    let words = options.map(\.word)
    let description = TextDescription(summary: "one of a few words", choices: words)
    return Shape(.text(description)) { node, reading in
      guard node.isText else {
        reading.reportUnquoted(node)
        return nil
      }
      for option in options where node.hasText(option.word) { return option.value }
      reading.reportChoice(node, words)
      return nil
    }
  }

  /// One of the words of an enumeration.
  static func choice(_ type: Value.Type) -> Shape
  where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
    choice(type.allCases.map { (word: $0.rawValue, value: $0) })
  }
}

extension Shape where Value == TransportProtocol {
  static var transport: Shape<TransportProtocol> {
    choice(TransportProtocol.allCases.map { (word: $0.name, value: $0) })
  }
}

extension Shape where Value == IPFamily {
  static var family: Shape<IPFamily> {
    choice(IPFamily.allCases.map { (word: $0.name, value: $0) })
  }
}

extension Reading {
  /// Reports a word that is none of those allowed.
  mutating func reportChoice(_ node: YAMLNode, _ words: [String]) {
    let near = Spelling.nearest(node.string, among: words)
    let list = words.map { "`\($0)`" }.joined(separator: ", ")
    report(
      .unsupportedValue, "\(quoted(node.string)) is not one of \(list)", at: node.range,
      help: near.map { "did you mean `\($0)`?" },
      fixes: near.map { [Fix(replace: node.range, with: $0)] } ?? [])
  }
}
