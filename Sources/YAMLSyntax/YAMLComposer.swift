internal import Diagnostics

/// Builds the arena of one document from the parser's events.
///
/// It keeps its own stack of open collections, so depth costs no call stack. Nodes come into the
/// arena in preorder.
struct YAMLComposer: ~Copyable {
  let text: SourceText
  let mayHoldTemplates: Bool
  var records: [YAMLRecord] = []
  var sideText: [UInt8] = []
  var keyTable = YAMLKeyTable()
  var hadErrors = false
  /// The innermost open collection: apart, because every node changes it.
  private var top = OpenCollection.none
  /// The collections around `top`, outermost (`none`) first: as many as are open.
  private var open: [OpenCollection] = []
  /// The anchors of open collections, innermost last. Apart from `open`, so that this stays
  /// plain memory.
  private var openAnchors: [(index: UInt32, name: String)] = []
  private var anchors: [String: Anchor] = [:]
  /// Nodes met when every alias is followed.
  private var visitedNodes = 0
  /// How many of them aliases and merge keys brought: bounded by `YAMLLimits.aliasedNodes`.
  var aliasedNodes = 0
  /// Stand-ins for aliases that were refused: nothing more is said about them.
  var refusedAliases: Set<UInt32> = []
  /// How many collections were open around the collection that is a key, while it is read: what
  /// is wrong with keys inside of it need not be said. 0 outside of such a key.
  var complexKeyDepth = 0
  /// End of the last token that is known: collections without brackets end there.
  private(set) var lastTokenEnd: UInt32 = 0

  /// Why composing stopped.
  enum Ending {
    /// With the offset of what ends the document.
    case complete(UInt32)
    /// The rest of the document is not worth reading; the offset says from where.
    case abandoned(UInt32)
    /// The file is a template: nothing of it is worth reading.
    case template
  }

  private struct OpenCollection {
    let index: UInt32
    let isMapping: Bool
    let visitedBefore: Int
    /// Last child, 0 before the first.
    var last: UInt32 = 0
    var children: UInt32 = 0
    var hasMergeKey = false

    /// Outside of the root.
    static let none = OpenCollection(index: .max, isMapping: false, visitedBefore: 0)
  }

  private struct Anchor {
    let index: UInt32
    /// Nodes met below and at the anchor; nil while its collection is open.
    var visitedNodes: Int?
  }

  init(text: SourceText, mayHoldTemplates: Bool) {
    self.text = text
    self.mayHoldTemplates = mayHoldTemplates
  }

  /// Makes ready for the next document; keeps the memory of its tables.
  mutating func begin() {
    records.removeAll(keepingCapacity: true)
    sideText.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    top = .none
    openAnchors.removeAll()
    if !anchors.isEmpty { anchors = [:] }
    if !refusedAliases.isEmpty { refusedAliases = [] }
    (visitedNodes, aliasedNodes, complexKeyDepth, lastTokenEnd) = (0, 0, 0, 0)
    hadErrors = false
  }

  /// Reads events to the end of the document; `start` is the end of its start event.
  mutating func compose(
    from reader: inout YAMLEventReader, start: UInt32, log: inout DiagnosticLog
  ) throws(YAMLFault) -> Ending {
    lastTokenEnd = start
    while true {
      let event = try reader.next(sideText: &sideText)
      switch event.kind {
      case .scalar:
        if mayHoldTemplates, let range = templateAction(in: event) {
          reportTemplate(at: range, log: &log)
          return .template
        }
        addScalar(event, reader, log: &log)
      case .mappingStart, .sequenceStart:
        if mayHoldTemplates, let range = templateAction(opening: event) {
          reportTemplate(at: range, log: &log)
          return .template
        }
        guard open.count < YAMLLimits.depth else {
          report(
            .tooDeep, "more than \(YAMLLimits.depth) collections within each other",
            at: text.character(Int(event.start)), help: "flatten the document", log: &log)
          return .abandoned(event.start)
        }
        openCollection(event, reader, log: &log)
      case .mappingEnd, .sequenceEnd:
        closeCollection(event, log: &log)
      case .alias:
        addAlias(event, name: reader.anchor ?? "", log: &log)
      case .documentEnd, .streamEnd:
        return .complete(event.start)
      case .documentStart, .streamStart:
        preconditionFailure("a document starts only between documents")
      }
      guard aliasedNodes <= YAMLLimits.aliasedNodes else {
        report(
          .aliasExpansion,
          "aliases add more than \(YAMLLimits.aliasedNodes) nodes to this document",
          at: text.range(event.start, max(event.end, lastTokenEnd)),
          help: "write the repeated parts out", log: &log)
        return .abandoned(event.end)
      }
    }
  }

