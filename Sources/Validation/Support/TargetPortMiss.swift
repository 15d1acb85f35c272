import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// A named target port that pods of the Service lack.
struct TargetPortMiss {
  let service: Service
  let port: ServicePort
  let name: String
  /// Those that count for the Service, in its order.
  let podsWith: [Pod]
  let podsWithout: [Pod]

  /// All misses. Given endpoints have numbers of their own: there the name means nothing.
  static func all(in network: Network) -> [TargetPortMiss] {
    network.services.flatMap { service -> [TargetPortMiss] in
      guard service.endpointSource == .selector, service.type != .externalName else { return [] }
      let named = service.ports.filter { $0.targetName != nil }
      guard !named.isEmpty else { return [] }
      let pods = service.selectedPods.map { network.pods[$0] }.filter { !$0.isFinished }
      return named.compactMap { TargetPortMiss(service, $0, pods) }
    }
  }

  private init?(_ service: Service, _ port: ServicePort, _ pods: [Pod]) {
    guard let name = port.targetName else { return nil }
    self.service = service
    self.port = port
    self.name = name
    podsWithout = pods.filter { !$0.has(name, port.transport) }
    guard !podsWithout.isEmpty else { return nil }
    podsWith = pods.filter { $0.has(name, port.transport) }
  }
}

extension ServicePort {
  fileprivate var targetName: String? {
    if case .name(let name) = targetPort.value { name } else { nil }
  }
}

extension Pod {
  /// The ports of containers that run as long as the pod.
  var ports: [ContainerPort] {
    template.containers.filter { !$0.isInit || $0.isSidecar }.flatMap(\.ports)
  }

  fileprivate func has(_ name: String, _ transport: TransportProtocol) -> Bool {
    ports.contains { $0.name?.value == name && $0.transport == transport }
  }
}
