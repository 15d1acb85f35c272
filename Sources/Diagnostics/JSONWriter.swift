/// Writes JSON (RFC 8259): keys in the order of the calls, strings that are safe on a terminal.
///
/// ```swift
/// var writer = JSONWriter(layout: .compact)
/// writer.object { object in
///   object.member("name", "web")
///   object.member("ports") { $0.array { $0.value(80) } }
/// }
/// // writer.bytes is {"name":"web","ports":[80]}
/// ```
package struct JSONWriter {
  package enum Layout: Sendable {
    /// One line, no spaces.
    case compact
    /// One member a line, two spaces a level; an empty object or array stays on its line.
    case indented
  }

  package private(set) var bytes: [UInt8] = []
  private let layout: Layout
  private var depth = 0
  /// Whether the next member or element needs a comma before it.
  private var hasSibling = false
  /// Whether a value is an element, which separates itself, or belongs to a key.
  private var isInArray = false

  package init(layout: Layout) { self.layout = layout }

  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    nested(UInt8(ascii: "{"), UInt8(ascii: "}"), body)
  }

  /// Within the body, each call of `value`, `object` or `array` adds one element.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    nested(UInt8(ascii: "["), UInt8(ascii: "]")) { writer in
      writer.isInArray = true
      body(&writer)
    }
  }

  /// Adds a member to an object; the body must write exactly one value.
  package mutating func member(_ key: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    appendString(key)
    bytes.append(UInt8(ascii: ":"))
    if layout == .indented { bytes.append(UInt8(ascii: " ")) }
    let wasInArray = isInArray
    isInArray = false
    body(&self)
    isInArray = wasInArray
    hasSibling = true
  }

  /// Adds a member that is null where there is no text.
  package mutating func member(_ key: String, _ text: String?) { member(key) { $0.value(text) } }
  package mutating func member(_ key: String, _ number: Int?) { member(key) { $0.value(number) } }
  /// Under a name of its own, or a literal such as 1 would be taken for a fraction.
  package mutating func member(_ key: String, fraction: Double) {
    member(key) { $0.value(fraction: fraction) }
  }
  package mutating func member(_ key: String, _ flag: Bool) { member(key) { $0.value(flag) } }

  /// Adds a member whose text needs no quoting; `body` appends it.
  package mutating func member(_ key: String, plainly body: (inout [UInt8]) -> Void) {
    member(key) { value in
      value.element { writer in
        writer.bytes.append(UInt8(ascii: "\""))
        body(&writer.bytes)
        writer.bytes.append(UInt8(ascii: "\""))
      }
    }
  }

  package mutating func value(_ text: String?) {
    element { writer in
      if let text { writer.appendString(text) } else { writer.appendLiteral("null") }
    }
  }

  package mutating func value(_ number: Int?) {
    element { $0.appendLiteral(number.map(String.init) ?? "null") }
  }

  /// Swift writes the fewest digits that lead back to the number, as JSON allows.
  package mutating func value(fraction: Double) {
    precondition(fraction.isFinite, "JSON has no such number")
    element { $0.appendLiteral("\(fraction)") }
  }

  package mutating func value(_ flag: Bool) {
    element { $0.appendLiteral(flag ? "true" : "false") }
  }

  /// Ends the line, behind a whole document.
  package mutating func endLine() {
    precondition(depth == 0, "a document must be closed before its line ends")
    bytes.append(UInt8(ascii: "\n"))
    hasSibling = false
  }

  /// Separates the element of an array from the one before; the value of a member stands alone.
  private mutating func element(_ body: (inout JSONWriter) -> Void) {
    if isInArray { separate() }
    body(&self)
    hasSibling = true
  }

  private mutating func nested(
    _ opening: UInt8, _ closing: UInt8, _ body: (inout JSONWriter) -> Void
  ) {
    if isInArray { separate() }
    let wasInArray = isInArray
    bytes.append(opening)
    depth += 1
    hasSibling = false
    isInArray = false
    body(&self)
    depth -= 1
    if hasSibling { breakLine() }
    bytes.append(closing)
    hasSibling = true
    isInArray = wasInArray
  }

  private mutating func separate() {
    if hasSibling { bytes.append(UInt8(ascii: ",")) }
    breakLine()
  }

  private mutating func breakLine() {
    guard layout == .indented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
  }

  private mutating func appendLiteral(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

extension JSONWriter {
  /// Escapes what RFC 8259 7 demands, and beyond it whatever acts on a terminal or hides.
  private mutating func appendString(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if Self.standsForItself(text.utf8.span) {
      // Nearly every text of a manifest, of which there are tens of thousands.
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { appendScalar(scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Looks at every byte whatever the others are, so that it can look at many in one step.
  private static func standsForItself(_ text: Span<UInt8>) -> Bool {
    var isSpecial: UInt8 = 0
    for index in text.indices {
      let byte = text[index]
      // Space to tilde are the bytes from 0 to 94, counted from the space.
      isSpecial |= byte &- UInt8(ascii: " ") > 94 ? 1 : 0
      isSpecial |= byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? 1 : 0
    }
    return isSpecial == 0
  }

  private mutating func appendScalar(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": appendLiteral("\\\"")
    case "\\": appendLiteral("\\\\")
    case "\n": appendLiteral("\\n")
    case "\r": appendLiteral("\\r")
    case "\t": appendLiteral("\\t")
    case " "..."~": bytes.append(UInt8(scalar.value))
    default:
      guard scalar.isHarmful else {
        bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        return
      }
      for unit in UTF16.encode(scalar).map(Array.init) ?? [] { appendEscape(unit) }
    }
  }

  private mutating func appendEscape(_ unit: UInt16) {
    let digits = String(unit, radix: 16)
    appendLiteral("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
  }
}
