internal import YAMLSyntax

/// Finds a name by the bytes of a node, without making a String: only names of its length are
/// compared.
struct NameTable: Sendable {
  private struct Entry {
    let position: Int
    /// Where its bytes start.
    let start: Int
  }

  /// Sorted by length.
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  /// By length: where the entries of that length start; at last where the longest end.
  private var starts: [Int] = [0]

  init(_ names: [String]) {
    let longest = names.lazy.map(\.utf8.count).max() ?? 0
    for length in 0...longest {
      for (position, name) in names.enumerated() where name.utf8.count == length {
        entries.append(Entry(position: position, start: bytes.count))
        bytes.append(contentsOf: name.utf8)
      }
      starts.append(entries.count)
    }
  }

  /// The position in the list of names; of equal ones the first.
  func position(of node: YAMLNode) -> Int? { node.withUTF8 { position(of: $0) } }

  private func position(of text: Span<UInt8>) -> Int? {
    guard text.count + 1 < starts.count else { return nil }
    for index in starts[text.count]..<starts[text.count + 1]
    where isEqual(text, at: entries[index].start) { return entries[index].position }
    return nil
  }

  private func isEqual(_ text: Span<UInt8>, at start: Int) -> Bool {
    for index in text.indices where bytes[start + index] != text[index] { return false }
    return true
  }
}
