import Diagnostics
package import NetworkTypes
import Resources

extension NetworkLowering {
  /// Leads the Service of the ingress controller to the nodes whose nginx takes the controller's
  /// place, whatever its selector says: `spec.ingress.service`, else ingress-nginx' own.
  ///
  /// Its LoadBalancer addresses, node ports and policies then hold for the nodes' nginx, by the
  /// same rules as for any Service.
  static func draftIngressService(
    _ services: inout [ServiceDraft], _ resources: ResourceSet, cluster: ClusterResource,
    nodes: [NodeDraft], log: inout DiagnosticLog
  ) {
    let settings = cluster.ingress
    let places = Dictionary(
      settings.nodes.map { ($0.value, $0.range) }, uniquingKeysWith: { first, _ in first })
    let serving = nodes.enumerated().compactMap { position, node in
      places[node.name].map { Located(Index<Node>(position), $0) }
    }
    let name = settings.controllerService?.value ?? .ingressController
    guard let position = services.firstIndex(where: { $0.name == name }) else {
      return reportMissing(settings, resources, cluster, log: &log)
    }
    guard !serving.isEmpty else { return }
    services[position].servingNodes = serving
    services[position].servingPorts = services[position].source.ports.map {
      ingressPort($0, settings)
    }
  }

  /// Which of nginx' ports a port of the Service leads to: by the name or number of its target,
  /// then by its own.
  private static func ingressPort(
    _ port: ServicePortResource, _ settings: IngressSettings
  ) -> Port? {
    guard port.transport == .tcp else { return nil }
    let (http, https) = (settings.httpPort.value, settings.httpsPort.value)
    switch port.targetPort.value {
    case .name("http"): return http
    case .name("https"): return https
    case .number(let number) where number == http || number == https: return number
    case .number(80): return http
    case .number(443): return https
    default: break
    }
    if port.name.value == "http" || port.port.value == 80 { return http }
    if port.name.value == "https" || port.port.value == 443 { return https }
    return nil
  }

  private static func reportMissing(
    _ settings: IngressSettings, _ resources: ResourceSet, _ cluster: ClusterResource,
    log: inout DiagnosticLog
  ) {
    guard let written = settings.controllerService,
      !resources.broken.contains(BrokenResource(kind: .service, name: written.value))
    else { return }
    let names = resources.services.lazy.map { "\($0.metadata.objectName)" }
    let near = Spelling.nearest("\(written.value)", among: names)
    log.report(
      .missingIngressService, "there is no Service \(written.value)", at: written.range,
      help: near.map { "did you mean `\($0)`?" } ?? "write it into the input, or remove the field",
      object: "Cluster \(cluster.metadata.name.value)")
  }
}

extension ObjectName {
  /// The Service that ingress-nginx' own manifests and chart make.
  package static let ingressController = ObjectName(
    checkedNamespace: "ingress-nginx", name: "ingress-nginx-controller")
}
