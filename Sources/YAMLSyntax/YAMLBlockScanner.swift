/// Reads the documents that most manifests are, without libyaml: block mappings and lists whose
/// scalars stand in one line, literals, brackets within a line, comments.
///
/// It says nothing about what it reads: anything else, and anything wrong or doubtful, makes it
/// give the document up as a whole, and libyaml reads it. What it accepts it reads exactly as
/// `YAMLComposer` does from libyaml's events, record for record
/// (`docs/Decisions/0013-two-scanners.md`). Comments name the functions of libyaml's scanner.c that
/// a condition is about.
struct YAMLBlockScanner: ~Copyable {
  private(set) var records: [YAMLRecord] = []
  var sideText: [UInt8] = []
  /// The innermost open collection: apart, because every node changes it.
  private(set) var top = Level.root
  /// The collections around `top`, outermost (`root`) first.
  private var outer: [Level] = []
  /// Whether a node must come next: the root, behind a `-`, or the value of a key.
  private(set) var isPending = true
  /// The end of the indicator that the node is pending for: an empty one stands there.
  private var pendingOffset: UInt32 = 0
  /// End of the last token that is known: collections without brackets end there.
  private var lastTokenEnd: UInt32 = 0
  var seenKeys = YAMLSeenKeys()
  var keyTable = YAMLKeyTable()
  let source: [UInt8]
  let mayHoldTemplates: Bool

  /// Far below `YAMLLimits.depth`, so that this limit is met by libyaml's documents alone.
  private static let maximumDepth = 64

  /// A collection that is open.
  struct Level {
    let index: UInt32
    let isMapping: Bool
    /// Where its keys or its `-` stand; of no meaning between brackets.
    let column: Int
    /// Its keys in `seenKeys` begin here.
    let firstKey: Int
    /// Last child, 0 before the first.
    var last: UInt32 = 0
    var children: UInt32 = 0

    /// Outside of the root.
    static let root = Level(index: .max, isMapping: false, column: -1, firstKey: 0)
  }

  init(_ source: [UInt8], mayHoldTemplates: Bool) {
    self.source = source
    self.mayHoldTemplates = mayHoldTemplates
  }

  /// Reads the document that begins at `start`: at a `---`, or at the start of the file.
  ///
  /// The bytes are UTF-8 that YAML prints, without carriage returns.
  /// - Returns: where it ends: at the next `---`, or at the end of the file. Nil if it is beyond
  ///   this scanner.
  mutating func scan(from start: Int) -> Int? {
    begin()
    let source = source
    do throws(YAMLBeyondScanner) {
      return try readDocument(source.span, from: start)
    } catch {
      return nil
    }
  }

  private mutating func begin() {
    records.removeAll(keepingCapacity: true)
    sideText.removeAll(keepingCapacity: true)
    outer.removeAll(keepingCapacity: true)
    top = .root
    seenKeys.forget(from: 0)
    (isPending, pendingOffset, lastTokenEnd) = (true, 0, 0)
  }

  /// The nodes and the side text of the document, which the scanner forgets.
  mutating func take() -> (records: [YAMLRecord], sideText: [UInt8]) {
    (records.takeAll(), sideText.takeAll())
  }
}

/// The document is not one that `YAMLBlockScanner` reads.
struct YAMLBeyondScanner: Error {}

// MARK: - Lines

extension YAMLBlockScanner {
  private mutating func readDocument(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    var line = start
    var isExplicit = false
    while true {
      let content = bytes.behindSpaces(from: line)
      guard content < bytes.count else { break }
      switch bytes[content] {
      case 0x0A: line = content + 1
      case UInt8(ascii: "#"): line = bytes.nextLine(from: content)
      case UInt8(ascii: "-") where content == line && bytes.isMarker(at: line):
        if isExplicit || !records.isEmpty { return try endDocument(at: line) }
        isExplicit = true
        line = try bytes.nextLine(behind: line + 3)
      case UInt8(ascii: ".") where content == line:
        // `...`, or a key that looks like it.
        throw YAMLBeyondScanner()
      default: line = try readLine(bytes, from: content, column: content - line)
      }
    }
    // libyaml makes no document of a file without any.
    guard isExplicit || !records.isEmpty else { throw YAMLBeyondScanner() }
    return try endDocument(at: bytes.count)
  }

  private mutating func endDocument(at end: Int) throws(YAMLBeyondScanner) -> Int {
    while top.index != .max { try close() }
    return end
  }

  /// Reads a line from its first byte that is no space, and those that a literal takes; returns the
  /// start of the next line.
  private mutating func readLine(
    _ bytes: Span<UInt8>, from start: Int, column: Int
  ) throws(YAMLBeyondScanner) -> Int {
    var offset = start
    while bytes.isIndicator(UInt8(ascii: "-"), at: offset) {
      try beginItem(at: offset, column: column + offset - start)
      let next = bytes.behindSpaces(from: offset + 1)
      if bytes.isEndOfLine(at: next) { return bytes.nextLine(from: next) }
      offset = next
    }
    // A node of its own line that is no key goes on a line before it (`scan_plain_scalar`), or is
    // wrong, or is rare.
    if offset == start || !bytes[offset].opensBracketsOrLiteral {
      let (scalar, next) = try readScalar(bytes, from: offset)
      guard next < bytes.count, bytes[next] == UInt8(ascii: ":") else {
        guard offset > start else { throw YAMLBeyondScanner() }
        addValue(scalar)
        return bytes.nextLine(from: next)
      }
      try beginEntry(bytes, scalar, colon: next, column: column + offset - start)
      offset = bytes.behindSpaces(from: next + 1)
      if bytes.isEndOfLine(at: offset) { return bytes.nextLine(from: offset) }
    }
    return try readValue(bytes, from: offset)
  }

