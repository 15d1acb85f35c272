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
  private let scanners: YAMLScanners
  private var scanner: YAMLBlockScanner
  private var reader: YAMLEventReader
  private var composer: YAMLComposer
  private var syntaxErrors = 0
  /// Where the present reader began.
  private var base: Int
  /// Where the next document begins, at a `---` or at the start of the file; nil if only the reader
  /// knows it.
  private var upcoming: Int?
  /// Whether the reader stands at the next document, and not at one that the scanner has read.
  private var isReaderThere = true

  private enum State {
    case unread, reading, finished
  }

  /// - Parameter index: place of `source` in the compilation's list of files.
  package init(_ source: SourceFile, index: UInt32, scanners: YAMLScanners = .both) {
    self.init(source, index: index, embedding: nil, scanners: scanners)
  }

  /// - Parameter embedding: where the text stands that is part of another file.
  init(
    _ source: SourceFile, index: UInt32, embedding: YAMLEmbedding?, scanners: YAMLScanners = .both
  ) {
    let text = SourceText(source: source, file: index, embedding: embedding)
    self.text = text
    let isTooLarge = source.bytes.count > YAMLLimits.fileBytes
    let bytes = isTooLarge ? [] : source.bytes
    let encoding = YAMLEncoding(bytes.span)
    self.encoding = encoding
    self.scanners = scanners
    scanner = YAMLBlockScanner(bytes, mayHoldTemplates: encoding.hasDoubleBrace)
    composer = YAMLComposer(text: text, mayHoldTemplates: encoding.hasDoubleBrace)
    base = encoding.markBytes
    upcoming = base
    reader = YAMLEventReader(bytes: bytes, from: base, isASCII: encoding.isASCII)
  }

  /// The next document, also if it is empty or broken; nil at the end of the file.
  ///
  /// Hold one document at a time: its memory is freed with the last node that refers to it.
  package mutating func next(log: inout DiagnosticLog) -> YAMLDocument? {
    if state == .unread { begin(log: &log) }
    guard state == .reading else { return nil }
    return scannedDocument() ?? composedDocument(log: &log)
  }

  /// The next document, if it is one for the block scanner.
  private mutating func scannedDocument() -> YAMLDocument? {
    guard scanners == .both, !encoding.hasCarriageReturn, let start = upcoming,
      let end = scanner.scan(from: start)
    else { return nil }
    if end == text.bytes.count { state = .finished }
    upcoming = end
    isReaderThere = false
    let (records, sideText) = scanner.take()
    return YAMLDocument(
      source: text.source, file: text.file, embedding: text.embedding, records: records,
      sideText: sideText, hadErrors: false)
  }

  /// The next document by libyaml.
  private mutating func composedDocument(log: inout DiagnosticLog) -> YAMLDocument? {
    if !isReaderThere, let start = upcoming { restart(at: start) }
    upcoming = nil
    composer.begin()
    do throws(YAMLFault) {
      guard let start = try findDocument() else {
        state = .finished
        return nil
      }
      switch try composer.compose(from: &reader, start: start, log: &log) {
      case .complete(let end): upcoming = text.isDocumentMarker(Int(end)) ? Int(end) : nil
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
      upcoming = marker
      isReaderThere = false
    } else {
      state = .finished
    }
  }

  /// Lets libyaml begin at a `---`.
  private mutating func restart(at marker: Int) {
    base = marker
    isReaderThere = true
    reader = YAMLEventReader(bytes: text.bytes, from: marker, isASCII: encoding.isASCII)
  }
}

/// Which scanners read a file.
package enum YAMLScanners: Sendable {
  /// The block scanner what it can, libyaml the rest.
  case both
  /// For tests: what libyaml says is right.
  case libyaml
}

extension SourceText {
  /// The first `---` at the start of a line and followed by white space, at or behind an offset.
  fileprivate func documentMarker(from offset: Int) -> Int? {
    var start = lineStart(offset) < offset ? lineEnd(offset) + 1 : offset
    while start + 3 <= bytes.count {
      if isDocumentMarker(start) { return start }
      start = lineEnd(start) + 1
    }
    return nil
  }

  /// Whether a `---` stands at an offset, at the start of a line and followed by white space.
  fileprivate func isDocumentMarker(_ offset: Int) -> Bool {
    guard lineStart(offset) == offset, offset + 3 <= bytes.count else { return false }
    let hyphen = UInt8(ascii: "-")
    return bytes[offset] == hyphen && bytes[offset + 1] == hyphen && bytes[offset + 2] == hyphen
      && byte(at: offset + 3).map { $0.isBlank || $0.isLineBreak } ?? true
  }
}
