import Diagnostics
import NetworkCompiler

/// Inputs of the tests, and what comes of them.
enum Inputs {
  static let cluster = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      podCIDRs: [10.20.0.0/16]
      serviceCIDRs: [10.21.0.0/16]
      nodes:
        - {name: ash, addresses: [192.168.70.11]}
        - {name: birch, addresses: [192.168.70.12]}

    """

  /// A pod that no node takes (NC0303), with an annotation or none.
  static func pickyPod(_ allowance: String? = nil) -> String {
    let annotations = allowance.map { ", annotations: {netc.dev/allow: \"\($0)\"}" } ?? ""
    return """
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: picky\(annotations)}
      spec:
        nodeSelector: {disk: nvme}
        containers: [{name: web, image: "web:1"}]

      """
  }

  static func compile(
    _ texts: String..., lock: String? = nil, nodes: [String]? = nil
  ) -> Compilation {
    let files = texts.enumerated().map { number, text in
      SourceFile(path: "\(number).yaml", bytes: Array(text.utf8))
    }
    let lock = lock.map { SourceFile(path: "netc.lock", bytes: Array($0.utf8)) }
    return Compiler.compile(files, lock: lock, options: CompilerOptions(selectedNodes: nodes))
  }
}

extension Compilation {
  var codes: [String] { diagnostics.map { "\($0.code)" } }

  var lockText: String { String(decoding: lock ?? [], as: UTF8.self) }

  /// The texts that the diagnostics point at.
  var marked: [String] {
    diagnostics.compactMap(\.range).map { range in
      let bytes = files[Int(range.file)].bytes[Int(range.start)..<Int(range.end)]
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
