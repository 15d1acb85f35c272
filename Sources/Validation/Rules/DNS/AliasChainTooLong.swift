import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum AliasChainTooLong: ValidationRule {
  static let page = DiagnosticPage(
    608, .warning, "A chain of external names is too long to follow",
    explanation: """
      Servers follow an alias to the next one a few times only: CoreDNS eight times within a zone.
      From here it takes more, so the answer ends with an alias and no address, and what comes of it
      depends on who asks. Let the first alias lead to the last name at once.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: tea-1}
        spec:
          type: ExternalName
          externalName: tea-2.default.svc.cluster.local
          #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0608
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-2}
        spec:
          type: ExternalName
          externalName: tea-3.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-3}
        spec:
          type: ExternalName
          externalName: tea-4.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-4}
        spec:
          type: ExternalName
          externalName: tea-5.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-5}
        spec:
          type: ExternalName
          externalName: tea-6.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-6}
        spec:
          type: ExternalName
          externalName: tea-7.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-7}
        spec:
          type: ExternalName
          externalName: tea-8.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-8}
        spec:
          type: ExternalName
          externalName: tea-9.default.svc.cluster.local
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: tea-9}
        spec:
          type: ExternalName
          externalName: tea.example.com
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: tea}
        spec:
          type: ExternalName
          externalName: tea.example.com
        """), isAllowable: true)

  /// `maxChain` (CoreDNS, plugin/file/lookup.go).
  private static let limit = 8

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for (service, length) in AliasChains(network).starts where length > limit {
      guard let name = service.externalName else { continue }
      log.report(
        page, "it takes \(length) aliases from service \(service.name) to the end", at: name.range,
        help: "write the last name of the chain", object: service.object)
    }
  }
}
