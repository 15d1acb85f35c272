/// A Corefile as CoreDNS reads it, written anew from how its reader behaves (coredns/caddy,
/// `caddyfile`): whatever a printer or hostile text put in the file, this says what it means.
///
/// What a generated file must never hold ends the reading: variables of the environment, imports,
/// snippets, a brace where the reader takes none.
package struct CorefileText: Equatable, Sendable {
  package struct Block: Equatable, Sendable {
    package var keys: [String]
    package var directives: [Directive]

    package init(keys: [String], directives: [Directive]) {
      self.keys = keys
      self.directives = directives
    }
  }

  package struct Directive: Equatable, Sendable {
    package var words: [String]
    package var options: [[String]]

    package init(_ words: String..., options: [[String]] = []) {
      self.words = words
      self.options = options
    }

    fileprivate init(words: [String], options: [[String]]) {
      self.words = words
      self.options = options
    }
  }

  package struct Problem: Error, Equatable {
    package let line: Int
    package let text: String
  }

  package private(set) var blocks: [Block] = []

  package init(_ bytes: [UInt8]) throws {
    var lines = try Self.lines(of: Self.tokens(String(decoding: bytes, as: UTF8.self)))[...]
    while let line = lines.popFirst() { blocks.append(try Self.block(line, &lines)) }
  }

  private static func block(_ line: Line, _ lines: inout ArraySlice<Line>) throws -> Block {
    guard line.words.count > 1, line.words.last?.opens == true else {
      throw Problem(line: line.number, text: "a block has keys and ends its line with {")
    }
    let keys = line.words.dropLast().map(\.text)
    for key in keys where key.hasPrefix("(") || key == "import" {
      throw Problem(line: line.number, text: "snippet or import")
    }
    var directives: [Directive] = []
    while let next = lines.popFirst() {
      if next.isEnd { return Block(keys: keys, directives: directives) }
      directives.append(try directive(next, &lines))
    }
    throw Problem(line: line.number, text: "a block without an end")
  }

  private static func directive(_ line: Line, _ lines: inout ArraySlice<Line>) throws -> Directive {
    if line.words[0].text == "import" { throw Problem(line: line.number, text: "import") }
    guard line.words.last?.opens == true else {
      return Directive(words: try line.plain(), options: [])
    }
    guard line.words.count > 1 else { throw Problem(line: line.number, text: "a lone {") }
    let words = line.words.dropLast().map(\.text)
    var options: [[String]] = []
    while let next = lines.popFirst() {
      if next.isEnd { return Directive(words: words, options: options) }
      options.append(try next.plain())
    }
    throw Problem(line: line.number, text: "options without an end")
  }
}

private struct Token {
  var text: String
  let line: Int
  let isQuoted: Bool

  var opens: Bool { text == "{" && !isQuoted }
  var closes: Bool { text == "}" && !isQuoted }
}

extension CorefileText {
  /// The words of one line of the file.
  fileprivate struct Line {
    let number: Int
    var words: [Token]

    /// `}` alone: the reader takes it nowhere else at the end of a block.
    var isEnd: Bool { words.count == 1 && words[0].closes }

    /// Words without braces among them.
    func plain() throws -> [String] {
      guard !words.contains(where: { $0.opens || $0.closes }) else {
        throw Problem(line: number, text: "a brace among words")
      }
      return words.map(\.text)
    }
  }

  fileprivate static func lines(of tokens: [Token]) throws -> [Line] {
    var lines: [Line] = []
    for token in tokens {
      // Replaced in every token, in quotes too.
      if token.text.contains("{$") || token.text.contains("{%") {
        throw Problem(line: token.line, text: "a variable of the environment")
      }
      if lines.last?.number == token.line {
        lines[lines.count - 1].words.append(token)
      } else {
        lines.append(Line(number: token.line, words: [token]))
      }
    }
    return lines
  }

  /// White space parts tokens. A quote that begins a token quotes up to the next one, over lines
  /// too, with `\"` as the only escape; elsewhere it is a letter. `#` outside quotes begins a
  /// comment, which in a token ends at the next white space, else at the end of the line.
  fileprivate static func tokens(_ text: String) -> [Token] {
    var tokens: [Token] = []
    var scalars = Array(text.unicodeScalars)[...]
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var line = 1
    var open: Token?
    var isComment = false
    while let scalar = scalars.popFirst() {
      if scalar.properties.isWhitespace {
        if scalar == "\r" { continue }
        if let token = open {
          tokens.append(token)
          isComment = false
        }
        open = nil
        if scalar == "\n" {
          line += 1
          isComment = false
        }
      } else if isComment || scalar == "#" {
        isComment = true
      } else if open == nil, scalar == "\"" {
        tokens.append(quoted(&scalars, &line))
      } else {
        var token = open ?? Token(text: "", line: line, isQuoted: false)
        token.text.unicodeScalars.append(scalar)
        open = token
      }
    }
    return tokens + (open.map { [$0] } ?? [])
  }

  private static func quoted(
    _ scalars: inout ArraySlice<Unicode.Scalar>, _ line: inout Int
  ) -> Token {
    let start = line
    var text = ""
    while let scalar = scalars.popFirst(), scalar != "\"" {
      if scalar == "\n" { line += 1 }
      guard scalar == "\\", let escaped = scalars.popFirst() else {
        text.unicodeScalars.append(scalar)
        continue
      }
      if escaped != "\"" { text += "\\" }
      text.unicodeScalars.append(escaped)
    }
    return Token(text: text, line: start, isQuoted: true)
  }
}
