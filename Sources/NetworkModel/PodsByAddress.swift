package import NetworkTypes

/// Which pod has an address of its own: host-network pods, which share their node's, and pods that
/// run nowhere have none. Looked up, never iterated.
package struct PodsByAddress: Sendable {
  private var owners: [IPAddress: Index<Pod>]
  /// Whether no two pods have the same address.
  package private(set) var areUnique = true

  init(_ pods: [PodDraft]) {
    owners = Dictionary(minimumCapacity: pods.count)
    for (position, pod) in pods.enumerated() where pod.hasOwnAddresses {
      for address in pod.addresses { add(address.address, Index(position)) }
    }
  }

  private mutating func add(_ address: IPAddress, _ pod: Index<Pod>) {
    guard let earlier = owners.updateValue(pod, forKey: address) else { return }
    owners[address] = earlier
    areUnique = false
  }

  /// The first of several.
  package subscript(address: IPAddress) -> Index<Pod>? { owners[address] }
}
