extension Array {
  /// The array cut where `belongTogether` is false of two neighbours.
  func runs(where belongTogether: (Element, Element) -> Bool) -> [ArraySlice<Element>] {
    var runs: [ArraySlice<Element>] = []
    var start = startIndex
    for position in indices.dropFirst() where !belongTogether(self[position - 1], self[position]) {
      runs.append(self[start..<position])
      start = position
    }
    if !isEmpty { runs.append(self[start...]) }
    return runs
  }
}
