import Artifacts
import Diagnostics
import NetworkCompiler
import Testing

@Suite struct ManifestTests {
  private func manifest(_ compilation: Compilation) throws -> [UInt8] {
    try #require(compilation.artifacts.first { $0.path == "manifest.json" }).content.bytes
  }

  @Test func `a manifest is known by its beginning and lists the whole tree`() throws {
    let compilation = Inputs.compile(Inputs.cluster)
    let bytes = try manifest(compilation)
    #expect(Manifest.isManifest(bytes))
    #expect(Manifest.isManifest(bytes.prefix(256)))
    #expect(Manifest.paths(in: bytes) == compilation.artifacts.map(\.path))
  }

  @Test func `the digest of the input goes by its name, not by where it was found`() throws {
    let bytes = Array(Inputs.cluster.utf8)
    let here = SourceFile(path: "/here/lab/cluster.yaml", name: "cluster.yaml", bytes: bytes)
    let there = SourceFile(path: "../cluster.yaml", name: "cluster.yaml", bytes: bytes)
    let text = try manifest(Compiler.compile([here]))
    #expect(try text == manifest(Compiler.compile([there])))
    #expect(!String(decoding: text, as: UTF8.self).contains("here"))
  }

  @Test func `with the lock that a build wrote, the next one writes the same`() throws {
    let first = Inputs.compile(Inputs.cluster)
    let second = Inputs.compile(Inputs.cluster, lock: first.lockText)
    #expect(try manifest(first) == manifest(second))
    #expect(first.lock == second.lock)
  }

  @Test(arguments: [
    "", "{}", "{\"format\": 1}", "{\n  \"format\": 1,\n  \"name\": \"x\"}",
    "{\n  \"format\": ,\n  \"nets\": \"x\"}", "\u{feff}{\n  \"format\": 1,\n  \"netc\": \"1\"}",
  ])
  func `another JSON file is no manifest`(_ text: String) {
    #expect(!Manifest.isManifest(text.utf8))
    #expect(Manifest.paths(in: Array(text.utf8)) == nil)
  }

  @Test func `a damaged manifest lists nothing`() throws {
    let bytes = try manifest(Inputs.compile(Inputs.cluster))
    #expect(Manifest.paths(in: Array(bytes.dropLast(20))) == nil)
    #expect(Manifest.paths(in: Array(bytes.prefix(60))) == nil)
  }

  @Test func `paths that lead out of the tree are left out`() {
    let evil = ["../x", "/etc/passwd", "a/../../x", "a//b", ".", "..", "", "a/", "a/./b"]
    let entries = (evil + ["a/b"]).map { "{\"path\": \"\($0)\"}" }.joined(separator: ",")
    let text = "{\n  \"format\": 1,\n  \"netc\": \"1\",\n  \"artifacts\": [\(entries)]}"
    #expect(Manifest.paths(in: Array(text.utf8)) == ["SHA256SUMS", "a/b", "manifest.json"])
  }
}
