import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum ExternalNameLoop: ValidationRule {
  static let page = DiagnosticPage(
    607, .error, "External names that lead to each other",
    explanation: """
      An ExternalName is an alias for another name. These aliases lead back to where they began, or
      one to itself: no resolver ever finds an address. Names of the cluster may be written as
      externalName, but at the end of the way there must be one with an address.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          type: ExternalName
          externalName: tea.default.svc.cluster.local
          #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0607
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          type: ExternalName
          externalName: tea.example.com
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let aliases = AliasChains(network)
    for loop in aliases.loops {
      guard let first = loop.first, let name = first.externalName else { continue }
      let way = loop.dropFirst().map { "\($0.name)" } + ["\(first.name)"]
      log.report(
        page,
        "service \(first.name) is an alias for \(way.joined(separator: ", which is one for "))",
        at: name.range,
        notes: loop.dropFirst().prefix(noteLimit).compactMap { service in
          service.externalName.map { Note("service \(service.name) goes on here", at: $0.range) }
        }, help: "let one of them lead to a name with an address", object: first.object)
    }
  }

  /// How many of the others are shown.
  private static let noteLimit = 5
}