  /// Reads the value of a key or the node of an item; returns the start of the next line.
  private mutating func readValue(
    _ bytes: Span<UInt8>, from start: Int
  ) throws(YAMLBeyondScanner) -> Int {
    switch bytes[start] {
    case UInt8(ascii: "|"): return try readLiteral(bytes, from: start)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      return try bytes.nextLine(behind: readBrackets(bytes, from: start))
    default:
      let (scalar, next) = try readScalar(bytes, from: start)
      // `a: b: c` (`fetch_value`).
      guard next == bytes.count || bytes[next] != UInt8(ascii: ":") else {
        throw YAMLBeyondScanner()
      }
      addValue(scalar)
      return bytes.nextLine(from: next)
    }
  }
}

// MARK: - Collections

extension YAMLBlockScanner {
  /// A `-` (`fetch_block_entry`).
  private mutating func beginItem(
    at offset: Int, column: Int
  ) throws(YAMLBeyondScanner) {
    while top.column > column { try close() }
    if top.column == column, !top.isMapping {
      if isPending { addEmpty() }
    } else {
      // Deeper than what it belongs to; below a key also in the column of that key.
      guard isPending else { throw YAMLBeyondScanner() }
      try open(.sequence, at: offset, column: column)
    }
    isPending = true
    pendingOffset = UInt32(truncatingIfNeeded: offset + 1)
  }

  /// A key and its `:` (`fetch_value`).
  private mutating func beginEntry(
    _ bytes: Span<UInt8>, _ key: YAMLRecord, colon: Int, column: Int
  ) throws(YAMLBeyondScanner) {
    while top.column > column { try close() }
    if top.column == column {
      // A list in the column of its key ends; any other would leave no mapping here.
      if !top.isMapping { try close() }
      guard top.column == column else { throw YAMLBeyondScanner() }
      if isPending { addEmpty() }
    } else {
      guard isPending else { throw YAMLBeyondScanner() }
      try open(.mapping, at: Int(key.start), column: column)
    }
    try addKey(bytes, key, colon: colon)
  }

  /// Adds a key to the innermost mapping.
  mutating func addKey(
    _ bytes: Span<UInt8>, _ key: YAMLRecord, colon: Int
  ) throws(YAMLBeyondScanner) {
    append(key)
    lastTokenEnd = key.end
    try inspectKey(bytes, key, colon: colon)
    isPending = true
    pendingOffset = UInt32(truncatingIfNeeded: colon + 1)
  }

  /// Opens a collection in the place of the pending node.
  mutating func open(
    _ kind: YAMLRecord.Kind, at start: Int, column: Int
  ) throws(YAMLBeyondScanner) {
    guard outer.count < Self.maximumDepth else { throw YAMLBeyondScanner() }
    let index = UInt32(truncatingIfNeeded: records.count)
    let offset = UInt32(truncatingIfNeeded: start)
    append(YAMLRecord(kind, start: offset, end: offset))
    outer.append(top)
    top = Level(
      index: index, isMapping: kind == .mapping, column: column, firstKey: seenKeys.count)
  }

  /// Closes the innermost collection; its last node may be pending.
  private mutating func close() throws(YAMLBeyondScanner) {
    if isPending { addEmpty() }
    try seal()
  }

  /// Closes the innermost collection, which is complete.
  mutating func seal() throws(YAMLBeyondScanner) {
    guard let next = outer.popLast() else { throw YAMLBeyondScanner() }
    if top.isMapping { try checkKeys() }
    let index = Int(top.index)
    records[index].end = max(lastTokenEnd, records[index].start)
    records[index].count = top.isMapping ? top.children / 2 : top.children
    seenKeys.forget(from: top.firstKey)
    top = next
  }

  /// A closing bracket.
  mutating func noteToken(end: Int) {
    lastTokenEnd = UInt32(truncatingIfNeeded: end)
  }

  /// The pending node.
  @inline(__always)
  mutating func addValue(_ scalar: YAMLRecord) {
    append(scalar)
    lastTokenEnd = scalar.end
    isPending = false
  }

  private mutating func addEmpty() {
    addValue(YAMLRecord(.scalar, start: pendingOffset, end: pendingOffset))
  }

  /// Adds a node and makes it the next child of the innermost open collection.
  @inline(__always)
  private mutating func append(_ record: YAMLRecord) {
    let index = UInt32(truncatingIfNeeded: records.count)
    records.append(record)
    isPending = false
    guard top.index != .max else { return }
    if top.last == 0 {
      records[Int(top.index)].first = index
    } else {
      records[Int(top.last)].next = index
    }
    top.last = index
    top.children += 1
  }
}
