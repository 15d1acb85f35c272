import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum DanglingSelector: ValidationRule {
  static let page = DiagnosticPage(
    510, .error, "A Service selects nothing",
    explanation: """
      No pod and no pod template in the Service's namespace has all labels of its selector, so
      every connection to it is refused. A live cluster accepts that without a word. Most often it
      is a typing mistake, the wrong namespace, or a label that a workload has itself but not in
      `spec.template.metadata.labels`, which is all that counts.

      Where the pods come from something that netc does not read (an operator, say), allow this
      code for the Service with the annotation `netc.dev/allow`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web, tier: front}}
          template:
            metadata: {labels: {app: web, tier: front}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: wbe, tier: front}
          #               ^^^ NC0510
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web, tier: front}}
          template:
            metadata: {labels: {app: web, tier: front}}
            spec: {containers: [{name: web, image: nginx}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web, tier: front}
          ports: [{port: 80}]
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    UnmatchedSelector.forEach(in: network) { service, why, catalog in
      guard case .nothing = why else { return }
      report(service, catalog, log: &log)
    }
  }

  /// The place and the words of a report.
  private struct Finding {
    var range: SourceRange
    var notes: [Note] = []
    var help = "write the labels of the pods that should answer"
    var fixes: [Fix] = []
  }

  private static func report(
    _ service: Service, _ catalog: LabelCatalog, log: inout DiagnosticLog
  ) {
    let selector = service.effectiveSelector ?? []
    let place = service.selectorRange ?? service.range
    let finding =
      elsewhere(selector, service, catalog, at: place)
      ?? ownLabels(selector, service, catalog, at: place)
      ?? nearMiss(selector, service, catalog, at: place) ?? Finding(range: place)
    log.report(
      page, "service \(service.name) selects nothing: no pod has \(shown(selector))",
      at: finding.range, notes: finding.notes, help: finding.help, fixes: finding.fixes,
      object: service.object)
  }

  private static func elsewhere(
    _ selector: [Label], _ service: Service, _ catalog: LabelCatalog, at place: SourceRange
  ) -> Finding? {
    guard let match = catalog.matchAnywhere(selector) else { return nil }
    return Finding(
      range: place,
      notes: [
        Note("\(match.object) has them, in namespace \(match.name.namespace)", at: match.range)
      ],
      help: "a Service selects pods of its own namespace only: move it to \(match.name.namespace)")
  }

  private static func ownLabels(
    _ selector: [Label], _ service: Service, _ catalog: LabelCatalog, at place: SourceRange
  ) -> Finding? {
    guard let match = catalog.ownMatch(selector, in: service.name.namespace) else {
      return nil
    }
    let missing = selector.filter { match.value(of: $0.key) != $0.value }
    return Finding(
      range: place,
      notes: [Note("\(match.object) has them itself, but its pods do not", at: match.range)],
      help: "add \(shown(missing)) to spec.template.metadata.labels of \(match.object)")
  }

  private static func nearMiss(
    _ selector: [Label], _ service: Service, _ catalog: LabelCatalog, at place: SourceRange
  ) -> Finding? {
    guard let near = catalog.nearest(selector, in: service.name.namespace) else { return nil }
    let wrong = selector.filter { near.value(of: $0.key) != $0.value }
    let has = near.labels.filter { label in wrong.contains { $0.key == label.key } }
    let lacks = wrong.filter { near.value(of: $0.key) == nil }
    let parts = [
      has.isEmpty ? nil : "has \(shown(has))",
      lacks.isEmpty ? nil : "has no label \(lacks.map(\.key).joined(separator: ", "))",
    ].compactMap(\.self)
    var finding = Finding(
      range: place,
      notes: [
        Note(
          "nearest: \(near.object) \(parts.joined(separator: " and "))", at: near.range)
      ])
    if wrong.count == 1, let label = wrong.first, label.range.isWritten {
      finding.range = label.range
      if let value = near.value(of: label.key) {
        finding.help = "did you mean \(label.key)=\(value)?"
        finding.fixes = [Fix(replace: label.range, with: value)]
      }
    }
    return finding
  }
}
