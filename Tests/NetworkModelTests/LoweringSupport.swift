import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// What a text becomes, with what was said about it.
struct Lowering {
  let lowered: LoweredNetwork?
  let diagnostics: [Diagnostic]

  init(_ documents: [String], cluster: String = Lowering.cluster, lock: AddressLock = AddressLock())
  {
    var log = DiagnosticLog()
    let text = ([cluster] + documents).joined(separator: "\n---\n")
    let resources = ResourceReader.read(
      [SourceFile(path: "test.yaml", bytes: Array(text.utf8))], log: &log)
    lowered = NetworkLowering.lower(resources, lock: lock, log: &log)
    diagnostics = log.finish()
  }

  var network: Network {
    get throws {
      guard let lowered else { throw NotLowered(diagnostics: diagnostics) }
      return lowered.network
    }
  }

  var codes: [String] { diagnostics.map(\.code.description) }

  struct NotLowered: Error { let diagnostics: [Diagnostic] }

  /// Two nodes, dual stack, small enough to count.
  static let cluster = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: test}
    spec:
      podCIDRs: [10.1.0.0/16, "fd00:1::/48"]
      serviceCIDRs: [10.2.0.0/24, "fd00:2::/112"]
      nodeCIDRMaskSizes: [24, 64]
      nodes:
        - {name: a, addresses: [192.168.0.1, "fd00::1"], labels: {disk: ssd}}
        - {name: b, addresses: [192.168.0.2, "fd00::2"]}
    """
}

/// Short texts for objects whose details don't matter.
enum Write {
  static func deployment(
    _ name: String, replicas: Int = 1, labels: String = "app: x", spec: String = ""
  ) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name)}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {\(labels)}}
      template:
        metadata: {labels: {\(labels)}}
        spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]\(spec)}
    """
  }

  static func daemonSet(_ name: String, spec: String = "") -> String {
    """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: \(name)}
    spec:
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec: {containers: [{name: c, image: i}]\(spec)}
    """
  }

  static func pod(_ name: String, spec: String = "", status: String = "{}") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), labels: {app: \(name)}}
    spec: {containers: [{name: c, image: i, ports: [{name: http, containerPort: 8080}]}]\(spec)}
    status: \(status)
    """
  }

  static func service(_ name: String, selects: String = "app: x", spec: String = "") -> String {
    """
    apiVersion: v1
    kind: Service
    metadata: {name: \(name)}
    spec: {selector: {\(selects)}, ports: [{port: 80, targetPort: http}]\(spec)}
    """
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
