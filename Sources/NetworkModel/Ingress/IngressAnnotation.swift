/// How much harm an annotation could do if its value were taken as it is: ingress-nginx' own
/// classes.
enum AnnotationRisk: String, Sendable { case low, medium, high, critical }

/// One annotation of `nginx.ingress.kubernetes.io/`: a line of the table.
struct IngressAnnotation: Sendable {
  enum Use: Sendable {
    /// Takes the value, or says what is wrong with it.
    case read(@Sendable (String, inout IngressTerms) throws(AnnotationProblem) -> Void)
    /// Not in this version; where its value is one of these it changes nothing.
    case unsupported(harmless: [String])
    /// Never: what to use in its place.
    case refused(instead: String)
    /// Has no effect with any nginx that netc serves.
    case obsolete(reason: String)
  }

  static let prefix = "nginx.ingress.kubernetes.io/"

  /// Without the prefix.
  let name: String
  let grammar: String
  let meaning: String
  let risk: AnnotationRisk
  let use: Use

  /// One whose value goes to a place in the terms.
  static func reads<Value: Sendable>(
    _ name: String, _ grammar: AnnotationGrammar<Value>, _ meaning: String,
    _ risk: AnnotationRisk = .low,
    store: @escaping @Sendable (inout IngressTerms, Value) -> Void
  ) -> IngressAnnotation {
    IngressAnnotation(
      name: name, grammar: grammar.summary, meaning: meaning, risk: risk,
      use: .read { text, terms throws(AnnotationProblem) in
        store(&terms, try grammar.read(text))
      })
  }

  static func unsupported(
    _ name: String, _ meaning: String, _ risk: AnnotationRisk = .low, harmless: [String] = []
  ) -> IngressAnnotation {
    let words = harmless.map { "`\($0)`" }.joined(separator: ", ")
    return IngressAnnotation(
      name: name, grammar: harmless.isEmpty ? "not supported" : "\(words) only", meaning: meaning,
      risk: risk, use: .unsupported(harmless: harmless))
  }

  static func refused(
    _ name: String, _ meaning: String, _ risk: AnnotationRisk = .critical, instead: String
  ) -> IngressAnnotation {
    IngressAnnotation(
      name: name, grammar: "refused", meaning: meaning, risk: risk, use: .refused(instead: instead))
  }

  static func obsolete(_ name: String, _ meaning: String, _ reason: String) -> IngressAnnotation {
    IngressAnnotation(
      name: name, grammar: "without effect", meaning: meaning, risk: .low,
      use: .obsolete(reason: reason))
  }
}
