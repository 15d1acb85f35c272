import NetworkModel
import NetworkTypes
import Resources

/// A Service whose selector finds no pod, and why.
enum UnmatchedSelector {
  /// Workloads match, but make no pods now.
  case scaledToZero(LabelCatalog.Entry)
  /// Workloads match that should have pods: these were reported.
  case reported
  /// The namespace holds no pod and nothing that makes one, and no other has a match: the pods are
  /// not part of this input.
  case noPods
  /// The slices or Endpoints given for it are empty: a cluster has found no pod either.
  case emptySlices
  case nothing

  /// Goes over the Services whose selectors find no pod, where something depends on it.
  static func forEach(
    in network: Network, _ body: (Service, UnmatchedSelector, LabelCatalog) -> Void
  ) {
    let services = network.services.filter { service in
      service.effectiveSelector != nil && service.selectedPods.isEmpty
        // Given endpoints win over the selector.
        && !(service.hasGivenEndpoints && !service.endpoints.isEmpty)
    }
    guard !services.isEmpty else { return }
    let catalog = LabelCatalog(network, searchCount: services.count)
    for service in services { body(service, Self(service, in: network, catalog), catalog) }
  }

  private init(_ service: Service, in network: Network, _ catalog: LabelCatalog) {
    let namespace = service.name.namespace
    let matches = catalog.matches(service.effectiveSelector ?? [], in: namespace)
    if let idle = matches.first, matches.allSatisfy({ $0.replicas == 0 }) {
      self = .scaledToZero(idle)
    } else if !matches.isEmpty
      || network.broken.containsAny(of: ResourceKind.podSources, in: namespace)
    {
      self = .reported
    } else if !catalog.hasEntries(in: namespace),
      catalog.matchAnywhere(service.effectiveSelector ?? []) == nil
    {
      self = .noPods
    } else if service.hasGivenEndpoints {
      self = .emptySlices
    } else {
      self = .nothing
    }
  }
}
