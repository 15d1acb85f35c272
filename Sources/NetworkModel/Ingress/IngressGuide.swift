/// The tables of docs/Ingress.md, made from the annotations themselves.
package enum IngressGuide {
  /// What is read, what is not in this version, what is refused; in that order.
  package static var annotations: String {
    var text = "| annotation | takes | meaning | risk |\n|---|---|---|---|\n"
    for annotation in sorted {
      let takes = annotation.grammar.replacing("|", with: "\\|")
      let meaning = annotation.meaning.replacing("|", with: "\\|")
      text += "| `\(annotation.name)` | \(takes) | \(meaning) | \(annotation.risk.rawValue) |\n"
    }
    return text
  }

  private static var sorted: [IngressAnnotation] {
    IngressAnnotations.all.sorted { ($0.rank, $0.name) < ($1.rank, $1.name) }
  }
}

extension IngressAnnotation {
  fileprivate var rank: Int {
    switch use {
    case .read: 0
    case .unsupported: 1
    case .obsolete: 2
    case .refused: 3
    }
  }
}
