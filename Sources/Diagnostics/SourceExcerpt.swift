/// The lines of a range with a gutter of line numbers and carets under the exact range.
struct SourceExcerpt {
  /// More lines than this are shown as the first ones and the last one.
  private static let maximumLines = 5
  /// Columns of source that are shown of one line; a hostile line can have megabytes.
  private static let maximumWidth = 120
  /// Columns kept before the range when the start of a line is cut off.
  private static let contextWidth = 40
  /// Columns before the range up to which a line is shown from its start.
  private static let leadingWidth = 80

  let table: LineTable
  let file: SourceFile
  let range: Range<Int>
  let style: ANSIStyle

  init(of range: SourceRange, in table: LineTable, file: SourceFile, style: ANSIStyle) {
    self.table = table
    self.file = file
    self.range = Int(range.start)..<Int(range.end)
    self.style = style
  }

  /// The number of the last line shown.
  var lastLine: Int {
    let first = firstLine
    let last = table.position(of: range.upperBound)
    // A range that ends with a line break does not reach into the line behind it.
    return last.column == 1 && last.line > first ? last.line - 1 : last.line
  }

  private var firstLine: Int { table.position(of: range.lowerBound).line }

  func append(to text: inout TerminalText, gutterWidth: Int) {
    let (first, last) = (firstLine, lastLine)
    guard last - first >= Self.maximumLines else {
      for line in first...last { append(line: line, to: &text, gutterWidth: gutterWidth) }
      return
    }
    for line in first..<first + Self.maximumLines - 2 {
      append(line: line, to: &text, gutterWidth: gutterWidth)
    }
    appendEllipsis(to: &text, gutterWidth: gutterWidth)
    append(line: last, to: &text, gutterWidth: gutterWidth)
  }

  private func append(line: Int, to text: inout TerminalText, gutterWidth: Int) {
    let content = table.content(ofLine: line)
    let marked = markedBytes(of: content, isFirst: line == firstLine)
    appendGutter(line: line, to: &text, gutterWidth: gutterWidth)
    if content.isEmpty { return appendCarets(nil, marked, to: &text, gutterWidth: gutterWidth) }
    text.write(" ")
    let columns = appendWindow(of: content, around: marked, to: &text)
    appendCarets(columns, marked, to: &text, gutterWidth: gutterWidth)
  }

  /// The part of a line that the range covers; nil where a range only passes through white space.
  private func markedBytes(of content: Range<Int>, isFirst: Bool) -> Range<Int>? {
    let end = max(content.lowerBound, min(range.upperBound, content.upperBound))
    if isFirst {
      let start = min(max(range.lowerBound, content.lowerBound), content.upperBound)
      return start..<max(start, end)
    }
    var start = content.lowerBound
    while start < end, table.bytes[start] == 0x20 || table.bytes[start] == 0x09 { start += 1 }
    return start < end ? start..<end : nil
  }

  /// Appends the visible part of a line and a line break; returns the columns of the marked part.
  private func appendWindow(
    of content: Range<Int>, around marked: Range<Int>?, to text: inout TerminalText
  ) -> Range<Int> {
    let start = windowStart(of: content, before: marked?.lowerBound ?? content.lowerBound)
    var column = 0
    if start > content.lowerBound {
      text.write("...")
      column = 3
    }
    var columns: (lower: Int?, upper: Int?) = (nil, nil)
    var offset = start
    let limit = column + Self.maximumWidth
    while offset < content.upperBound, column < limit {
      if let marked {
        if offset >= marked.lowerBound, columns.lower == nil { columns.lower = column }
        if offset >= marked.upperBound, columns.upper == nil { columns.upper = column }
      }
      column += appendScalar(at: &offset, to: &text)
    }
    let end = column
    if offset < content.upperBound { text.write("...") }
    text.write("\n")
    return (columns.lower ?? end)..<(columns.upper ?? end)
  }

  /// Appends one character, or three stars for all of a hidden value in this line.
  private func appendScalar(at offset: inout Int, to text: inout TerminalText) -> Int {
    if let end = file.hiddenEnd(at: offset) {
      let line = table.position(of: offset).line
      offset = max(offset + 1, min(end, table.content(ofLine: line).upperBound))
      text.write("***")
      return 3
    }
    let step = UTF8Scalar(in: table.bytes, at: offset)
    defer { offset += step.lengthBytes }
    if let scalar = step.scalar { return text.writeVisible(scalar) }
    return text.writeVisible(brokenByte: table.bytes[offset])
  }

  /// The start of the line, or where a line whose range lies far out is cut.
  private func windowStart(of content: Range<Int>, before anchor: Int) -> Int {
    var scratch = TerminalText(color: .plain)
    var offset = content.lowerBound
    var width = 0
    while offset < anchor, width <= Self.leadingWidth {
      width += appendScalar(at: &offset, to: &scratch)
    }
    if offset >= anchor, width <= Self.leadingWidth { return content.lowerBound }
    var start = anchor
    width = 0
    while start > content.lowerBound {
      var previous = start - 1
      while previous > content.lowerBound, previous > start - 4,
        UTF8Scalar.isContinuation(table.bytes[previous])
      {
        previous -= 1
      }
      var end = previous
      width += appendScalar(at: &end, to: &scratch)
      if width > Self.contextWidth { break }
      start = previous
    }
    return start
  }

  private func appendGutter(line: Int?, to text: inout TerminalText, gutterWidth: Int) {
    text.styled(.cyan) { text in
      let digitCount = line.map { String($0).utf8.count } ?? 0
      text.write(UInt8(ascii: " "), times: gutterWidth - digitCount)
      if let line { text.write(line) }
      text.write(" |")
    }
  }

  /// Appends the carets; without columns, which stands for an empty line, ends that line first.
  private func appendCarets(
    _ columns: Range<Int>?, _ marked: Range<Int>?, to text: inout TerminalText, gutterWidth: Int
  ) {
    if columns == nil { text.write("\n") }
    guard marked != nil else { return }
    appendGutter(line: nil, to: &text, gutterWidth: gutterWidth)
    text.write(UInt8(ascii: " "), times: 1 + (columns?.lowerBound ?? 0))
    text.styled(style) { $0.write(UInt8(ascii: "^"), times: max(1, columns?.count ?? 1)) }
    text.write("\n")
  }

  private func appendEllipsis(to text: inout TerminalText, gutterWidth: Int) {
    text.styled(.cyan) { text in
      let dotCount = min(3, gutterWidth + 1)
      text.write(UInt8(ascii: "."), times: dotCount)
      text.write(UInt8(ascii: " "), times: gutterWidth + 1 - dotCount)
      text.write("|")
    }
    text.write("\n")
  }
}
