import NetworkModel
import NetworkTypes
import Diagnostics

/// Finds Services by name, and the one that was probably meant.
struct ServiceNames {
  private let services: [Service]
  private var positions: [ObjectName: Int] = [:]

  init(_ network: Network) {
    services = network.services
    for (position, service) in services.enumerated() { positions[service.name] = position }
  }

  func service(_ name: ObjectName) -> Service? { positions[name].map { services[$0] } }

  /// A Service of the namespace with nearly this name.
  func nearest(_ name: String, in namespace: String) -> Service? {
    let neighbours = members(of: namespace)
    guard let near = Spelling.nearest(name, among: neighbours.lazy.map(\.name.name)) else {
      return nil
    }
    return neighbours.first { $0.name.name == near }
  }

  /// A Service with exactly this name in another namespace.
  func elsewhere(_ name: String) -> Service? { services.first { $0.name.name == name } }

  /// Services are sorted by namespace.
  private func members(of namespace: String) -> ArraySlice<Service> {
    let start = bound { $0.name.namespace < namespace }
    let end = bound { $0.name.namespace <= namespace }
    return services[start..<end]
  }

  /// The first position at which a condition, true for the first Services, is false.
  private func bound(_ holds: (Service) -> Bool) -> Int {
    var (lower, upper) = (0, services.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if holds(services[middle]) { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
