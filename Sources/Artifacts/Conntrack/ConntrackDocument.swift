import NetworkTypes
import Planning

/// The UDP entrances of a cluster. TCP notices by itself that its peer has gone; a UDP client that
/// keeps its socket would talk to a removed endpoint for as long as it talks.
///
/// Source: kube-proxy's `CleanStaleEntries` (pkg/proxy/conntrack/cleanup.go): every endpoint that
/// serves keeps its connections, also one that gets no new ones; a port without any is left alone.
struct ConntrackDocument {
  struct Line {
    /// Nil: every address of the node, for node ports.
    let address: IPAddress?
    let family: IPFamily
    let port: Port
    let endpoints: [EndpointPlan]
  }

  let lines: [Line]

  init(_ cluster: ClusterPlan) {
    lines = cluster.servicePorts.flatMap { port in
      port.transport == .udp && !port.endpoints.isEmpty ? Self.entrances(of: port) : []
    }
  }

  private static func entrances(of port: ServicePortPlan) -> [Line] {
    let addresses = [port.clusterIP] + port.externalIPs + port.loadBalancerIPs
    let services = addresses.map {
      Line(address: $0, family: port.family, port: port.port, endpoints: port.endpoints)
    }
    guard let nodePort = port.nodePort else { return services }
    return services + [
      Line(address: nil, family: port.family, port: nodePort, endpoints: port.endpoints)
    ]
  }
}
