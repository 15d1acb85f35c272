import Diagnostics
import NetworkModel
import NetworkTypes

extension Proxy {
  /// Whether a node port answers at an address of a node. A family that `nodePortAddresses` does
  /// not name is not narrowed (pkg/proxy/util/nodeport_addresses.go).
  func servesNodePorts(at address: IPAddress, of node: Node) -> Bool {
    if address.isLoopback {
      guard address.family == .ipv4, servesLocalhostNodePorts.value else { return false }
    }
    if servesPrimaryAddressOnly { return node.address(address.family) == address }
    let named = nodePortAddresses.filter { $0.value.family == address.family }
    return named.isEmpty || named.contains { $0.value.contains(address) }
  }
}
