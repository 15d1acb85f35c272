import Artifacts
import Diagnostics
import Foundation
import NetworkCompiler
import TestSupport
import Testing

/// Text that would act if it got out of its place: in every field that takes text, it is refused
/// with its place, or no artifact holds it where it could act.
@Suite struct HostileTextTests {
  /// Own payloads in own fields, so that the law holds without any corpus.
  @Test(arguments: HostileText.fields + HostileText.serviceFields, HostileText.proxies)
  func `hostile text reaches no artifact`(field: HostileText.Field, proxy: String) {
    let usual = usualLines(field.text, proxy)
    for payload in HostileText.payloads {
      expectHarmless(field.text, payload, name: field.name, usual: usual, proxy)
    }
  }

  @Test(arguments: HostileText.loadBalancingFields)
  func `hostile text in MetalLB's objects reaches no artifact`(field: HostileText.Field) {
    let usual = usualLines(field.text)
    for payload in HostileText.payloads {
      expectHarmless(field.text, payload, name: field.name, usual: usual)
    }
  }

  @Test(arguments: ["--x", "../../x", "a#b!c", "$(x)`x`", "x;'x", "a\\\\b"])
  func `a password stands in its line of frr.conf, and nowhere else`(json: String) {
    let compilation = compile(HostileText.password.text, json)
    let text = json.replacing("\\\\", with: "\\")
    let lines = compilation.artifacts.flatMap { artifact in
      String(decoding: artifact.content.bytes, as: UTF8.self).split(separator: "\n")
        .filter { $0.contains(text) && $0.contains("password") }
    }
    // The peer is on every node of the cluster.
    #expect(!lines.isEmpty && lines.allSatisfy { $0 == " neighbor 198.51.100.1 password \(text)" })
    #expect(
      HostileText.payloads.filter { !compile(HostileText.password.text, $0.json).hasErrors }
        .map(\.id) == ["option", "path"])
  }

  @Test func `harmless text in MetalLB's objects is announced`() {
    let announced = HostileText.loadBalancingFields.filter { field in
      compile(field.text, "x").artifacts.contains { $0.path.hasSuffix("frr.conf") }
    }
    #expect(announced.count > 8, "\(announced.map(\.name))")
  }

  @Test(arguments: HostileText.proxies)
  func `harmless text in the fields of Services reaches the rules`(proxy: String) {
    let fields = HostileText.serviceFields.filter { !compile($0.text, "web", proxy).hasErrors }
    #expect(fields.count > 10, "fields that refuse everything prove nothing")
  }

  @Test func `no payload of the corpus gets out of any field of the corpus`() throws {
    let folder = Repository.root.appending(path: "../shared/corpus/cases/hostile")
    guard let payloads = HostileText.table(folder.appending(path: "payloads.tsv")),
      let fields = HostileText.table(folder.appending(path: "fields.tsv"))
    else {
      print("SKIPPED: no hostile corpus at \(folder.standardizedFileURL.path())")
      return
    }
    var accepted = 0
    for field in fields {
      let text = try String(
        contentsOf: folder.appending(path: "fields/\(field[1])"), encoding: .utf8)
      let usual = usualLines(text)
      for payload in payloads {
        let payload = HostileText.Payload(id: payload[0], forbidden: payload[2], json: payload[3])
        if expectHarmless(text, payload, name: field[0], usual: usual) { accepted += 1 }
      }
    }
    print(
      "hostile corpus: \(fields.count) fields × \(payloads.count) payloads, \(accepted) accepted")
    #expect(accepted > 100, "fields that netc does not read must be passed over, not refused")
  }

  private func compile(_ template: String, _ text: String, _ proxy: String = "") -> Compilation {
    let objects = template.split(separator: "@@P@@", omittingEmptySubsequences: false)
      .joined(separator: text)
    return Compiler.compile([
      SourceFile(path: "objects.yaml", bytes: Array(objects.utf8)),
      SourceFile(
        path: "cluster.yaml", bytes: Array(HostileText.cluster(for: objects, proxy: proxy).utf8)),
    ])
  }

  /// Every line that the artifacts have with harmless text in the same field.
  private func usualLines(_ template: String, _ proxy: String = "") -> Set<Substring> {
    var lines = Set<Substring>()
    for artifact in compile(template, "x", proxy).artifacts {
      lines.formUnion(
        String(decoding: artifact.content.bytes, as: UTF8.self).split(separator: "\n"))
    }
    return lines
  }

  /// Whether the input was accepted.
  @discardableResult
  private func expectHarmless(
    _ template: String, _ payload: HostileText.Payload, name: String, usual: Set<Substring>,
    _ proxy: String = ""
  ) -> Bool {
    let compilation = compile(template, payload.json, proxy)
    let place: Comment = "\(name) × \(payload.id)"
    if compilation.hasErrors {
      let hasPlace = compilation.diagnostics.contains { $0.severity == .error && $0.range != nil }
      #expect(hasPlace, place)
      #expect(compilation.artifacts.isEmpty, place)
    }
    for artifact in compilation.artifacts {
      let bytes = artifact.content.bytes
      #expect(!bytes.contains { ($0 < 0x20 && $0 != 10 && $0 != 9) || $0 == 0x7F }, place)
      #expect(!artifact.path.contains(".."), place)
      let new = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        .filter { !usual.contains($0) }.joined(separator: "\n")
      #expect(!payload.matches(new), "\(name) × \(payload.id) in \(artifact.path):\n\(new)")
    }
    return !compilation.hasErrors
  }
}

/// Inputs that the fuzzer found netc to trap on.
@Suite struct FuzzerFindingsTests {
  @Test(arguments: [
    // A bracket too early: the ports behind it had no place of their own.
    """
    {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"ports": [
      {"name": "b", "port": 1}, 161, "protocol": "UDP", "targetPort": 161}
    ]}}
    """
  ])
  func `it ends with diagnostics that can be shown`(_ text: String) {
    let compilation = Compiler.compile([SourceFile(path: "a.json", bytes: Array(text.utf8))])
    let renderer = DiagnosticRenderer(files: compilation.files, format: .text)
    #expect(compilation.hasErrors)
    #expect(!renderer.render(compilation.diagnostics).isEmpty)
  }
}