  /// The document so far; collections that are open are closed where reading stopped.
  mutating func finish() -> YAMLDocument {
    while let outer = open.popLast() {
      seal(top, end: lastTokenEnd)
      top = outer
    }
    let isEmpty =
      records.count == 1 && records[0].start == records[0].end && records[0].tag == .none
    if isEmpty { records.removeAll(keepingCapacity: true) }
    return YAMLDocument(
      source: text.source, file: text.file, embedding: text.embedding,
      records: records.takeAll(), sideText: sideText.takeAll(), hadErrors: hadErrors)
  }
}

// MARK: - Nodes

extension YAMLComposer {
  private mutating func addScalar(
    _ event: YAMLEvent, _ reader: borrowing YAMLEventReader, log: inout DiagnosticLog
  ) {
    // Built in one go, not changed: a record that lives in memory costs a stall (YAMLRecord).
    var (start, end) = (event.start, event.end)
    if event.style == .literal || event.style == .folded {
      end = UInt32(text.bytes.span.contentEnd(from: Int(start), to: Int(end)))
    } else if start == end, start > lastTokenEnd, !event.hasProperties,
      !standsBehindIndicator(start)
    {
      (start, end) = (lastTokenEnd, lastTokenEnd)
    }
    lastTokenEnd = max(lastTokenEnd, end)
    let index = append(
      YAMLRecord(
        .scalar, style: event.style, isInSideText: event.isInSideText, start: start, end: end,
        first: event.textStart, count: event.textCount))
    if event.hasProperties { addProperties(reader, to: index, event, log: &log) }
    inspectIfKey(index, log: &log)
  }

  /// Gives a scalar its tag and its anchor.
  private mutating func addProperties(
    _ reader: borrowing YAMLEventReader, to index: UInt32, _ event: YAMLEvent,
    log: inout DiagnosticLog
  ) {
    if let tag = reader.tag { applyTag(tag, to: index, event, log: &log) }
    if let anchor = reader.anchor { anchors[anchor] = Anchor(index: index, visitedNodes: 1) }
  }

  /// Nothing at all stands behind its `:`, `-` or `?`; elsewhere libyaml places it at the next
  /// token, which may be lines away.
  private func standsBehindIndicator(_ offset: UInt32) -> Bool {
    switch text.bytes[Int(offset) - 1] {
    case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"): true
    default: false
    }
  }

  private mutating func addAlias(
    _ event: YAMLEvent, name: String, log: inout DiagnosticLog
  ) {
    lastTokenEnd = max(lastTokenEnd, event.end)
    if let anchor = anchors[name], let size = anchor.visitedNodes {
      // No overflow: reading stops at the first alias that passes the limit.
      visitedNodes += size - 1
      aliasedNodes += size
      let index = append(
        YAMLRecord(.alias, start: event.start, end: event.end, first: anchor.index))
      return inspectIfKey(index, log: &log)
    }
    let range = text.range(event.start, event.end)
    if let anchor = anchors[name] {
      report(
        .aliasCycle, "alias \(text.quoted(range)) stands inside the node that it means",
        at: range, notes: [Note("anchored here", at: place(anchor.index))],
        help: "write the value out", log: &log)
    } else {
      report(
        .unknownAlias, "no anchor for \(text.quoted(range)) before this place", at: range,
        help: "anchors hold from their place to the end of their document", log: &log)
    }
    let index = append(YAMLRecord(.scalar, start: event.start, end: event.end))
    refusedAliases.insert(index)
    inspectIfKey(index, log: &log)
  }

