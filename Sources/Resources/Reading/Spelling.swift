/// Finds what a misspelt name was probably meant to be.
enum Spelling {
  /// No field or value is longer; a longer text is not a misspelling of one.
  private static let maximumBytes = 64

  /// The candidate that takes the fewest changes, if they are few: a third of the name or less.
  ///
  /// A letter more, less, other, swapped with its neighbour or of the other case is a change. The
  /// first of equals wins.
  static func nearest(to text: String, in candidates: [String]) -> String? {
    let written = Array(text.utf8.prefix(maximumBytes + 1))
    guard !written.isEmpty, written.count <= maximumBytes else { return nil }
    var best: (distance: Int, candidate: String)?
    for candidate in candidates where candidate != text {
      let other = Array(candidate.utf8)
      let limit = max(1, max(written.count, other.count) / 3)
      guard abs(written.count - other.count) <= limit else { continue }
      let distance = distance(lowercased(written), lowercased(other))
      if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.candidate
  }

  private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }

  /// Optimal string alignment distance, row by row.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let change = left[row] == right[column] ? 0 : 1
        var least = min(last[column] + change, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
