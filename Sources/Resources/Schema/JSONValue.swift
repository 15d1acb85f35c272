/// A JSON text in the making; an object keeps the order of its members.
indirect enum JSONValue {
  case text(String)
  case integer(Int)
  case boolean(Bool)
  case null
  case list([JSONValue])
  case object([(name: String, value: JSONValue)])

  /// The text with two spaces of indentation and a line feed at the end.
  func printed() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, indentation: 0)
    bytes.append(0x0A)
    return bytes
  }

  private func append(to bytes: inout [UInt8], indentation: Int) {
    switch self {
    case .text(let text): Self.append(text, to: &bytes)
    case .integer(let number): bytes.append(contentsOf: String(number).utf8)
    case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .null: bytes.append(contentsOf: "null".utf8)
    case .list(let items): appendList(items, to: &bytes, indentation: indentation)
    case .object(let members):
      Self.append("{", "}", count: members.count, to: &bytes, indentation) { index, bytes in
        Self.append(members[index].name, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
        members[index].value.append(to: &bytes, indentation: indentation + 1)
      }
    }
  }

  /// Lists of plain values stay on one line where they are short.
  private func appendList(_ items: [JSONValue], to bytes: inout [UInt8], indentation: Int) {
    var line: [UInt8] = []
    for (index, item) in items.enumerated() {
      if index > 0 { line.append(contentsOf: ", ".utf8) }
      item.append(to: &line, indentation: 0)
    }
    if line.count <= 72, !line.contains(0x0A) {
      bytes.append(UInt8(ascii: "["))
      bytes.append(contentsOf: line)
      bytes.append(UInt8(ascii: "]"))
      return
    }
    Self.append("[", "]", count: items.count, to: &bytes, indentation) { index, bytes in
      items[index].append(to: &bytes, indentation: indentation + 1)
    }
  }

  private static func append(
    _ open: Character, _ close: Character, count: Int, to bytes: inout [UInt8],
    _ indentation: Int, each: (Int, inout [UInt8]) -> Void
  ) {
    bytes.append(contentsOf: String(open).utf8)
    for index in 0..<count {
      bytes.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * (indentation + 1)))
      each(index, &bytes)
    }
    if count > 0 {
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * indentation))
    }
    bytes.append(contentsOf: String(close).utf8)
  }

  /// Our own words and patterns: no control characters, so that two escapes are enough.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      precondition(byte >= 0x20, "a control character in a description")
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes.append(UInt8(ascii: "\\"))
      }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