  private mutating func openCollection(
    _ event: YAMLEvent, _ reader: borrowing YAMLEventReader, log: inout DiagnosticLog
  ) {
    let isMapping = event.kind == .mappingStart
    lastTokenEnd = max(lastTokenEnd, event.end)
    let visitedBefore = visitedNodes
    let index = append(
      YAMLRecord(isMapping ? .mapping : .sequence, start: event.start, end: event.end))
    if event.hasProperties {
      if let tag = reader.tag { applyTag(tag, to: index, event, log: &log) }
      if let anchor = reader.anchor {
        anchors[anchor] = Anchor(index: index)
        openAnchors.append((index, anchor))
      }
    }
    inspectIfKey(index, log: &log)
    open.append(top)
    top = OpenCollection(index: index, isMapping: isMapping, visitedBefore: visitedBefore)
  }

  private mutating func closeCollection(_ event: YAMLEvent, log: inout DiagnosticLog) {
    let collection = top
    guard let outer = open.popLast() else {
      preconditionFailure("libyaml closes only what it opened")
    }
    top = outer
    // Only a closing bracket has a width.
    if event.end > event.start { lastTokenEnd = max(lastTokenEnd, event.end) }
    seal(collection, end: lastTokenEnd)
    if open.count == complexKeyDepth { complexKeyDepth = 0 }
    if collection.isMapping {
      checkKeys(of: collection.index, hasMergeKey: collection.hasMergeKey, log: &log)
    }
    if let (index, name) = openAnchors.last, index == collection.index {
      openAnchors.removeLast()
      // The name may have been given to another node meanwhile.
      guard anchors[name]?.index == index else { return }
      anchors[name]?.visitedNodes = visitedNodes - collection.visitedBefore
    }
  }

  private mutating func seal(_ collection: OpenCollection, end: UInt32) {
    let index = Int(collection.index)
    records[index].end = max(end, records[index].start)
    records[index].count = collection.isMapping ? collection.children / 2 : collection.children
  }

  /// Adds a node and makes it the next child of the innermost open collection.
  @inline(__always)
  private mutating func append(_ record: YAMLRecord) -> UInt32 {
    let index = UInt32(truncatingIfNeeded: records.count)
    records.append(record)
    visitedNodes &+= 1
    guard top.index != .max else { return index }
    if top.last == 0 {
      records[Int(top.index)].first = index
    } else {
      records[Int(top.last)].next = index
    }
    top.last = index
    top.children += 1
    return index
  }

  /// Looks at a node that has just been added, if it is a key.
  @inline(__always)
  private mutating func inspectIfKey(_ index: UInt32, log: inout DiagnosticLog) {
    guard top.isMapping, !top.children.isMultiple(of: 2) else { return }
    if inspectKey(index, depth: open.count, log: &log) { top.hasMergeKey = true }
  }
}

// MARK: - Reporting

extension YAMLComposer {
  func place(_ index: UInt32) -> SourceRange {
    text.range(records[Int(index)].start, records[Int(index)].end)
  }

  mutating func report(
    _ page: DiagnosticPage, _ message: String, at range: SourceRange, notes: [Note] = [],
    help: String? = nil, fixes: [Fix] = [], log: inout DiagnosticLog
  ) {
    if page.severity == .error { hadErrors = true }
    log.report(page, message, at: range, notes: notes, help: help, fixes: fixes)
  }
}
