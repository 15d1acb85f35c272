import NetworkTypes
import Planning

/// The rules of all service ports on one node, by what they do.
struct TreeRules {
  typealias Target = IPTablesDocument.Target

  private let translation: IPTablesTranslation
  private(set) var entrances: [Entrance] = []
  private(set) var nodePorts: [PortEntrance] = []
  private(set) var clusterRefusals: [Entrance] = []
  private(set) var externalRefusals: [Entrance] = []
  private(set) var nodePortRefusals: [PortEntrance] = []
  private(set) var firewall: [Entrance] = []
  private(set) var healthPorts: [PortEntrance] = []
  private(set) var bodies: [IPTablesDocument.Line] = []
  private(set) var bodyChains: [ChainName] = []

  init(_ translation: IPTablesTranslation, on node: NodePlan) {
    self.translation = translation
    for port in translation.ports { add(ServiceOnNode(port, on: node)) }
  }

  private mutating func add(_ service: ServiceOnNode) {
    let port = service.port
    let body = ServiceBody(
      service, podRange: translation.podRange,
      masqueradesAll: translation.cluster.proxy.masqueradesAll)
    let refusal = Self.target(service.refusal)
    if service.hasInternal {
      entrances.append(entrance(port, port.clusterIP, .goTo(body.internalChain)))
    } else {
      clusterRefusals.append(entrance(port, port.clusterIP, refusal))
    }
    for address in port.externalIPs { add(service, address, body.chains.external) }
    for address in port.loadBalancerIPs {
      add(service, address, body.loadBalancerChain)
      if service.usesFirewall && service.hasEndpoints {
        firewall.append(entrance(port, address, .drop))
      }
    }
    addNodePorts(service, body)
    append(body)
  }

  private mutating func add(_ service: ServiceOnNode, _ address: IPAddress, _ chain: ChainName) {
    if service.hasEndpoints { entrances.append(entrance(service.port, address, .goTo(chain))) }
    if !service.hasExternal {
      externalRefusals.append(entrance(service.port, address, Self.target(service.refusal)))
    }
  }

  private mutating func addNodePorts(_ service: ServiceOnNode, _ body: ServiceBody) {
    let port = service.port
    if let health = port.healthCheckNodePort {
      healthPorts.append(PortEntrance(transport: .tcp, port: health, target: .accept))
    }
    guard let nodePort = port.nodePort else { return }
    func entrance(_ target: Target) -> PortEntrance {
      PortEntrance(transport: port.transport, port: nodePort, target: target)
    }
    if service.hasEndpoints { nodePorts.append(entrance(.goTo(body.chains.external))) }
    if !service.hasExternal { nodePortRefusals.append(entrance(Self.target(service.refusal))) }
  }

  private mutating func append(_ body: ServiceBody) {
    guard !body.declared.isEmpty else { return }
    let port = body.port
    bodies.append(.remark(.servicePort(port.label, port.clusterIP, port.port, port.transport)))
    bodies += body.rules.map { .rule($0) }
    bodyChains += body.declared
  }

  private func entrance(
    _ port: ServicePortPlan, _ address: IPAddress, _ target: Target
  ) -> Entrance {
    Entrance(address: address, transport: port.transport, port: port.port, target: target)
  }

  private static func target(_ refusal: ServiceOnNode.Refusal) -> Target {
    switch refusal {
    case .drop: .drop
    case .reject: .reject
    }
  }
}
