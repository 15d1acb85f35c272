import Foundation
import TestSupport
import Testing

/// Which module may import which. The build refuses an import against the graph, but takes one
/// that skips a stage; this table does not.
@Suite struct LayeringTests {
  private struct Layer: Sendable, CustomStringConvertible {
    let module: String
    let mayImport: Set<String>
    let reason: String
    var description: String { module }

    init(_ module: String, _ mayImport: Set<String>, because reason: String) {
      self.module = module
      self.mayImport = mayImport
      self.reason = reason
    }
  }

  private static let layers = [
    Layer("NetworkTypes", [], because: "values of the field know nothing else"),
    Layer("Diagnostics", [], because: "every stage reports, so it must not know any"),
    Layer(
      "YAMLSyntax", ["CLibYAML", "Diagnostics"], because: "text has no idea of networks"),
    Layer(
      "Resources", ["YAMLSyntax", "Diagnostics", "NetworkTypes"],
      because: "what is written does not depend on what it resolves to"),
    Layer(
      "Certificates", ["NetworkTypes", "X509", "SwiftASN1"],
      because: "one module knows what a certificate is, and nothing of who uses it"),
    Layer(
      "NetworkModel", ["Resources", "Certificates", "Diagnostics", "NetworkTypes", "Crypto"],
      because: "the network has no syntax left; MetalLB elects by SHA-256"),
    Layer(
      "Validation", ["NetworkModel", "Resources", "Diagnostics", "NetworkTypes"],
      because: "a rule reads the network; what is planned from it is none of its business"),
    Layer(
      "Planning", ["NetworkModel", "Resources", "Diagnostics", "NetworkTypes", "Crypto"],
      because: "a plan is for any printer; kube-proxy's chain names need SHA-256"),
    Layer(
      "Artifacts", ["Planning", "NetworkTypes", "Crypto"],
      because: "printing decides nothing: if a fact is missing, the plan grows a field"),
    Layer(
      "NetworkCompiler",
      [
        "NetworkTypes", "Diagnostics", "YAMLSyntax", "Resources", "NetworkModel", "Validation",
        "Planning", "Artifacts",
      ], because: "it calls all stages, and does no I/O"),
    Layer(
      "Tracing", ["NetworkTypes"],
      because: "it judges what is printed, so it must not know why it was printed"),
    Layer("CLinux", [], because: "it is C"),
    Layer("CLibYAML", [], because: "it is a module map"),
    Layer(
      "netc",
      [
        "NetworkCompiler", "Tracing", "Diagnostics", "Artifacts", "NetworkTypes",
        "ArgumentParser", "CLinux", "Glibc",
      ],
      because: "it shows diagnostics and writes artifacts; how they came about is hidden from it"),
  ]

  @Test(arguments: layers)
  private func `a module imports what its layer allows`(_ layer: Layer) {
    for file in SourceText.sources where file.module == layer.module {
      let forbidden = file.imports.filter { !layer.mayImport.contains($0) }
      #expect(forbidden.isEmpty, "\(file): \(layer.reason)")
    }
  }

  @Test func `every module has its layer`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "Sources").path())
    #expect(folders.sorted() == Self.layers.map(\.module).sorted())
  }

  @Test func `Foundation is nowhere in the compiler`() {
    for file in SourceText.sources {
      #expect(!file.imports.contains { $0.hasPrefix("Foundation") }, "\(file)")
    }
  }

  @Test func `the table in docs/ARCHITECTURE.md names every module`() throws {
    let text = try Repository.text("docs/ARCHITECTURE.md")
    for layer in Self.layers { #expect(text.contains("| `\(layer.module)` |"), "\(layer)") }
  }
}
