/// A zone file as a name server reads it (RFC 1035 5.1): written for the tests, and sharing
/// nothing with what prints zones.
package struct ZoneFile {
  /// One record with whole names, without final dots, in lower case.
  package struct Record: Hashable, Sendable, CustomStringConvertible {
    package let owner: String
    package let ttl: Int
    package let type: String
    /// The words of the data; those in quotes keep them.
    package let data: [String]

    package var description: String { "\(owner) \(type) \(data.joined(separator: " "))" }
  }

  package private(set) var records: [Record] = []
  /// `$TTL 5`, as written.
  package private(set) var directives: [String] = []
  /// What a server would stumble over, or take for something else than it looks.
  package private(set) var complaints: [String] = []
  /// Of records, and above them.
  private var names: Set<String> = []
  private let origin: String
  private var ttl = 0

  package init(_ text: String, origin: String) {
    self.origin = origin
    for line in ZoneFile.lines(Array(text.utf8)) { take(line) }
  }

  package func records(_ type: String) -> [Record] { records.filter { $0.type == type } }

  /// The data of one name and type, sorted.
  package func data(_ owner: String, _ type: String) -> [String] {
    records.filter { $0.owner == owner && $0.type == type }
      .map { $0.data.joined(separator: " ") }.sorted()
  }

  /// What the server says of a name without such a record: whether it exists, itself or above
  /// others.
  package func exists(_ name: String) -> Bool {
    names.contains(name)
  }

  private mutating func addName(_ owner: String) {
    var name = owner[...]
    while names.insert(String(name)).inserted, let dot = name.firstIndex(of: ".") {
      name = name[name.index(after: dot)...]
    }
  }

  private mutating func take(_ line: Line) {
    guard !line.words.isEmpty else { return }
    if line.startsWithBlank { complaints.append("no owner: \(line.words)") }
    if line.words[0].hasPrefix("$") {
      directives.append(line.words.joined(separator: " "))
      if line.words[0] == "$TTL" { ttl = Int(line.words.last ?? "") ?? 0 }
      return
    }
    var words = line.words[1...]
    var own = ttl
    if let number = words.first.flatMap({ Int($0) }) {
      own = number
      words.removeFirst()
    }
    guard words.first == "IN", words.count >= 3 else {
      return complaints.append("no class: \(line.words)")
    }
    words.removeFirst()
    let type = words.removeFirst()
    addName(whole(line.words[0]))
    records.append(
      Record(owner: whole(line.words[0]), ttl: own, type: type, data: data(type, Array(words))))
  }

  private mutating func data(_ type: String, _ words: [String]) -> [String] {
    let names: (count: Int, positions: [Int])
    switch type {
    case "A", "AAAA": names = (1, [])
    case "NS", "CNAME", "PTR": names = (1, [0])
    case "SRV": names = (4, [3])
    case "SOA": names = (7, [0, 1])
    case "TXT": names = (words.count, [])
    default:
      complaints.append("unknown type \(type)")
      return words
    }
    if words.count != names.count { complaints.append("\(type) with \(words)") }
    return words.enumerated().map {
      names.positions.contains($0.offset) ? whole($0.element) : $0.element
    }
  }

  /// Checks the lengths too (RFC 1035 2.3.4).
  private mutating func whole(_ name: String) -> String {
    var name = name
    if name == "@" {
      name = origin
    } else if name.hasSuffix(".") {
      name.removeLast()
    } else {
      name += "." + origin
    }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let isLegal = name.utf8.count <= 253 && labels.allSatisfy { (1...63).contains($0.utf8.count) }
    let isPlain = name.utf8.allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
        || [0x2d, 0x2e, 0x5f].contains(byte)
    }
    if !isLegal || !isPlain { complaints.append("no name: \(name)") }
    return name
  }
}

extension ZoneFile {
  struct Line {
    var startsWithBlank = false
    var words: [String] = []
  }

  /// Splits a text into its entries: a comment runs to the end of its line, a line end inside
  /// parentheses or quotes is none.
  static func lines(_ text: [UInt8]) -> [Line] {
    var lines = [Line()]
    var word: [UInt8] = []
    var depth = 0
    var index = 0
    var isAtStart = true
    func flush() {
      if !word.isEmpty {
        lines[lines.count - 1].words.append(String(decoding: word, as: UTF8.self))
      }
      word = []
    }
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\\"):
        word += text[index..<min(index + 2, text.count)]
        index += 1
      case UInt8(ascii: "\""):
        let end = closingQuote(text, index + 1)
        word += text[index...end]
        index = end
      case UInt8(ascii: ";"):
        while index + 1 < text.count, text[index + 1] != 0x0a { index += 1 }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case 0x20, 0x09, 0x0d:
        flush()
        if isAtStart, depth == 0 { lines[lines.count - 1].startsWithBlank = true }
      case 0x0a:
        flush()
        if depth == 0 { lines.append(Line()) }
      default: word.append(byte)
      }
      isAtStart = byte == 0x0a
      index += 1
    }
    flush()
    return lines
  }

  /// The last byte of the text where the quote is never closed.
  private static func closingQuote(_ text: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, text.count - 1)
  }
}
