/// One input file, whole and in memory.
package struct SourceFile: Sendable {
  /// As the user wrote it (relative to the working directory), with `/` between its parts;
  /// `<stdin>` stands for standard input. For messages only: nothing that is built may hold it.
  package let path: String
  /// The path below the folder that the user named, or the last part of a file's own: the same
  /// wherever netc runs, so that it may stand in what is built.
  package let name: String
  package let bytes: [UInt8]
  /// Ranges of bytes that no message shows, such as private keys: in order, none overlapping.
  package private(set) var hidden: [Range<Int>] = []

  /// A file without a name of its own is called as its path is.
  package init(path: String, name: String? = nil, bytes: [UInt8]) {
    self.path = path
    self.name = name ?? path
    self.bytes = bytes
  }
}

extension SourceFile {
  /// The file with some of its bytes hidden; the ranges may be in any order and overlap.
  package func hiding(_ ranges: [Range<Int>]) -> SourceFile {
    var file = self
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      guard let last = file.hidden.last, range.lowerBound <= last.upperBound else {
        file.hidden.append(range)
        continue
      }
      let end = max(last.upperBound, range.upperBound)
      file.hidden[file.hidden.count - 1] = last.lowerBound..<end
    }
    return file
  }

  /// Whether some of these bytes, or the one at the place of an empty range, are hidden.
  package func hides(_ range: Range<Int>) -> Bool {
    guard let next = firstHidden(endingBehind: range.lowerBound) else { return false }
    return hidden[next].lowerBound < max(range.upperBound, range.lowerBound + 1)
  }

  /// The end of the hidden range that an offset lies in.
  func hiddenEnd(at offset: Int) -> Int? {
    guard let next = firstHidden(endingBehind: offset), hidden[next].contains(offset) else {
      return nil
    }
    return hidden[next].upperBound
  }

  private func firstHidden(endingBehind offset: Int) -> Int? {
    var lower = 0
    var upper = hidden.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if hidden[middle].upperBound <= offset { lower = middle + 1 } else { upper = middle }
    }
    return lower < hidden.count ? lower : nil
  }
}
