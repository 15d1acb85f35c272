import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

extension Planner {
  /// One sandbox for each pod that has a network of its own; sorted by name like the pods.
  static func planSandboxes(
    _ pods: [Pod], clusterDNS servers: [IPAddress], _ cluster: Cluster
  ) -> [SandboxPlan] {
    let sandboxed = pods.filter { !$0.usesHostNetwork }
    let interfaces = hostInterfaces(sandboxed.map(\.name))
    return zip(sandboxed, interfaces).map { pod, interface in
      let addresses = pod.addresses.map(\.address)
      return SandboxPlan(
        pod: pod.name, netns: StableNames.netns(pod.name), hostInterface: interface,
        macAddress: addresses.first.map { .pod($0) } ?? .derived(from: pod.name.description),
        addresses: addresses, resolver: planResolver(pod, clusterDNS: servers, cluster),
        hosts: planHosts(pod, domain: cluster.domain))
    }
  }

  /// Names of the hosts' ends, each once: of two names that meet in one hash the later pod's is
  /// hashed again with a suffix.
  private static func hostInterfaces(_ pods: [ObjectName]) -> [InterfaceName] {
    var taken = Set<InterfaceName>(minimumCapacity: pods.count)
    return pods.map { pod in
      var interface = InterfaceName.veth(for: pod.description)
      var attempt = 1
      while !taken.insert(interface).inserted {
        interface = InterfaceName.veth(for: "\(pod)#\(attempt)")
        attempt += 1
      }
      return interface
    }
  }

  /// kubelet's `managedHostsFileContent` (pkg/kubelet/kubelet_pods.go).
  private static func planHosts(_ pod: Pod, domain: String) -> HostsPlan {
    let own = pod.addresses.map { entry in
      HostsLine(
        address: entry.address,
        names: [pod.fullName(domain: domain), pod.hostname]
          .compactMap { $0.map { PlainToken($0) } })
    }
    let aliases = pod.template.hostAliases.map { alias in
      HostsLine(address: alias.address.value, names: alias.hostnames.map { PlainToken($0.value) })
    }
    return HostsPlan(own: own, aliases: aliases)
  }
}
