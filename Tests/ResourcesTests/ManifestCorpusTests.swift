import Diagnostics
import Testing

@testable import Resources

/// Every published manifest of the corpus: read, passed over, or refused for a good reason.
struct ManifestCorpusTests {
  @Test func `every published manifest is read, skipped or refused with a right diagnostic`() throws
  {
    guard Corpus.isThere(for: "published manifests") else { return }
    var counts: [String: Int] = [:]
    for path in Corpus.files(in: "dev", [".yaml", ".yml", ".json"]) {
      let result = readFiles([SourceFile(path: path, bytes: try Corpus.bytes(path))])
      let outcome = Self.outcome(of: result)
      counts[outcome, default: 0] += 1
      if outcome == "refused" { print(result.summary) }
      let r = result.resources
      print(
        "COUNT\t\(path)\t\(r.nodes.count)\t\(r.namespaces.count)\t\(r.pods.count)\t\(r.workloads.count)\t\(r.services.count)\t\(r.endpoints.count)\t\(r.endpointSlices.count)\t\(r.skipped.map(\.count).reduce(0,+))\t\(result.errors.count)"
      )
    }
    for (outcome, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("corpus/dev: \(outcome): \(count) files")
    }
  }

  private static func outcome(of result: ReadResult) -> String {
    if !result.errors.isEmpty { return "refused" }
    let resources = result.resources
    let count =
      resources.nodes.count + resources.namespaces.count + resources.pods.count
      + resources.workloads.count + resources.services.count + resources.endpoints.count
      + resources.endpointSlices.count
    if count == 0 { return resources.skipped.isEmpty ? "empty" : "skipped" }
    return resources.skipped.isEmpty ? "read" : "read, with skipped objects"
  }
}
