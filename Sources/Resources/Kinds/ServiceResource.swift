package import Diagnostics
package import NetworkTypes

package enum ServiceType: String, CaseIterable, Sendable {
  case clusterIP = "ClusterIP"
  case nodePort = "NodePort"
  case loadBalancer = "LoadBalancer"
  case externalName = "ExternalName"
}

package enum IPFamilyPolicy: String, CaseIterable, Sendable {
  case singleStack = "SingleStack"
  case preferDualStack = "PreferDualStack"
  case requireDualStack = "RequireDualStack"
}

package enum TrafficPolicy: String, CaseIterable, Sendable {
  case cluster = "Cluster"
  case local = "Local"
}

package enum SessionAffinity: String, CaseIterable, Sendable {
  case none = "None"
  case clientIP = "ClientIP"
}

package enum TrafficDistribution: String, CaseIterable, Sendable {
  case preferSameZone = "PreferSameZone"
  case preferSameNode = "PreferSameNode"
  case preferClose = "PreferClose"
}

package enum TargetPort: Hashable, Sendable {
  case number(Port)
  case name(String)
}

package struct ServicePortResource: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  /// Empty where none is written, which only a Service with one port may do.
  package internal(set) var name: Located<String> = .placeholder("")
  package internal(set) var transport: TransportProtocol = .tcp
  package internal(set) var port: Located<Port> = .placeholder(.one)
  /// `port` where none is written.
  package internal(set) var targetPort: Located<TargetPort> = .placeholder(.number(.one))
  package internal(set) var nodePort: Located<Port>?
  /// The position in the list as written.
  var index = 0
}

package enum LoadBalancerIPMode: String, CaseIterable, Sendable {
  case vip = "VIP"
  case proxy = "Proxy"
}

package struct LoadBalancerIngress: Sendable {
  package internal(set) var address: Located<IPAddress>?
  package internal(set) var hostname: Located<String>?
  package internal(set) var ipMode: LoadBalancerIPMode = .vip
}

/// A `v1` Service.
package struct ServiceResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var type: Located<ServiceType> = .placeholder(.clusterIP)
  package internal(set) var isHeadless = false
  /// Empty: netc allocates (or the Service is headless or an ExternalName).
  package internal(set) var clusterIPs: [Located<IPAddress>] = []
  package internal(set) var ports: [ServicePortResource] = []
  /// Sorted by key; nil: no selector, endpoints come from slices or Endpoints alone.
  package internal(set) var selector: [Label]?
  package internal(set) var selectorRange: SourceRange?
  package internal(set) var externalName: Located<String>?
  package internal(set) var externalIPs: [Located<IPAddress>] = []
  package internal(set) var ipFamilies: [Located<IPFamily>] = []
  package internal(set) var ipFamilyPolicy: Located<IPFamilyPolicy>?
  package internal(set) var externalTrafficPolicy: Located<TrafficPolicy> = .placeholder(.cluster)
  package internal(set) var internalTrafficPolicy: Located<TrafficPolicy> = .placeholder(.cluster)
  package internal(set) var sessionAffinity: Located<SessionAffinity> = .placeholder(.none)
  package internal(set) var affinityTimeoutSeconds: Int = 10_800
  package internal(set) var publishesNotReadyAddresses = false
  package internal(set) var allocatesNodePorts = true
  package internal(set) var healthCheckNodePort: Located<Port>?
  package internal(set) var loadBalancerIP: Located<IPAddress>?
  package internal(set) var loadBalancerClass: Located<String>?
  package internal(set) var loadBalancerSourceRanges: [Located<IPPrefix>] = []
  package internal(set) var trafficDistribution: Located<TrafficDistribution>?
  package internal(set) var loadBalancerIngress: [LoadBalancerIngress] = []
  /// The label `service.kubernetes.io/service-proxy-name`: another proxy serves it.
  package internal(set) var isForAnotherProxy = false
  /// `clusterIP` and `clusterIPs` as written, until `clusterIPs` is made from them.
  var writtenClusterIP: Located<ClusterIP>?
  var writtenClusterIPs: Located<[Located<ClusterIP>]>?
}

extension ServiceResource {
  /// The only address of a written list `clusterIPs`.
  package var listedClusterIP: Located<IPAddress>? {
    writtenClusterIPs.flatMap { $0.value.count == 1 ? clusterIPs.first : nil }
  }
}
