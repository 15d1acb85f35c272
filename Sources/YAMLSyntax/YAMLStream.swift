package import Diagnostics

/// The documents of one file, read one at a time.
///
/// Everything wrong with the text is reported to the log. After a syntax error the stream goes on
/// at the next `---`, so that one run reports the errors of all documents: YAML lets no scalar
/// contain a line that begins with `---` (YAML 1.1, 9.1.2 `c-forbidden`), so the place is sound.
/// A file that is no UTF-8, too large, or a template ends at once.
package struct YAMLStream: ~Copyable {
  private let text: SourceText
  private var state = State.unread
  private let encoding: YAMLEncoding
  private var reader: YAMLEventReader
  private var composer: YAMLComposer
  private var syntaxErrors = 0
  /// Where the present reader began.
  private var base: Int

  private enum State {
    case unread, reading, finished
  }

  /// - Parameter index: place of `source` in the compilation's list of files.
  package init(_ source: SourceFile, index: UInt32) {
    self.init(source, index: index, embedding: nil)
  }

  /// - Parameter embedding: where the text stands that is part of another file.
  init(_ source: SourceFile, index: UInt32, embedding: YAMLEmbedding?) {
    let text = SourceText(source: source, file: index, embedding: embedding)
    self.text = text
    let isTooLarge = source.bytes.count > YAMLLimits.fileBytes
    let bytes = isTooLarge ? [] : source.bytes
    let encoding = YAMLEncoding(bytes.span)
    self.encoding = encoding
    composer = YAMLComposer(text: text, mayHoldTemplates: encoding.hasDoubleBrace)
    base = encoding.markBytes
    reader = YAMLEventReader(bytes: bytes, from: base, isASCII: encoding.isASCII)
  }

  /// The next document, also if it is empty or broken; nil at the end of the file.
  ///
  /// Hold one document at a time: its memory is freed with the last node that refers to it.
  package mutating func next(log: inout DiagnosticLog) -> YAMLDocument? {
    if state == .unread { begin(log: &log) }
    guard state == .reading else { return nil }
    composer.begin()
    do throws(YAMLFault) {
      guard let start = try findDocument() else {
        state = .finished
        return nil
      }
      switch try composer.compose(from: &reader, start: start, log: &log) {
      case .complete: break
      case .abandoned(let offset): resume(behind: Int(offset))
      case .template: state = .finished
      }
    } catch {
      recover(from: error, log: &log)
    }
    return composer.finish()
  }

  /// Reports what is wrong with the file as a whole; nothing of it is read then.
  private mutating func begin(log: inout DiagnosticLog) {
    state = .finished
    let count = text.bytes.count
    guard count <= YAMLLimits.fileBytes else {
      return log.report(
        .fileTooLarge, "the file has \(count) bytes, the limit is \(YAMLLimits.fileBytes)",
        at: text.range(0, 0), help: "split it into several files")
    }
    if let fault = encoding.fault { return text.report(fault, log: &log) }
    state = .reading
  }

  /// The end of the next document's start event; nil at the end of the stream.
  private mutating func findDocument() throws(YAMLFault) -> UInt32? {
    while true {
      let event = try reader.next(sideText: &composer.sideText)
      switch event.kind {
      case .documentStart: return event.end
      case .streamEnd: return nil
      default: break
      }
    }
  }

  private mutating func recover(from fault: YAMLFault, log: inout DiagnosticLog) {
    if let action = composer.templateAction(before: fault) {
      composer.reportTemplate(at: action, log: &log)
      state = .finished
      return
    }
    composer.hadErrors = true
    text.report(fault, log: &log)
    syntaxErrors += 1
    if syntaxErrors >= YAMLLimits.syntaxErrors {
      state = .finished
    } else {
      resume(behind: Int(fault.offset))
    }
  }

  /// Goes on at the next document marker; ends the stream if there is none.
  private mutating func resume(behind offset: Int) {
    if let marker = text.documentMarker(from: max(offset, base + 1)) {
      base = marker
      reader = YAMLEventReader(bytes: text.bytes, from: marker, isASCII: encoding.isASCII)
    } else {
      state = .finished
    }
  }
}

extension SourceText {
  /// The first `---` at the start of a line and followed by white space, at or behind an offset.
  fileprivate func documentMarker(from offset: Int) -> Int? {
    var start = lineStart(offset) < offset ? lineEnd(offset) + 1 : offset
    while start + 3 <= bytes.count {
      if bytes[start] == UInt8(ascii: "-"), bytes[start + 1] == UInt8(ascii: "-"),
        bytes[start + 2] == UInt8(ascii: "-"),
        byte(at: start + 3).map({ $0.isBlank || $0.isLineBreak }) ?? true
      {
        return start
      }
      start = lineEnd(start) + 1
    }
    return nil
  }
}
