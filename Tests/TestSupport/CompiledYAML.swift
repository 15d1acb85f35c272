package import Diagnostics
package import NetworkModel
import Resources
import Validation

/// What the stages up to validation make of a text.
package struct CompiledYAML: Sendable {
  /// Nil without a readable Cluster.
  package let network: Network?
  /// In file order.
  package let diagnostics: [Diagnostic]
  package let files: [SourceFile]

  /// All diagnostics as `text` prints them.
  package var report: String {
    String(
      decoding: DiagnosticRenderer(files: files, format: .text).render(diagnostics),
      as: UTF8.self)
  }

  /// `NC0401 10.244.128.0/17`: the code and the text it points at, in file order.
  package var summary: [String] {
    diagnostics.map { diagnostic in
      diagnostic.range.map { "\(diagnostic.code) \(text(at: $0))" } ?? "\(diagnostic.code)"
    }
  }

  package func text(at range: SourceRange) -> String {
    let bytes = files[Int(range.file)].bytes
    return String(decoding: bytes[Int(range.start)..<Int(range.end)], as: UTF8.self)
  }

  /// 1-based line and column.
  package func position(of range: SourceRange) -> TextPosition {
    LineTable(files[Int(range.file)].bytes).position(of: Int(range.start))
  }
}

/// A cluster of two nodes, for texts that have none: `node-a` and `node-b`.
package let standardCluster = """
  apiVersion: netc.dev/v1alpha1
  kind: Cluster
  metadata: {name: lab}
  spec:
    podCIDRs: [10.244.0.0/16]
    serviceCIDRs: [10.96.0.0/16]
    nodes:
      - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24]}
      - {name: node-b, addresses: [192.168.56.12], podCIDRs: [10.244.2.0/24]}
  """

/// Reads, lowers and validates a text; one without `kind: Cluster` gets the standard one, in a
/// second file.
package func compileYAML(_ text: String) -> CompiledYAML {
  var files = [SourceFile(path: "input.yaml", bytes: Array(text.utf8))]
  if !text.contains("kind: Cluster") {
    // Ingress objects want nodes that serve them; other texts may use ports 80 and 443.
    let ingress = text.contains("kind: Ingress") ? "\n  ingress: {nodes: [node-b]}" : ""
    files.append(
      SourceFile(path: "cluster.yaml", bytes: Array((standardCluster + ingress).utf8)))
  }
  return compileYAML(files)
}

/// Reads, lowers and validates files, without a lock.
package func compileYAML(_ files: [SourceFile]) -> CompiledYAML {
  var log = DiagnosticLog()
  let resources = ResourceReader.read(files, log: &log)
  let network = NetworkLowering.lower(resources, lock: AddressLock(), log: &log)?.network
  if let network { Validation.check(network, log: &log) }
  return CompiledYAML(network: network, diagnostics: log.finish(), files: files)
}
