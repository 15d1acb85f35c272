import Foundation
import TestSupport
import Testing

/// A scratch folder with a small cluster in `in/`, and netc run beside it.
struct Lab {
  let scratch: Scratch

  init() throws {
    scratch = try Scratch()
    try scratch.write("in/cluster.yaml", Self.cluster)
    try scratch.write("in/web.yaml", Self.web)
  }

  @discardableResult
  func netc(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> BuiltNetc.Result {
    try BuiltNetc.run(arguments, in: scratch.url, input: input, environment: environment)
  }

  @discardableResult
  func shell(_ script: String) throws -> BuiltNetc.Result {
    try BuiltNetc.shell(script, in: scratch.url)
  }

  /// The inode and the time of the last change of a file.
  func identity(_ path: String) throws -> String {
    let values = try FileManager.default.attributesOfItem(
      atPath: scratch.url(path).path(percentEncoded: false))
    let time = values[.modificationDate] as? Date
    return "\(values[.systemFileNumber] ?? "") \(time?.timeIntervalSince1970 ?? 0)"
  }

  /// Everything below the scratch folder: paths, inodes, modes, links; of files also the time.
  func snapshot() throws -> String {
    try shell("find . -printf '%p %i %m %l\\n' -type f -printf '%p %s %t\\n' | sort").output
  }

  static let cluster = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      podCIDRs: [10.20.0.0/16]
      serviceCIDRs: [10.21.0.0/16]
      nodes:
        - {name: ash, addresses: [192.168.70.11], interface: eth0}
        - {name: birch, addresses: [192.168.70.12], interface: eth0}

    """

  static let web = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec:
      nodeName: ash
      containers: [{name: web, image: "web:1", ports: [{name: http, containerPort: 8080}]}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: http}]

    """

  /// A pod that no node takes: a warning.
  static let warning = """
    apiVersion: v1
    kind: Pod
    metadata: {name: picky}
    spec:
      nodeSelector: {disk: nvme}
      containers: [{name: web, image: "web:1"}]

    """
}
