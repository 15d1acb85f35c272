internal import Diagnostics

/// libyaml's words (scanner.c and parser.c of 0.2.5) in the words of somebody who has to mend the
/// file, with the range that is at fault.
extension SourceText {
  func report(_ fault: YAMLFault, log: inout DiagnosticLog) {
    let finding = finding(fault)
    log.report(
      finding.page, finding.message, at: finding.range, notes: finding.notes, help: finding.help)
  }

  private struct Finding {
    let page: DiagnosticPage
    let message: String
    let range: SourceRange
    let help: String
    var notes: [Note] = []
  }

  private func finding(_ fault: YAMLFault) -> Finding {
    let offset = Int(fault.offset)
    let context = Int(fault.contextOffset)
    if let marker = mergeMarker(near: offset) ?? mergeMarker(near: context) {
      return Finding(
        page: .syntax, message: "a merge has left its two sides here", range: marker,
        help: "keep one side, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`")
    }
    switch fault.problem {
    case "found character that cannot start any token": return badStart(offset)
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      return tab(offset)
    case "could not find expected ':'": return missingColon(context)
    case "mapping values are not allowed in this context": return unexpectedColon(offset)
    case "block sequence entries are not allowed in this context":
      return Finding(
        page: .syntax, message: "a list item cannot begin here", range: character(offset),
        help: "put the list below its key, one item a line; quote the value if it is text")
    case "mapping keys are not allowed in this context":
      return Finding(
        page: .syntax, message: "a key cannot begin here", range: character(offset),
        help: "put the mapping below its key; quote the value if it is text")
    case "did not find expected '-' indicator":
      return misplaced(offset, message: "this line stands in a list but is no item", from: context)
    case "did not find expected key":
      return misplaced(offset, message: "this fits no mapping above it", from: context)
    case "did not find expected ',' or ']'": return openBracket(offset, context, "]")
    case "did not find expected ',' or '}'": return openBracket(offset, context, "}")
    case "did not find expected node content": return missingValue(offset)
    case "found unexpected ':'":
      return Finding(
        page: .syntax, message: "`:` must be followed by a space here", range: character(offset),
        help: "write `key: value`, or quote the value")
    case "did not find expected <document start>":
      return Finding(
        page: .syntax, message: "the document has ended before this", range: word(offset),
        help: "begin the next document with `---`")
    default: return quotedFinding(fault)
    }
  }

  /// Quotes, escapes and block scalars.
  private func quotedFinding(_ fault: YAMLFault) -> Finding {
    let offset = Int(fault.offset)
    let context = Int(fault.contextOffset)
    switch fault.problem {
    case "found unexpected end of stream", "found unexpected document indicator":
      return Finding(
        page: .openQuote, message: "the quote that opens here is never closed",
        range: character(context), help: "close it before the end of the document")
    case "found unknown escape character":
      let escape = range(offset, character(offset + 1).end)
      return Finding(
        page: .badEscape, message: "\(quoted(escape)) is no escape", range: escape,
        help: "write `\\\\` for a backslash, or use single quotes")
    case "did not find expected hexdecimal number", "found invalid Unicode character escape code":
      return badCode(offset)
    case "found an indentation indicator equal to 0",
      "did not find expected comment or line break":
      return Finding(
        page: .syntax,
        message: "\(quoted(word(offset))) cannot stand behind `|`, `>` or a directive",
        range: word(offset), help: "begin the text on the next line")
    default: return propertyFinding(fault)
    }
  }

  /// Anchors, tags and directives.
  private func propertyFinding(_ fault: YAMLFault) -> Finding {
    let offset = Int(fault.offset)
    let context = Int(fault.contextOffset)
    switch fault.problem {
    case "did not find expected alphabetic or numeric character":
      return Finding(
        page: .syntax, message: "\(quoted(word(context))) is no name of an anchor",
        range: word(context),
        help: "use letters, digits, `-` and `_`; quote the value if it is text")
    case "found undefined tag handle":
      return Finding(
        page: .unknownTag, message: "tag \(quoted(word(offset))) has no `%TAG` directive",
        range: word(offset), help: "remove the tag; quote the value if it is text")
    case "found unknown directive name", "could not find expected directive name",
      "found unexpected non-alphabetical character", "found duplicate %YAML directive",
      "found incompatible YAML document", "found duplicate %TAG directive",
      "did not find expected digit or '.' character", "found extremely long version number",
      "did not find expected version number", "did not find expected whitespace":
      return badDirective(fault)
    case "did not find the expected '>'", "did not find expected whitespace or line break",
      "did not find expected '!'", "did not find expected tag URI",
      "did not find URI escaped octet", "found an incorrect leading UTF-8 octet",
      "found an incorrect trailing UTF-8 octet":
      return byte(at: lineStart(context)) == UInt8(ascii: "%")
        ? badDirective(fault)
        : Finding(
          page: .syntax, message: "\(quoted(word(context))) is no tag", range: word(context),
          help: "quote the value if it is text")
    default:
      return Finding(
        page: .syntax, message: fault.problem, range: word(offset),
        help: "correct the syntax of this line")
    }
  }
}

// MARK: - Findings with a choice

