import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// `, and 2 more pods`; empty for none.
func andMore(_ count: Int, _ noun: String) -> String {
  count == 0 ? "" : ", and \(count) more \(noun)\(count == 1 ? "" : "s")"
}

/// `app=web, tier=front`.
func shown(_ labels: [Label]) -> String {
  labels.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
}

/// `80/TCP`.
func shown(_ port: Port, _ transport: TransportProtocol) -> String {
  "\(port)/\(transport.name)"
}

extension SourceRange {
  /// This range, or another where the value is a default.
  func orIfDefault(_ other: SourceRange) -> SourceRange { isWritten ? self : other }
}

// The names of objects as in `Diagnostic.object`.

extension Service { var object: String { "Service \(name)" } }

extension Node { var object: String { "Node \(name)" } }

extension Workload { var object: String { "\(kind.rawValue) \(name)" } }

extension Service {
  /// A selector that selects nothing on purpose is none: the API server drops an empty one.
  var effectiveSelector: [Label]? {
    guard type != .externalName, let selector, !selector.isEmpty else { return nil }
    return selector
  }

  /// Whether slices or an Endpoints object in the input decide where its traffic goes.
  var hasGivenEndpoints: Bool { endpointSource == .endpointSlices || endpointSource == .endpoints }

  var hasUsableEndpoint: Bool { endpoints.contains(where: \.isUsable) }

  /// The node's rules serve it: it has an address, and no other proxy takes care of it.
  var isServedByRules: Bool { type != .externalName && !isHeadless && !isForAnotherProxy }

  /// Packets from outside the cluster may be meant for it.
  var isReachedFromOutside: Bool {
    type == .nodePort || type == .loadBalancer || (type == .clusterIP && !externalIPs.isEmpty)
  }

  /// The Service of the API server, which keeps its endpoints itself.
  var isAPIServer: Bool { name.namespace == "default" && name.name == "kubernetes" }
}
