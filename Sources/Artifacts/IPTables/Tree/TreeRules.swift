import NetworkTypes
import Planning

/// The rules of all service ports on one node, by what they do.
struct TreeRules {
  private let translation: IPTablesTranslation
  private(set) var entrances: [Entrance] = []
  private(set) var nodePorts: [PortEntrance] = []
  private(set) var clusterRefusals: [Entrance] = []
  private(set) var externalRefusals: [Entrance] = []
  private(set) var nodePortRefusals: [PortEntrance] = []
  private(set) var firewall: [Entrance] = []
  private(set) var healthPorts: [PortEntrance] = []
  private(set) var bodies: [ServiceBody] = []

  init(_ translation: IPTablesTranslation, on node: NodePlan) {
    self.translation = translation
    for port in translation.ports { add(ServiceOnNode(port, on: node)) }
  }

  private mutating func add(_ service: ServiceOnNode) {
    let port = service.port
    let body = ServiceBody(
      service, podRange: translation.podRange, serviceRanges: translation.cluster.serviceRanges)
    if service.hasInternal {
      entrances.append(entrance(port, port.clusterIP, body.internalOutcome))
    } else {
      clusterRefusals.append(entrance(port, port.clusterIP, ServiceBody.refusal(service)))
    }
    for address in port.externalIPs { add(service, address, body.chains.external) }
    for address in port.loadBalancerIPs {
      add(service, address, body.loadBalancerChain)
      if service.usesFirewall && service.hasEndpoints {
        firewall.append(entrance(port, address, Outcome(.drop, remark: body.remark)))
      }
    }
    addNodePorts(service, body)
    if !body.declared.isEmpty { bodies.append(body) }
  }

  private mutating func add(_ service: ServiceOnNode, _ address: IPAddress, _ chain: ChainName) {
    if service.hasEndpoints {
      entrances.append(entrance(service.port, address, Outcome(.goTo(chain))))
    }
    if !service.hasExternal {
      externalRefusals.append(entrance(service.port, address, ServiceBody.refusal(service)))
    }
  }

  private mutating func addNodePorts(_ service: ServiceOnNode, _ body: ServiceBody) {
    let port = service.port
    if let health = port.healthCheckNodePort {
      healthPorts.append(
        PortEntrance(
          transport: .tcp, port: health, outcome: Outcome(.accept, remark: body.remark)))
    }
    guard let nodePort = port.nodePort else { return }
    func entrance(_ outcome: Outcome) -> PortEntrance {
      PortEntrance(transport: port.transport, port: nodePort, outcome: outcome)
    }
    if service.hasEndpoints {
      nodePorts.append(entrance(Outcome(.goTo(body.chains.external))))
    }
    if !service.hasExternal { nodePortRefusals.append(entrance(ServiceBody.refusal(service))) }
  }

  private func entrance(
    _ port: ServicePortPlan, _ address: IPAddress, _ outcome: Outcome
  ) -> Entrance {
    Entrance(
      address: address,
      port: PortEntrance(transport: port.transport, port: port.port, outcome: outcome))
  }
}
