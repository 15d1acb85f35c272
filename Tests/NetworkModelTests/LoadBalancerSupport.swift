import Diagnostics
import NetworkModel
import NetworkTypes
import Testing

extension Write {
  static func pool(_ name: String, _ addresses: String, _ more: String = "") -> String {
    """
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: \(name), namespace: metallb-system, labels: {pool: \(name)}}
    spec: {addresses: [\(addresses)]\(more)}
    """
  }

  static func balanced(
    _ name: String, _ spec: String = "", notes: String = "", labels: String = "",
    namespace: String = "default", port: String = "{port: 80}"
  ) -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: \(namespace), annotations: {\(notes)}, labels: {\(labels)}}
    spec: {type: LoadBalancer, selector: {app: x}, ports: [\(port)]\(spec)}
    """
  }

  static func asks(_ address: String) -> String { "metallb.io/loadBalancerIPs: \"\(address)\"" }
  static func shares(_ key: String) -> String { "metallb.io/allow-shared-ip: \(key)" }
}

extension Lowering {
  func addresses(
    of name: String, _ location: Testing.SourceLocation = #_sourceLocation
  ) throws -> [String] {
    let services = try network.services.filter { $0.name.name == name }
    let service = try #require(services.first, sourceLocation: location)
    return service.loadBalancerIPs.map { "\($0.value)" }
  }

  /// The codes of what MetalLB's part says.
  var loadBalancerCodes: [String] { codes.filter { $0.hasPrefix("NC06") } }
}
