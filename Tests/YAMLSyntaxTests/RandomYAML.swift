/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Text that is nearly what manifests are: documents of nested blocks with every sort of scalar,
/// indentation and comment, some of it wrong; then a few bytes or lines changed.
struct RandomYAML {
  private var random: SplitMix
  private var text = ""
  /// In how many of a hundred places something odd stands.
  private var oddity = 0

  /// The same seed always makes the same text.
  static func text(seed: UInt64) -> [UInt8] {
    var maker = RandomYAML(random: SplitMix(state: seed))
    maker.oddity = [0, 1, 3, 20][maker.pick(0...3)]
    for _ in 0..<maker.pick(1...3) { maker.appendDocument() }
    var bytes = Array(maker.text.utf8)
    if maker.chance(60) { for _ in 0..<maker.pick(1...3) { maker.change(&bytes) } }
    return bytes
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func pick(_ pool: [String]) -> String { pool[pick(0...(pool.count - 1))] }

  /// One of the usual, or one of the odd.
  private mutating func pick(_ usual: [String], _ odd: [String]) -> String {
    pick(isOdd ? odd : usual)
  }

  private var isOdd: Bool {
    mutating get { chance(oddity) }
  }

  /// True in so many of a hundred cases.
  private mutating func chance(_ percent: Int) -> Bool { pick(0...99) < percent }
}

// MARK: - Documents

extension RandomYAML {
  private mutating func appendDocument() {
    if chance(15) { text += pick(["# a\n", "\n", "  # b: c\n", " \n"], ["%YAML 1.1\n", "\u{FEFF}"]) }
    if !text.isEmpty || chance(30) {
      text += pick(["---\n", "---\n", "--- # c\n", "---  \n"], ["---x\n", "...\n", "--- a\n"])
    }
    appendBlock(column: isOdd ? pick(0...2) : 0, depth: 0)
  }

  private mutating func appendBlock(column: Int, depth: Int) {
    if chance(60) {
      appendMapping(column: column, depth: depth, isOpen: false)
    } else {
      appendList(column: column, depth: depth)
    }
  }

  /// - Parameter isOpen: whether the first key continues a line.
  private mutating func appendMapping(column: Int, depth: Int, isOpen: Bool) {
    for position in 0..<pick(1...4) {
      if position > 0 || !isOpen { indent(column) }
      text += pick(Self.keys, Self.oddKeys)
      // Rarely the same twice.
      if !chance(oddity + 1) { text += "\(depth)\(position)" }
      text += isOdd ? pick([" :", "", "::"]) : ":"
      appendValue(column: column, depth: depth)
    }
  }

  private mutating func appendList(column: Int, depth: Int) {
    for _ in 0..<pick(1...3) {
      indent(column)
      text += "-"
      guard chance(40), depth < 5 else {
        appendValue(column: column, depth: depth)
        continue
      }
      let space = isOdd ? pick(2...4) : 1
      text += String(repeating: " ", count: space)
      if chance(15) {
        text += "- " + pick(Self.scalars, Self.oddScalars)
        endLine()
      } else {
        appendMapping(column: column + 1 + space, depth: depth + 1, isOpen: true)
      }
    }
  }

  /// What stands behind a `:` or a `-`.
  private mutating func appendValue(column: Int, depth: Int) {
    switch pick(0...99) {
    case 0..<55:
      text += " " + pick(Self.scalars, Self.oddScalars)
      endLine()
    case 55..<60: endLine()
    case 60..<68: appendLiteral(column: column)
    case 68..<75:
      text += " " + pick(Self.brackets, Self.oddBrackets)
      endLine()
    default:
      endLine()
      guard depth < 5 else { return }
      if chance(30) {
        appendList(column: column + (chance(60) ? 0 : 2), depth: depth + 1)
      } else {
        appendBlock(column: column + (isOdd ? pick(0...4) : 2), depth: depth + 1)
      }
    }
  }

  private mutating func appendLiteral(column: Int) {
    text += " " + pick(["|", "|-", "|+", "| "], ["|2", ">", ">-", "|x", "| # c", "|--"]) + "\n"
    let indentation = column + (isOdd ? pick(0...4) : 2)
    for _ in 0..<pick(0...4) {
      if chance(25) {
        text += pick(["\n", "\n", " \n", "  \n"], ["    \n", "\t\n"])
      } else {
        indent(chance(85) ? indentation : indentation + pick(0...2))
        text += pick(Self.scalars, Self.oddScalars) + pick(["\n"], [" \n", "\t\n", ""])
      }
    }
  }

  private mutating func indent(_ column: Int) {
    text += String(repeating: " ", count: isOdd && chance(50) ? pick(0...6) : column)
  }

