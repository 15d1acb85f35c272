import Diagnostics
import Testing

@testable import Resources

/// The API server's own verdicts on objects of the kinds that are read.
struct ValidationCorpusTests {
  /// Rows whose verdict differs here, with the reason.
  static let exceptions: [String: String] = [
    "val-008": "a name that starts with a digit is legal since Kubernetes 1.36: a warning",
    "val-055": "whether a node port is in the cluster's range is checked with the Cluster",
  ]
  private static let kinds = [
    "Service", "Pod", "Endpoints", "EndpointSlice", "Node", "Ingress", "IngressClass",
  ]

  @Test func `objects are valid or invalid as the API server says`() throws {
    guard Corpus.isThere(for: "validation.tsv") else { return }
    var checked = 0
    for row in try Corpus.table("cases/validation/validation.tsv") {
      let (id, file) = (row["id", default: ""], row["file", default: ""])
      guard Self.kinds.contains(row["kind", default: ""]) else { continue }
      checked += 1
      let bytes = try Corpus.bytes("cases/validation/objects/\(file)")
      let result = readFiles([SourceFile(path: file, bytes: bytes)])
      let isValid = row["expected"] == "valid"
      if Self.exceptions[id] != nil {
        #expect(result.errors.isEmpty, "\(id): \(result.summary)")
        continue
      }
      #expect(
        result.errors.isEmpty == isValid,
        "\(id) \(row["description", default: ""]): \(result.summary)")
      if !isValid {
        let field = row["field", default: ""]
        let isNamed = result.errors.contains { Self.names($0.message, field) }
        #expect(isNamed, "\(id) should name \(field): \(result.summary)")
      }
    }
    #expect(checked > 115)
  }

  /// Whether the message is about the field, or about one below or above it.
  private static func names(_ message: String, _ field: String) -> Bool {
    let path = message.prefix { $0 != ":" }
    var wanted = field == "spec.clusterIPs[0]" ? "spec.clusterIP" : field
    // Written `annotations.KEY` there, as some of the API server's messages are.
    if wanted.hasPrefix("annotations.") {
      wanted = "metadata.annotations[\(wanted.dropFirst("annotations.".count))]"
    }
    return path.hasPrefix(wanted) || wanted.hasPrefix(path)
      || (wanted == "spec.clusterIPs" && path.hasPrefix("spec.clusterIP"))
  }
}
