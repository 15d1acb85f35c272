import Diagnostics
import NetworkTypes
import Resources

extension LoadBalancingLowering {
  /// MetalLB takes no notice of objects outside its own namespace.
  func reportMisplaced(log: inout DiagnosticLog) {
    let objects: [(kind: ResourceKind, metadata: [Metadata])] = [
      (.ipAddressPool, resources.addressPools.map(\.metadata)),
      (.l2Advertisement, resources.l2Advertisements.map(\.metadata)),
      (.bgpAdvertisement, resources.bgpAdvertisements.map(\.metadata)),
      (.bgpPeer, resources.bgpPeers.map(\.metadata)),
      (.bfdProfile, resources.bfdProfiles.map(\.metadata)),
      (.community, resources.communities.map(\.metadata)),
    ]
    for (kind, all) in objects {
      for metadata in all where metadata.namespace != namespace.value {
        report(kind, metadata, log: &log)
      }
    }
  }

  private func report(_ kind: ResourceKind, _ metadata: Metadata, log: inout DiagnosticLog) {
    let notes =
      namespace.range.isWritten ? [Note("MetalLB's namespace is here", at: namespace.range)] : []
    log.report(
      .misplacedObject,
      "\(kind.rawValue) `\(metadata.name.value)` is in the namespace `\(metadata.namespace)`, "
        + "where MetalLB does not look", at: metadata.namespaceRange ?? metadata.name.range,
      notes: notes,
      help: "write `namespace: \(namespace.value)`, or name MetalLB's namespace in "
        + "`spec.loadBalancing.namespace` of the Cluster",
      object: "\(kind.rawValue) \(metadata.objectName)")
  }
}
