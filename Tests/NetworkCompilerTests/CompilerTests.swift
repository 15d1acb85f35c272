import Artifacts
import Diagnostics
import NetworkCompiler
import Testing

@Suite struct CompilerTests {
  @Test func `an input without errors has a tree and a lock`() {
    let compilation = Inputs.compile(Inputs.cluster)
    #expect(compilation.codes == [])
    #expect(!compilation.hasErrors)
    #expect(compilation.nodeCount == 2)
    #expect(compilation.lockText.contains("\"birch\":"))
    let paths = compilation.artifacts.map(\.path)
    #expect(paths == paths.sorted())
    #expect(paths.contains("nodes/ash/node.sh") && paths.contains("manifest.json"))
  }

  @Test func `an input with errors has neither`() {
    let compilation = Inputs.compile(Inputs.cluster, "a: [")
    #expect(compilation.hasErrors)
    #expect(compilation.artifacts.isEmpty)
    #expect(compilation.lock == nil)
  }

  @Test(arguments: ["", "---\n", "# nothing\n---\n...\n", "~\n"])
  func `no document is an error`(_ text: String) {
    #expect(Inputs.compile(text).codes == ["NC0001"])
    #expect(Inputs.compile().codes == ["NC0001"])
  }

  @Test func `objects without a Cluster are an error, a broken Cluster is one only`() {
    #expect(Inputs.compile(Inputs.pickyPod()).codes == ["NC0002"])
    let broken = Inputs.cluster.replacing("10.20.0.0/16", with: "10.20.0.0/99")
    #expect(Inputs.compile(broken, Inputs.pickyPod()).codes.count == 1)
  }

  @Test func `the order of the files does not change the tree`() {
    let one = Inputs.compile(Inputs.cluster, Inputs.pickyPod())
    let files = [one.files[1], one.files[0]]
    let two = Compiler.compile(files)
    #expect(one.artifacts.map(\.content.sha256) == two.artifacts.map(\.content.sha256))
  }

  @Test func `selected nodes get files, and the others keep their choices`() {
    let whole = Inputs.compile(Inputs.cluster)
    let part = Inputs.compile(Inputs.cluster, nodes: ["birch", "birch"])
    #expect(part.nodeCount == 1)
    #expect(!part.artifacts.contains { $0.node == "ash" })
    #expect(part.lock == whole.lock)
    let wrong = Inputs.compile(Inputs.cluster, nodes: ["birch", "elm"])
    #expect(wrong.codes == ["NC0003"])
    #expect(wrong.artifacts.isEmpty)
  }

  @Test func `skipped kinds are counted`() {
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n---\n"
    let compilation = Inputs.compile(Inputs.cluster, map + map)
    #expect(compilation.skipped.map(\.kind) == ["v1/ConfigMap"])
    #expect(compilation.skipped.map(\.count) == [2])
    #expect(compilation.codes == [])
  }
}

@Suite struct AllowanceTests {
  @Test func `an allowed finding is gone`() {
    #expect(Inputs.compile(Inputs.cluster, Inputs.pickyPod()).codes == ["NC0303"])
    let allowed = Inputs.pickyPod("NC0303: the disks come next week")
    #expect(Inputs.compile(Inputs.cluster, allowed).codes == [])
  }

  @Test func `an allowance is for its object alone`() {
    let allowed = Inputs.pickyPod("NC0303: the disks come next week")
    let other = Inputs.pickyPod().replacing("picky", with: "other")
    let compilation = Inputs.compile(Inputs.cluster, allowed, other)
    #expect(compilation.codes == ["NC0303"])
    #expect(compilation.diagnostics.first?.object == "Pod default/other")
  }

  @Test func `an allowance that silences nothing is reported, where it stands`() {
    let idle = Inputs.pickyPod("NC0303: why").replacing("nodeSelector: {disk: nvme}", with: "")
    let compilation = Inputs.compile(Inputs.cluster, idle)
    #expect(compilation.codes == ["NC0004"])
    #expect(compilation.marked == ["\"NC0303: why\""])
    #expect(!compilation.hasErrors)
    // Not while something else is wrong: then it may not have been looked for.
    #expect(Inputs.compile(Inputs.cluster, idle, "a: [").codes.contains("NC0004") == false)
  }

  @Test(arguments: ["NC0302", "NC0002", "NC9999"])
  func `what cannot be allowed is an error`(_ code: String) {
    let compilation = Inputs.compile(Inputs.cluster, Inputs.pickyPod("\(code): why"))
    #expect(compilation.codes.sorted() == ["NC0005", "NC0303"])
    #expect(compilation.hasErrors)
  }

  @Test(arguments: ["NC0303", "NC0303:", "because", ""])
  func `an allowance without a reason is an error`(_ text: String) {
    #expect(Inputs.compile(Inputs.cluster, Inputs.pickyPod(text)).hasErrors)
  }

  @Test func `an allowed error opens the gate`() throws {
    let allowable = try #require(
      DiagnosticCatalog.pages.first { $0.severity == .error && $0.isAllowable && $0.example != nil }
    )
    let example = try #require(allowable.example)
    let bad = Self.withCluster(example.bad)
    let before = Inputs.compile(bad)
    let finding = try #require(before.diagnostics.first { $0.code == allowable.code })
    let name = try #require(finding.object?.split(separator: "/").last)
    // Some examples write their metadata in one line.
    let annotated = bad.replacing(
      "metadata: {name: \(name)",
      with: "metadata: {annotations: {netc.dev/allow: \"\(allowable.code): why\"}, name: \(name)")
    guard annotated != bad else { return }
    let after = Inputs.compile(annotated)
    #expect(!after.codes.contains("\(allowable.code)"), "\(allowable.code)")
  }

  private static func withCluster(_ text: String) -> String {
    text.contains("kind: Cluster") ? text : Inputs.cluster + "---\n" + text
  }
}
