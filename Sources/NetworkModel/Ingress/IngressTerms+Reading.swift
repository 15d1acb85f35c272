import Diagnostics
import NetworkTypes
import Resources

extension IngressTerms {
  /// Reads the annotations of an object that netc serves, and reports what is wrong with them.
  init(_ ingress: IngressResource, origin: HTTPOrigin, log: inout DiagnosticLog) {
    self.init(origin: origin)
    for annotation in ingress.metadata.annotations
    where annotation.key.hasPrefix(IngressAnnotation.prefix) {
      guard let known = IngressAnnotations.byName[annotation.key] else {
        Self.reportUnknown(annotation, origin, log: &log)
        continue
      }
      read(annotation, as: known, log: &log)
    }
  }

  private mutating func read(
    _ annotation: Label, as known: IngressAnnotation, log: inout DiagnosticLog
  ) {
    switch known.use {
    case .read(let read):
      do throws(AnnotationProblem) {
        try read(annotation.value.withoutBlanks, &self)
        note(known.name, at: annotation.range)
      } catch {
        log.report(
          .badAnnotation, "`\(known.name)`: \(quoted(annotation.value)) \(error.message)",
          at: annotation.range, help: error.help ?? "write \(known.grammar)",
          object: policy.origin.object)
      }
    case .unsupported(let harmless):
      guard !harmless.contains(annotation.value) else { return }
      log.report(
        .unsupportedAnnotation, "`\(known.name)` is not supported by this version",
        at: annotation.range,
        help: harmless.isEmpty
          ? "remove it if the host can do without" : "write `\(harmless[0])`, or remove it",
        object: policy.origin.object)
    case .refused(let instead):
      log.report(
        .refusedAnnotation, "`\(known.name)` is refused", at: annotation.range,
        help: instead, object: policy.origin.object)
    case .obsolete(let reason):
      log.report(
        .uselessAnnotation, "`\(known.name)` has no effect: \(reason)", at: annotation.range,
        help: "remove it", object: policy.origin.object)
    }
  }

  private static func reportUnknown(
    _ annotation: Label, _ origin: HTTPOrigin, log: inout DiagnosticLog
  ) {
    let name = String(annotation.key.dropFirst(IngressAnnotation.prefix.utf8.count))
    let near = Spelling.nearest(name, among: IngressAnnotations.all.map(\.name))
    log.report(
      .unknownAnnotation, "\(quoted(name)) is no annotation of ingress-nginx",
      at: annotation.range,
      help: near.map { "did you mean `\(IngressAnnotation.prefix)\($0)`?" }
        ?? "it has no effect; remove it",
      object: origin.object)
  }
}