  private mutating func endLine() {
    if chance(12) { text += pick([" ", "  ", " # c", " #", " # a: b"], ["\t", "\t# c", "#c"]) }
    text += pick(["\n"], ["\n", "\n", "\r\n", "\r", ""])
    if chance(6) { text += pick(["\n", "# c\n", "   # c\n", "  \n", "#\n"], [" \t\n"]) }
  }
}

// MARK: - Changes

extension RandomYAML {
  private mutating func change(_ bytes: inout [UInt8]) {
    let place = pick(0...bytes.count)
    switch pick(0...5) {
    case 0, 1: bytes.insert(contentsOf: pick(Self.tokens).utf8, at: place)
    case 2: bytes.removeSubrange(place..<min(bytes.count, place + pick(1...6)))
    case 3 where place < bytes.count: bytes[place] = UInt8(pick(0...255))
    case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 25)], at: place)
    default:
      // A line with another indentation.
      let start = (bytes[..<place].lastIndex(of: 0x0A) ?? -1) + 1
      if chance(50) {
        bytes.insert(contentsOf: repeatElement(0x20, count: pick(1...3)), at: start)
      } else if start < bytes.count, bytes[start] == 0x20 {
        bytes.remove(at: start)
      }
    }
  }

  private static let tokens = [
    "---\n", "...\n", "- ", "-", "? ", ": ", ":", "[", "]", "{", "}", ",", "&a ", "*a", "<<: ",
    "!!str ", "|\n", ">\n", "'", "\"", "\\", "\t", "\r", "\n  ", "\n", " ", "#", " #", "%", "{{", "é",
    "\u{A0}", "\u{2028}", "@", "`", "\0", "a: b\n", "- a\n",
  ]
}

// MARK: - Pools

extension RandomYAML {
  private static let keys = [
    "name", "kind", "a", "app.kubernetes.io/name", "metadata", "'q'", "\"d\"", "a b", "k:v", "é", "a#b",
    "apiVersion", "x", "-a", ":a", "a  b", "ümlaut", "zzzzzzzz1", "x---", "\"a\" ",
  ]

  private static let oddKeys = [
    "'it''s'", "\"a\\nb\"", "on", "80", "<<", "---x", "?a", "''", "\u{A0}x", "~", "true", "1.5", "&x a",
    "*x", "!!str a", "? a", "[a]", "{a}", "x\ty", "null", ".", "...", "%a", "{{ x }}", "y", "No",
    String(repeating: "l", count: 995), String(repeating: "l", count: 1023),
    String(repeating: "é", count: 600), "'a", "a'", "-", "- a", "a: b",
  ]

  private static let scalars = [
    "a", "b c", "80", "true", "10.0.0.1", "fd00::1", ":8080", "a:b", "a#b", "http://x/y?z=1&b=2", "-1",
    "---", "a :b", "'q'", "'it''s'", "''", "\"d\"", "\"a\\nb\"", "\"a\\\"b\\\\\"", "\"\\/\"", "\"\"",
    "a\"b", "~", "null", "é", "日本語 x", "a # b", "a #", "# c", "a b", "a  b ", "x}}", "a,b", "a]b", "=",
    "<<", "\u{A0}", "😀", "  a", ".", "...", "a...", "'a: b'", "\"a # c\"", "1e3", "x y:z", "'#'",
    "\"a\" # c", "'a' ", "--- a", "-- a",
  ]

  private static let oddScalars = [
    "-", "- a", "a: b", "a:", "a : b", "'a", "a'b'", "'a' b", "'a'b", "\"\\u00e9\"", "\"\\x\"",
    "\"a\tb\"", "\"a", "#", "&x a", "*x", "!!str 5", "! a", "@a", "`a", "%a", "?a", "? a", "|", ">",
    "a\tb", "a \tb", "{{ x }}", "a{{ .Values.x }}", ", a", "]", "a\u{85}b", "", "!", "*", "&",
    "\"a\"#c", "'a': b", "\"\\t\"", "'a\tb'", "x y: z", "a\\", "\"a\\", "'a\\'", "}", "[", "{", "\ta",
  ]

  private static let brackets = [
    "[]", "{}", "[ ]", "{ }", "[a]", "[a, b]", "[a,b]", "[a , b ]", "[a, [b, {c: d}]]", "{a: b}",
    "{a: b, c: 'd'}", "{\"a\": [1, \"x\"]}", "[fd00::/56, \"fd00::1\"]", "[-1, --]", "['a''b']",
    "[\"a\\nb\", 'c']", "{a: {b: {c: []}}}", "[10.0.0.0/8]", "{ a: b }", "[.]",
  ]

  private static let oddBrackets = [
    "{a: b, a: c}", "{\"a\":1}", "[a", "[a\n]", "[a]]", "{a}", "{a: }", "{a:b}", "[a: b]", "[-1, -]",
    "[- a]", "[a, ]", "[,]", "[a::]", "{a: b}: c", "[a] b", "[a]#c", "{{ x }}", "[&a b]", "[a b]",
    "[a#b]", "{<<: b}", "{on: 1}", "[é]", "[|]", "[a:]", "[a: ]", "{80: a}", "[?a]", "[a?b]", "[a]\t",
    "{a : b}", "{a: b,, c: d}", "[a}", "{a: b]", "[]]", "{}: a", "[:a]", "[/:]", "{'a': b, \"a\": c}",
  ]
}
