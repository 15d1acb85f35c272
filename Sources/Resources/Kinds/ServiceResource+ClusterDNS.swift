package import Diagnostics
package import NetworkTypes

extension ServiceResource {
  /// The Service of the cluster's DNS where the input has none, with the name and the ports that
  /// every distribution gives it (kubeadm's `kube-dns`, without its metrics).
  ///
  /// - Parameter range: What asks for it.
  package static func clusterDNS(
    families: [IPFamily], at range: SourceRange
  ) -> ServiceResource {
    var service = ServiceResource()
    service.metadata.namespace = "kube-system"
    service.metadata.name = Located("kube-dns", range)
    service.range = range
    service.ipFamilies = families.map { Located($0, range) }
    service.ports = [
      port("dns", .udp, at: range, index: 0), port("dns-tcp", .tcp, at: range, index: 1),
    ]
    return service
  }

  private static func port(
    _ name: String, _ transport: TransportProtocol, at range: SourceRange, index: Int
  ) -> ServicePortResource {
    ServicePortResource(
      range: range, name: Located(name, range), transport: transport, port: Located(53, range),
      targetPort: Located(.number(53), range), nodePort: nil, index: index)
  }
}
