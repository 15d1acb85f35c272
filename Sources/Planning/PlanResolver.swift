import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  /// What resolv.conf may hold (pkg/kubelet/network/dns: resolv.conf(5) limits, kubelet's cut).
  private enum Limit {
    static let nameservers = 3
    static let searches = 32
    static let searchBytes = 2048
  }

  /// kubelet's `GetPodDNS`: the policy first, then `dnsConfig` merged in. What the node's file says
  /// counts where the Cluster tells it (`dns.nodeResolver`).
  static func planResolver(
    _ pod: Pod, clusterDNS servers: [IPAddress], _ cluster: Cluster
  ) -> ResolverPlan {
    let base = policy(pod, clusterDNS: servers, cluster)
    guard let config = pod.template.dnsConfig else { return base }
    let nameservers = unique((base.nameservers ?? []) + config.nameservers.map(\.value))
    return ResolverPlan(
      nameservers: base.nameservers == nil && nameservers.isEmpty
        ? nil : Array(nameservers.prefix(Limit.nameservers)),
      searches: cut(unique(base.searches + config.searches.map { PlainToken($0.value) })),
      options: merge(base.options, config.options))
  }

  private static func policy(
    _ pod: Pod, clusterDNS servers: [IPAddress], _ cluster: Cluster
  ) -> ResolverPlan {
    let fromHost = fromHost(cluster.dns.nodeResolver)
    switch pod.template.dnsPolicy.value {
    case .none: return ResolverPlan(nameservers: [], searches: [], options: [])
    case .fromHost: return fromHost
    case .clusterFirst, .clusterFirstWithHostNet:
      if servers.isEmpty { return fromHost }
      return ResolverPlan(
        nameservers: Array(servers.prefix(Limit.nameservers)),
        searches: cut(unique(searches(pod, cluster.domain) + fromHost.searches)),
        options: [PlainToken("ndots:5")])
    }
  }

  private static func searches(_ pod: Pod, _ domain: String) -> [PlainToken] {
    ["\(pod.name.namespace).svc.\(domain)", "svc.\(domain)", domain].map { PlainToken($0) }
  }

  /// The node's file, without final dots of its domains (`parseResolvConf`).
  private static func fromHost(_ file: DNSConfig?) -> ResolverPlan {
    guard let file else { return ResolverPlan(nameservers: nil, searches: [], options: []) }
    let searches = file.searches.map { search in
      let isDotted = search.value.utf8.count > 1 && search.value.utf8.last == UInt8(ascii: ".")
      return PlainToken(isDotted ? String(search.value.dropLast()) : search.value)
    }
    return ResolverPlan(
      nameservers: Array(unique(file.nameservers.map(\.value)).prefix(Limit.nameservers)),
      searches: cut(unique(searches)),
      options: unique(
        file.options.map { option in
          PlainToken(option.value.map { "\(option.name):\($0)" } ?? option.name)
        }))
  }

  /// kubelet's `clusterDNS`: as the Cluster says, else the address of the DNS Service.
  static func clusterDNS(_ network: Network) -> [IPAddress] {
    if !network.cluster.dnsServiceAddresses.isEmpty {
      return network.cluster.dnsServiceAddresses.map(\.value)
    }
    let service = network.services.first { $0.name == .clusterDNS }
    return service?.clusterIPs.map(\.address) ?? []
  }

  private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen = Set<Element>()
    return elements.filter { seen.insert($0).inserted }
  }

  private static func cut(_ searches: [PlainToken]) -> [PlainToken] {
    var kept: [PlainToken] = []
    var length = 0
    for search in searches.prefix(Limit.searches) {
      length += search.text.utf8.count + (kept.isEmpty ? 0 : 1)
      if length > Limit.searchBytes { break }
      kept.append(search)
    }
    return kept
  }

  /// An option of `dnsConfig` replaces the one of the same name; sorted by name, since kubelet's
  /// own order is that of a map.
  private static func merge(_ base: [PlainToken], _ config: [DNSOption]) -> [PlainToken] {
    guard !config.isEmpty else { return base }
    let named = base.filter { option in
      !config.contains { option.text == $0.name || option.text.hasPrefix("\($0.name):") }
    }
    var seen = Set<String>()
    // Of two entries with one name the last one counts.
    let added = config.reversed().filter { seen.insert($0.name).inserted }.map { option in
      PlainToken(option.value.map { "\(option.name):\($0)" } ?? option.name)
    }
    return (named + added).sorted()
  }
}
