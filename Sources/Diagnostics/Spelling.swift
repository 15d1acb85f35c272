/// Finds the word that was probably meant: "did you mean …".
package enum Spelling {
  /// Longer words are not compared: nobody mistypes them into one another, and the cost grows
  /// with the product of the lengths.
  private static let maximumLength = 64

  /// The known word with the fewest typing mistakes, upper and lower case alike; of equally near
  /// ones the first. Nil when none is near: a third of the letters may be wrong, at least one.
  ///
  /// A mistake is a letter too many, missing or wrong, or two neighbours swapped.
  package static func nearest(_ word: String, among known: some Sequence<String>) -> String? {
    let letters = lowercased(word)
    guard !letters.isEmpty, letters.count <= maximumLength else { return nil }
    var limit = max(1, letters.count / 3)
    var nearest: String?
    for candidate in known {
      let distance = distance(letters, lowercased(candidate), limit: limit)
      guard let distance else { continue }
      nearest = candidate
      if distance == 0 { break }
      // Only a nearer word may replace this one.
      limit = distance - 1
    }
    return nearest
  }

  /// The optimal string alignment distance (restricted Damerau-Levenshtein) of two texts, nil
  /// when it is over the limit.
  static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    var current = previous
    for row in 0..<left.count {
      current[0] = row + 1
      for column in 0..<right.count {
        let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(substitution, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforePrevious[column - 1] + 1)
        }
        current[column + 1] = best
      }
      // Distances never fall along a path, and a swap reaches back one row more.
      if min(current.min() ?? 0, previous.min() ?? 0) > limit { return nil }
      (beforePrevious, previous, current) = (previous, current, beforePrevious)
    }
    return previous[right.count] <= limit ? previous[right.count] : nil
  }

  private static func lowercased(_ word: String) -> [UInt8] {
    word.utf8.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }
}
