import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Reports, once per object, pods whose resolver cannot be known ahead of time.
  static func checkResolvers(_ pods: [PodDraft], log: inout DiagnosticLog) {
    var reported = Set<SourceRange>()
    for pod in pods where !pod.template.usesHostNetwork {
      let policy = pod.template.dnsPolicy
      guard policy.value == .fromHost, pod.template.dnsConfig != nil,
        reported.insert(pod.range).inserted
      else { continue }
      log.report(
        .unmergeableResolver, "dnsPolicy Default with dnsConfig is not supported",
        at: policy.range, help: "say in dns.nodeResolver of the Cluster what the nodes' file holds",
        object: pod.owner)
    }
  }
}
