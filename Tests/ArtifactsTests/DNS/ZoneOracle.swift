import Diagnostics
import NetworkModel
import NetworkTypes
import Resources
import TestSupport

/// The records that a network must have, by the table of the specification (schema 1.1.0) and the
/// choices in docs/Artifacts/dnszones.md: slow, of whole strings, and sharing nothing with the
/// plan.
struct ZoneOracle {
  /// `owner TYPE data` of each record but those every zone has, sorted.
  private(set) var forward: [String] = []
  private(set) var reverse: [String] = []
  private let network: Network
  private let domain: String

  init(_ network: Network) {
    self.network = network
    domain = network.cluster.domain
    for service in network.services { add(service) }
    for pod in network.pods where pod.isPlaced && !pod.isTerminating {
      guard network.cluster.dns.podRecords == .verified, let first = pod.addresses.first else {
        continue
      }
      add("\(dashed(first.address)).\(pod.name.namespace).pod.\(domain)", first.address)
    }
    addPointers()
    forward = Array(Set(forward)).sorted()
    reverse = Array(Set(reverse)).sorted()
  }

  private mutating func add(_ name: String, _ address: IPAddress) {
    forward.append("\(name) \(address.family == .ipv4 ? "A" : "AAAA") \(address)")
  }

  private func fullName(_ service: Service) -> String {
    "\(service.name.name).\(service.name.namespace).svc.\(domain)"
  }

  private func dashed(_ address: IPAddress) -> String {
    let text = String("\(address)".map { ".:".contains($0) ? "-" : $0 })
    return text.hasSuffix("-") ? text + "0" : text
  }

  private func ready(_ service: Service) -> [(name: String, endpoint: Endpoint)] {
    service.endpoints.filter { $0.isReady || service.publishesNotReadyAddresses }
      .map { ("\($0.hostname ?? dashed($0.address)).\(fullName(service))", $0) }
  }

  private mutating func add(_ service: Service) {
    let name = fullName(service)
    if let target = service.externalName?.value {
      if (try? IPAddress(parsing: target)) != nil { return }
      return forward.append(
        "\(name) CNAME \(target.hasSuffix(".") ? String(target.dropLast()) : target)")
    }
    for clusterIP in service.clusterIPs { add(name, clusterIP.address) }
    for (endpointName, endpoint) in ready(service) {
      add(endpointName, endpoint.address)
      if service.isHeadless { add(name, endpoint.address) }
    }
    for (index, port) in service.ports.enumerated() where !port.name.isEmpty {
      let owner = "_\(port.name)._\(port.transport).\(name)"
      let targets: Set<String> =
        service.isHeadless
        ? Set(
          ready(service).compactMap { name, endpoint in
            endpoint.ports[index].map { "\($0) \(name)" }
          })
        : ["\(port.port) \(name)"]
      for target in targets {
        forward.append("\(owner) SRV 0 \(max(1, 100 / targets.count)) \(target)")
      }
    }
  }

  private mutating func addPointers() {
    let ranges = (network.cluster.serviceRanges + network.cluster.podRanges).map(\.value)
    let clusterIPs = Set(network.services.flatMap { $0.clusterIPs.map(\.address) })
    for service in network.services {
      for clusterIP in service.clusterIPs {
        reverse.append("\(clusterIP.address.reverseName) PTR \(fullName(service))")
      }
      for (name, endpoint) in ready(service) where !clusterIPs.contains(endpoint.address) {
        reverse.append("\(endpoint.address.reverseName) PTR \(name)")
      }
    }
    reverse = reverse.filter { record in
      ranges.contains { range in
        range.reverseZones.contains {
          record.split(separator: " ")[0].hasSuffix($0.reverseZoneName)
        }
      }
    }
  }
}
