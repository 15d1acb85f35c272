import Diagnostics
import NetworkModel
import NetworkTypes

extension ElectedAddress {
  /// The first Service that the address belongs to.
  func owner(in network: Network) -> Service { network.services[services[0]] }

  /// Where the address is written or, where netc chose it, its Service.
  func range(in network: Network) -> SourceRange {
    let service = owner(in: network)
    let written = service.loadBalancerIPs.first { $0.value == address }
    return (written?.range ?? service.range).orIfDefault(service.range)
  }

  /// The interfaces that a candidate would announce on; nil where they are not known.
  func interfaces(of candidate: Candidate, in network: Network) -> [InterfaceName]? {
    if !candidate.interfaces.isEmpty { return candidate.interfaces }
    return network.nodes[candidate.node].interface.map { [$0] }
  }
}

extension Node {
  /// Whether the host has an interface; nil where that is not known.
  func has(_ name: InterfaceName) -> Bool? {
    if interface == name { return true }
    return interfaces.map { all in all.contains { $0.name == name } }
  }

  /// The links of an interface's addresses; nil where they are not known.
  func links(of name: InterfaceName, _ family: IPFamily) -> [IPPrefix]? {
    let written = interfaces?.first { $0.name == name }?.addresses
    guard let written, !written.isEmpty else { return nil }
    return written.filter { $0.family == family }.map(\.prefix)
  }
}

extension Service {
  /// Nodes announce its address, under the policy Local those with an endpoint alone: nobody has
  /// to ask them first.
  var isAnnounced: Bool { !l2Advertisements.isEmpty || !bgpAdvertisements.isEmpty }
}
