import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// A node port or a health check node port of a Service.
struct NodePortClaim {
  let service: Index<Service>
  let port: Port
  let transport: TransportProtocol
  /// The port of the Service behind it; nil for a health check.
  let servicePort: Port?
  /// Where the number is written; nil when netc chose it.
  let range: SourceRange?

  var isHealthCheck: Bool { servicePort == nil }
  var key: NodePortKey { NodePortKey(port: port, transport: transport) }
  /// `node port` or `health check node port`.
  var kind: String { isHealthCheck ? "health check node port" : "node port" }
}

struct NodePortKey: Hashable {
  let port: Port
  let transport: TransportProtocol
}

extension NodePortClaim {
  /// All claims: the written ones in file order, then those that netc chose.
  static func all(in network: Network) -> [NodePortClaim] {
    var claims: [NodePortClaim] = []
    for (position, service) in network.services.enumerated() {
      for port in service.ports {
        guard let nodePort = port.nodePort else { continue }
        claims.append(
          NodePortClaim(
            service: Index(position), port: nodePort.port, transport: port.transport,
            servicePort: port.port, range: nodePort.range))
      }
      if let port = service.healthCheckNodePort {
        claims.append(
          NodePortClaim(
            service: Index(position), port: port.value, transport: .tcp, servicePort: nil,
            range: port.range.isWritten ? port.range : nil))
      }
    }
    return claims.filter { $0.range != nil }.sorted { written($0) < written($1) }
      + claims.filter { $0.range == nil }
  }

  private static func written(_ claim: NodePortClaim) -> SourceRange {
    claim.range ?? .placeholder
  }
}
