import Diagnostics
import TestSupport
import Testing

/// Compiles a text and expects what its marks say, no more and no less.
func expectMarks(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let compiled = compileYAML(text)
  let marks = MarkedYAML(text).marks.map { "\($0.line):\($0.column) \($0.code) \($0.text)" }
  let found = compiled.diagnostics.map { diagnostic in
    diagnostic.range.map { range in
      let position = compiled.position(of: range)
      return "\(position.line):\(position.column) \(diagnostic.code) \(compiled.text(at: range))"
    } ?? "\(diagnostic.code)"
  }
  #expect(
    found.sorted() == marks.sorted(), "\(compiled.report)", sourceLocation: sourceLocation)
}

/// Short forms of the objects that the cases need; one line each, to be written under `---`.
enum Write {
  static func pod(
    _ name: String, labels: String = "app: web", spec: String = "", ports: String = "",
    status: String = ""
  ) -> String {
    """
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: \(name), labels: {\(labels)}}
    spec: {\(spec.isEmpty ? "" : spec + ", ")containers: [{name: c, image: i, ports: [\(ports)]}]}
    \(status.isEmpty ? "" : "status: {\(status)}")

    """
  }

  static func service(_ name: String, _ spec: String, namespace: String = "default") -> String {
    """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: \(namespace)}
    spec: {\(spec)}

    """
  }

  static func cluster(_ spec: String, nodes: String) -> String {
    """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      \(spec)
      nodes:
    \(nodes)

    """
  }
}
