/// The text of an `iptables-restore` file, read as iptables itself would: words, not meanings.
package struct RestoreText: Sendable {
  package private(set) var tables: [Table] = []

  package struct Table: Sendable {
    package let name: String
    /// In the order of declaration.
    package var chains: [String] = []
    package var rules: [Rule] = []
  }

  package struct Rule: Sendable {
    /// 1-based.
    package let line: Int
    package let chain: String
    /// Inserted at this place, counted from 1; nil: appended.
    package let position: Int?
    /// What stands behind the chain; quotes are gone.
    package let words: [String]

    /// The chain or extension behind `-j` or `-g`.
    package var target: String? {
      words.firstIndex { $0 == "-j" || $0 == "-g" }.map { words[$0 + 1] }
    }
  }

  /// Why a text is no such file.
  package struct Fault: Error, Sendable {
    package let line: Int
    package let message: String
  }

  package init(_ text: String) throws(Fault) {
    var open: Table?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let number = index + 1
      switch line.first {
      case nil, "#": continue
      case "*":
        guard open == nil else { throw Fault(line: number, message: "a table in a table") }
        open = Table(name: String(line.dropFirst()))
      case ":": try Self.declare(line, in: &open, number)
      case "-": try Self.append(line, to: &open, number)
      default:
        guard line == "COMMIT", let table = open else {
          throw Fault(line: number, message: "not a line of iptables-restore: \(line)")
        }
        tables.append(table)
        open = nil
      }
    }
    if let open { throw Fault(line: 0, message: "no COMMIT behind table \(open.name)") }
  }

  package func table(_ name: String) -> Table? { tables.first { $0.name == name } }

  private static func declare(
    _ line: Substring, in table: inout Table?, _ number: Int
  ) throws(Fault) {
    let words = line.dropFirst().split(separator: " ")
    guard table != nil, words.count == 3, words[1] == "-", words[2] == "[0:0]" else {
      throw Fault(line: number, message: "not a declaration of a chain of our own: \(line)")
    }
    guard table?.rules.isEmpty == true else {
      throw Fault(line: number, message: "chain \(words[0]) is declared behind a rule")
    }
    table?.chains.append(String(words[0]))
  }

  private static func append(
    _ line: Substring, to table: inout Table?, _ number: Int
  ) throws(Fault) {
    var words = try words(of: line, number)
    guard table != nil, words.count >= 2, ["-A", "-I"].contains(words[0]) else {
      throw Fault(line: number, message: "not a rule: \(line)")
    }
    let isInserted = words[0] == "-I"
    let chain = words[1]
    words.removeFirst(2)
    var position: Int?
    if isInserted {
      guard let place = words.first.flatMap({ Int($0) }) else {
        throw Fault(line: number, message: "no place to insert at: \(line)")
      }
      position = place
      words.removeFirst()
    }
    guard !["-j", "-g"].contains(words.last ?? "") else {
      throw Fault(line: number, message: "a rule without its target: \(line)")
    }
    table?.rules.append(Rule(line: number, chain: chain, position: position, words: words))
  }

  /// Words between spaces; double quotes hold spaces together, and there are no escapes.
  private static func words(of line: Substring, _ number: Int) throws(Fault) -> [String] {
    guard line.contains("\"") else { return line.split(separator: " ").map(String.init) }
    var words: [String] = []
    for (index, part) in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
    {
      if index.isMultiple(of: 2) {
        words += part.split(separator: " ").map(String.init)
      } else {
        words.append(String(part))
      }
    }
    guard line.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
      throw Fault(line: number, message: "a quote that does not end: \(line)")
    }
    return words
  }
}
