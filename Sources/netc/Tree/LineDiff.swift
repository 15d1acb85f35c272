/// The difference of two texts by lines, as `diff -u` prints it.
struct LineDiff {
  /// Lines around a change that are shown with it, as `diff -u` has it.
  private static let context = 3
  /// Beyond this many differing lines the rest counts as replaced: the search takes time and
  /// memory with the square of it.
  private static let maximumEdits = 2_000

  private enum Edit { case keep, remove, insert }

  private let old: [ArraySlice<UInt8>]
  private let new: [ArraySlice<UInt8>]
  private var edits: [Edit] = []

  init(from old: [UInt8], to new: [UInt8]) {
    self.old = Self.lines(old)
    self.new = Self.lines(new)
    edits = Self.edits(from: self.old, to: self.new)
  }

  /// Each line with its line feed, if it has one.
  private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      lines.append(bytes[start...offset])
      start = offset + 1
    }
    if start < bytes.count { lines.append(bytes[start...]) }
    return lines
  }
}

// MARK: - Printing

extension LineDiff {
  /// Appends the hunks; nothing where the texts are equal.
  func append(to out: inout [UInt8]) {
    for hunk in hunks { append(hunk, to: &out) }
  }

  /// Ranges of `edits` that are shown together.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for index in edits.indices where edits[index] != .keep {
      let start = max(0, index - Self.context)
      let end = min(edits.count, index + Self.context + 1)
      if let last = hunks.last, start <= last.upperBound {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }

  private func append(_ hunk: Range<Int>, to out: inout [UInt8]) {
    var oldLine = edits[..<hunk.lowerBound].count { $0 != .insert }
    var newLine = edits[..<hunk.lowerBound].count { $0 != .remove }
    let oldCount = edits[hunk].count { $0 != .insert }
    let newCount = edits[hunk].count { $0 != .remove }
    let place = "@@ -\(Self.span(oldLine, oldCount)) +\(Self.span(newLine, newCount)) @@\n"
    out.append(contentsOf: place.utf8)
    for edit in edits[hunk] {
      switch edit {
      case .keep: Self.append(old[oldLine], " ", to: &out)
      case .remove: Self.append(old[oldLine], "-", to: &out)
      case .insert: Self.append(new[newLine], "+", to: &out)
      }
      if edit != .insert { oldLine += 1 }
      if edit != .remove { newLine += 1 }
    }
  }

  /// `first,count`; an empty span names the line before it.
  private static func span(_ start: Int, _ count: Int) -> String {
    count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
  }

  private static func append(
    _ line: ArraySlice<UInt8>, _ mark: Unicode.Scalar, to out: inout [UInt8]
  ) {
    out.append(UInt8(ascii: mark))
    out.append(contentsOf: line)
    if line.last != UInt8(ascii: "\n") {
      out.append(contentsOf: "\n\\ No newline at end of file\n".utf8)
    }
  }
}

// MARK: - Searching

extension LineDiff {
  private static func edits(
    from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]
  ) -> [Edit] {
    let start = zip(old, new).prefix { $0 == $1 }.count
    let rest = min(old.count, new.count) - start
    let end = zip(old.reversed(), new.reversed()).prefix(rest).prefix { $0 == $1 }.count
    let middle = shortestEdits(
      from: old[start..<(old.count - end)], to: new[start..<(new.count - end)])
    return repeatElement(.keep, count: start) + middle + repeatElement(.keep, count: end)
  }

  /// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), the basic greedy form.
  private static func shortestEdits(
    from old: ArraySlice<ArraySlice<UInt8>>, to new: ArraySlice<ArraySlice<UInt8>>
  ) -> [Edit] {
    let replaced = old.map { _ in Edit.remove } + new.map { _ in Edit.insert }
    let limit = min(old.count + new.count, maximumEdits)
    guard limit > 0 else { return [] }
    var furthest = [Int](repeating: 0, count: 2 * limit + 2)
    var history: [[Int]] = []
    for distance in 0...limit {
      history.append(furthest)
      for diagonal in stride(from: -distance, through: distance, by: 2) {
        var x = step(furthest, diagonal, distance, limit)
        while x < old.count, x - diagonal < new.count, x - diagonal >= 0,
          old[old.startIndex + x] == new[new.startIndex + x - diagonal]
        {
          x += 1
        }
        furthest[diagonal + limit] = x
        if x >= old.count, x - diagonal >= new.count {
          return trace(history, old.count, new.count, limit)
        }
      }
    }
    return replaced
  }

  /// How far a path of one more edit gets on a diagonal, before it runs along equal lines.
  private static func step(_ furthest: [Int], _ diagonal: Int, _ distance: Int, _ limit: Int)
    -> Int
  {
    if distance == 0 { return 0 }
    let goesDown =
      diagonal == -distance
      || (diagonal != distance
        && furthest[diagonal - 1 + limit] < furthest[diagonal + 1 + limit])
    return goesDown ? furthest[diagonal + 1 + limit] : furthest[diagonal - 1 + limit] + 1
  }

  private static func trace(
    _ history: [[Int]], _ oldCount: Int, _ newCount: Int, _ limit: Int
  ) -> [Edit] {
    var edits: [Edit] = []
    var (x, y) = (oldCount, newCount)
    for distance in stride(from: history.count - 1, through: 1, by: -1) {
      let furthest = history[distance]
      let diagonal = x - y
      let begin = step(furthest, diagonal, distance, limit)
      let goesDown =
        diagonal == -distance
        || (diagonal != distance
          && furthest[diagonal - 1 + limit] < furthest[diagonal + 1 + limit])
      while x > begin {
        edits.append(.keep)
        (x, y) = (x - 1, y - 1)
      }
      edits.append(goesDown ? .insert : .remove)
      if goesDown { y -= 1 } else { x -= 1 }
    }
    edits.append(contentsOf: repeatElement(.keep, count: x))
    return edits.reversed()
  }
}
