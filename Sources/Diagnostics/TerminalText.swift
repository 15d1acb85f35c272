/// Whether a terminal takes escape sequences.
package enum TerminalColor: Sendable {
  case plain, ansi
}

/// The six escape sequences that netc writes (ECMA-48 8.3.117, "select graphic rendition").
enum ANSIStyle: UInt8 {
  case reset = 0
  case bold = 1
  case red = 31
  case green = 32
  case yellow = 33
  case cyan = 36
}

/// Text for a terminal: foreign text goes in escaped, so that it can neither drive the terminal
/// nor look like something else.
struct TerminalText {
  /// A tab is shown as this many spaces.
  static let tabWidth = 4

  private(set) var bytes: [UInt8] = []
  private let color: TerminalColor

  init(color: TerminalColor) { self.color = color }

  /// Appends our own words.
  mutating func write(_ text: StaticString) {
    bytes.append(contentsOf: text.description.utf8)
  }

  mutating func write(_ number: Int) { bytes.append(contentsOf: String(number).utf8) }

  mutating func write(_ character: UInt8, times count: Int) {
    bytes.append(contentsOf: repeatElement(character, count: max(0, count)))
  }

  /// Appends foreign text on one line, with everything escaped that is not visible.
  mutating func writeEscaped(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": write("\\t")
      case "\n": write("\\n")
      case "\r": write("\\r")
      default: _ = writeVisible(scalar)
      }
    }
  }

  /// Appends one scalar of a source line, or its escape, and returns how many columns it takes.
  mutating func writeVisible(_ scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII, scalar.value >= 0x20, scalar.value < 0x7f {
      bytes.append(UInt8(scalar.value))
      return 1
    }
    if scalar == "\t" {
      write(UInt8(ascii: " "), times: Self.tabWidth)
      return Self.tabWidth
    }
    if scalar.isHarmful {
      let escape = "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      bytes.append(contentsOf: escape.utf8)
      return escape.utf8.count
    }
    bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    return scalar.columnCount
  }

  /// Appends a byte that is not UTF-8 as `\xFF` and returns how many columns it takes.
  mutating func writeVisible(brokenByte byte: UInt8) -> Int {
    let digits = String(byte, radix: 16, uppercase: true)
    write("\\x")
    write(UInt8(ascii: "0"), times: 2 - digits.utf8.count)
    bytes.append(contentsOf: digits.utf8)
    return 4
  }

  /// Appends what `body` writes in a style.
  mutating func styled(_ style: ANSIStyle, _ body: (inout TerminalText) -> Void) {
    write(style)
    body(&self)
    write(.reset)
  }

  private mutating func write(_ style: ANSIStyle) {
    switch color {
    case .plain: break
    case .ansi:
      write("\u{1b}[")
      write(Int(style.rawValue))
      write("m")
    }
  }
}
