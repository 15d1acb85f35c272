import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum ExternalNameIsAddress: ValidationRule {
  static let page = DiagnosticPage(
    609, .warning, "An external name that is an address",
    explanation: """
      An ExternalName is an alias for a *name*. An IPv4 address passes the API server's check, since it
      looks like a name, but there is no such name: CoreDNS answers that the Service does not exist. For an
      address outside the cluster write a Service without a selector and an EndpointSlice with the address.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          type: ExternalName
          externalName: 192.0.2.7
          #             ^^^^^^^^^ NC0609
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          type: ExternalName
          externalName: db.example.com
        """), isAllowable: true)

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for service in network.services where service.type == .externalName {
      guard let name = service.externalName, (try? IPAddress(parsing: name.value)) != nil else {
        continue
      }
      log.report(
        page, "\(name.value) is an address, and no name", at: name.range,
        help: "write a Service without a selector, with an EndpointSlice", object: service.object)
    }
  }
}
