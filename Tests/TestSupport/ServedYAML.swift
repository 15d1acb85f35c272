import Artifacts
import Diagnostics
import NetworkModel
import NetworkTypes
import Planning

/// A text compiled as far as its zones, errors or not: the tables of other systems' answers are
/// about clusters that netc would not take as they are.
package struct ServedYAML {
  /// By origin.
  package private(set) var zones: [String: ZoneFile] = [:]
  /// In the order of the plan.
  package let origins: [String]
  /// The printed text, by origin.
  package private(set) var texts: [String: String] = [:]
  /// Of the artifacts.
  package private(set) var paths: [String] = []
  package let compiled: CompiledYAML

  package init(_ text: String) {
    compiled = compileYAML(text)
    guard let network = compiled.network else {
      origins = []
      return
    }
    let plan = Planner.plan(network)
    origins = plan.dns?.zones.map(\.origin.text) ?? []
    for artifact in DNSZones.artifacts(for: plan, nodes: plan.nodes) {
      guard let file = artifact.path.split(separator: "/").last else { continue }
      let origin = String(file.dropLast(".zone".count))
      let text = String(decoding: artifact.content.bytes, as: UTF8.self)
      texts[origin] = text
      paths.append(artifact.path)
      zones[origin] = ZoneFile(text, origin: origin)
    }
  }

  /// The zone of the cluster's domain.
  package var forward: ZoneFile { zones[origins.first ?? ""] ?? ZoneFile("", origin: "") }

  /// All records of reverse zones.
  package var pointers: [ZoneFile.Record] {
    origins.dropFirst().flatMap { zones[$0]?.records("PTR") ?? [] }
  }
}