extension SourceText {
  /// A line that version control puts around the two sides of a conflict: that of the offset, or
  /// the one before it, which YAML takes for the beginning of a text.
  private func mergeMarker(near offset: Int) -> SourceRange? {
    let line = lineStart(offset)
    for start in [line, lineStart(max(0, line - 1))] {
      guard let first = byte(at: start), "<=>|".utf8.contains(first),
        (start..<start + 7).allSatisfy({ byte(at: $0) == first })
      else { continue }
      return restOfLine(start)
    }
    return nil
  }

  private func badStart(_ offset: Int) -> Finding {
    if byte(at: offset) == UInt8(ascii: "\t") { return tab(offset) }
    return Finding(
      page: .syntax, message: "a value cannot begin with \(quoted(character(offset)))",
      range: character(offset), help: "quote the value")
  }

  private func tab(_ offset: Int) -> Finding {
    Finding(
      page: .tab, message: "a tab cannot indent YAML", range: character(offset),
      help: "indent with spaces")
  }

  private func missingColon(_ context: Int) -> Finding {
    Finding(
      page: .syntax, message: "no `:` behind this, where a key must stand",
      range: restOfLine(context), help: "write `key: value`, with a space behind the colon")
  }

  private func unexpectedColon(_ offset: Int) -> Finding {
    let line = line(offset)
    let before = bytes[Int(line.start)..<max(Int(line.start), min(offset, bytes.count))]
    let hasEarlierColon = zip(before, before.dropFirst()).contains {
      $0 == UInt8(ascii: ":") && $1.isBlank
    }
    // YAML 1.1, 9.3.3 (and libyaml): a key that no `?` announces has at most 1024 characters.
    if before.count > 1024, !hasEarlierColon {
      return Finding(
        page: .syntax, message: "a key of more than 1024 characters",
        range: range(line.start, max(Int(line.start), offset)), help: "shorten the key")
    }
    guard hasEarlierColon else {
      return Finding(
        page: .syntax, message: "a key cannot stand here: the line above has a value already",
        range: range(line.start, max(Int(line.start), offset)),
        help: "indent the line as the one above it")
    }
    return Finding(
      page: .syntax, message: "a second `: ` in one line", range: character(offset),
      help: "quote the value if it is text")
  }

  private func misplaced(_ offset: Int, message: String, from context: Int) -> Finding {
    Finding(
      page: .indentation, message: message, range: word(offset),
      help: "indent the line as those it belongs to; quote a value that begins with a quote",
      notes: [Note("what is open here began here", at: word(context))])
  }

  private func openBracket(_ offset: Int, _ context: Int, _ bracket: String) -> Finding {
    let opening = Note("opened here", at: character(context))
    let isAtEnd = offset >= bytes.count || isMarker(offset)
    guard !isAtEnd else {
      return Finding(
        page: .openBracket, message: "\(quoted(opening.range)) is never closed",
        range: opening.range, help: "close it with `\(bracket)`")
    }
    return Finding(
      page: .openBracket, message: "`,` or `\(bracket)` must stand before \(quoted(word(offset)))",
      range: word(offset), help: "separate the entries with commas, or close the bracket",
      notes: [opening])
  }

  private func isMarker(_ offset: Int) -> Bool {
    lineStart(offset) == offset
      && (bytes[offset...].starts(with: "---".utf8) || bytes[offset...].starts(with: "...".utf8))
  }

  private func missingValue(_ offset: Int) -> Finding {
    let found = character(offset)
    return Finding(
      page: .syntax,
      message: found.start == found.end
        ? "a value must stand here" : "a value must stand before \(quoted(found))",
      range: found, help: "write the value, or quote it if it is text")
  }

  /// libyaml stops behind the `\u`.
  private func badCode(_ offset: Int) -> Finding {
    var start = min(offset, bytes.count - 1)
    while start > 0, bytes[start] != UInt8(ascii: "\\") { start -= 1 }
    var end = min(start + 2, bytes.count)
    while end < bytes.count, isHexadecimal(bytes[end]), end < start + 6 { end += 1 }
    let escape = range(start, end)
    let isHalf = end - start == 6 && bytes[start + 1] == UInt8(ascii: "u")
    return Finding(
      page: .badEscape,
      message: "\(quoted(escape)) is \(isHalf ? "half of a surrogate pair" : "no character")",
      range: escape,
      help: isHalf
        ? "write the character itself, or `\\U` and its eight hexadecimal digits"
        : "write two hexadecimal digits behind `\\x`, four behind `\\u`, eight behind `\\U`")
  }

  private func isHexadecimal(_ byte: UInt8) -> Bool {
    byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  private func badDirective(_ fault: YAMLFault) -> Finding {
    let line = line(
      Int(fault.problem.hasPrefix("found duplicate") ? fault.offset : fault.contextOffset))
    let message =
      switch fault.problem {
      case "found duplicate %YAML directive", "found duplicate %TAG directive":
        "directive given twice"
      case "found incompatible YAML document": "only YAML 1.1 and 1.2 are understood"
      case "found unknown directive name": "no such directive: \(quoted(line))"
      default: "malformed directive \(quoted(line))"
      }
    return Finding(
      page: .directive, message: message, range: line,
      help: "remove the line; Kubernetes manifests need no directives")
  }
}
