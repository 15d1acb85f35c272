import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum AliasTooLongForDNS: ValidationRule {
  static let page = DiagnosticPage(
    633, .warning, "An external name is too long for DNS",
    explanation: """
      Kubernetes takes an `externalName` whose labels have more than the 63 bytes that DNS can
      carry. No such name can exist, and a server would not load a zone that points to it: the
      Service has no record.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          type: ExternalName
          externalName: a-name-of-four-and-sixty-bytes-is-one-too-long-for-a-label-of-it.io
          #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0633
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
    for service in network.services where service.type == .externalName {
      guard let name = service.externalName else { continue }
      let target =
        name.value.utf8.last == UInt8(ascii: ".") ? name.value.dropLast() : name.value[...]
      let labels = target.utf8.split(separator: UInt8(ascii: "."))
      guard let label = labels.first(where: { $0.count > DNSLimits.labelBytes }) else { continue }
      log.report(
        page,
        "a label of \(service.name)'s external name has \(label.count) bytes of at most"
          + " \(DNSLimits.labelBytes)", at: name.range,
        help: "write a name that DNS can carry", object: service.object)
    }
  }
}
