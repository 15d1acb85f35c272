package import Diagnostics
package import NetworkTypes

/// What `netc.lock` remembers: every choice that the input left open and an earlier build made.
///
/// What is written in the input is not in here; a choice whose object is gone is forgotten.
package struct AddressLock: Sendable {
  /// The number of the file's format; a reader refuses any other.
  package static let formatVersion = 1

  package var nodes = SortedTable<String, NodeLock>()
  package var pods = SortedTable<ObjectName, PodLock>()
  package var services = SortedTable<ObjectName, ServiceLock>()

  package init() {}

  /// Reads `netc.lock`. What is wrong with it is reported; the lock is empty then.
  ///
  /// - Parameter index: place of `source` in the compilation's list of files.
  package init(reading source: SourceFile, index: UInt32, log: inout DiagnosticLog) {
    self = LockReader.read(source, index: index, log: &log) ?? AddressLock()
  }

  package var isEmpty: Bool { nodes.isEmpty && pods.isEmpty && services.isEmpty }
}

package struct NodeLock: Hashable, Sendable {
  /// In the order of the cluster's families.
  package let podCIDRs: [IPPrefix]

  package init(podCIDRs: [IPPrefix]) { self.podCIDRs = podCIDRs }
}

package struct PodLock: Hashable, Sendable {
  package let node: String
  package let addresses: [IPAddress]

  package init(node: String, addresses: [IPAddress]) {
    self.node = node
    self.addresses = addresses
  }
}

package struct ServiceLock: Hashable, Sendable {
  package let clusterIPs: [IPAddress]
  /// By the port's name, or its number where it has none; sorted by that key.
  package let nodePorts: [LockedNodePort]
  package let healthCheckNodePort: Port?
  /// In the order of the Service's addresses.
  package let loadBalancerIPs: [IPAddress]

  package init(
    clusterIPs: [IPAddress], nodePorts: [LockedNodePort], healthCheckNodePort: Port?,
    loadBalancerIPs: [IPAddress] = []
  ) {
    self.clusterIPs = clusterIPs
    self.nodePorts = nodePorts
    self.healthCheckNodePort = healthCheckNodePort
    self.loadBalancerIPs = loadBalancerIPs
  }

  package var isEmpty: Bool {
    clusterIPs.isEmpty && nodePorts.isEmpty && healthCheckNodePort == nil
      && loadBalancerIPs.isEmpty
  }
}

package struct LockedNodePort: Hashable, Sendable {
  package let key: String
  package let port: Port

  package init(key: String, port: Port) {
    self.key = key
    self.port = port
  }
}
