import Artifacts

extension TreeChanges {
  /// `wrote 39 files for 3 nodes, 3 unchanged, 1 removed`.
  func description(nodeCount: Int) -> String {
    let written = states.count - unchangedCount
    var text = "wrote \(written) \(written == 1 ? "file" : "files")"
    text += " for \(nodeCount) \(nodeCount == 1 ? "node" : "nodes")"
    if unchangedCount > 0 { text += ", \(unchangedCount) unchanged" }
    if !stale.isEmpty { text += ", \(stale.count) removed" }
    return text
  }

  /// One line for each file that would change.
  func list(of artifacts: [Artifact], in location: TreeLocation) -> [String] {
    var lines: [(path: String, word: String)] = stale.map { ($0, "removed") }
    for (artifact, state) in zip(artifacts, states) {
      switch state {
      case .new: lines.append((artifact.path, "new    "))
      case .changed: lines.append((artifact.path, "changed"))
      case .unchanged: break
      }
    }
    return lines.sorted { $0.path < $1.path }.map { "\($0.word)  \(location.shownPath)/\($0.path)" }
  }
}
