import Artifacts
import Diagnostics
import NetworkCompiler
import YAMLSyntax

// libFuzzer over the whole compiler: whatever the bytes, it ends with diagnostics or artifacts,
// and no artifact holds a control character; and both scanners of YAML read the bytes as the same.
// Built by `make fuzz` alone (see docs/Testing.md).

private typealias Input = @convention(c) (UnsafePointer<UInt8>, Int) -> CInt
private typealias Arguments = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// libFuzzer's entry for programs with a `main` of their own.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<Arguments?>,
  _ input: Input
) -> CInt

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: size))
  compareScanners(bytes)
  let files = [
    SourceFile(path: "input.yaml", bytes: bytes),
    SourceFile(path: "cluster.yaml", bytes: Array(cluster.utf8)),
  ]
  // Once with the bytes alone, once as objects of a sound cluster.
  for input in [[files[0]], files] {
    let compilation = Compiler.compile(input)
    let renderer = DiagnosticRenderer(files: compilation.files, format: .text, color: .plain)
    precondition(isClean(renderer.render(compilation.diagnostics)), "a message with controls")
    precondition(compilation.hasErrors == compilation.artifacts.isEmpty, "artifacts and errors")
    for artifact in compilation.artifacts {
      precondition(isClean(artifact.content.bytes), "an artifact with control characters")
    }
  }
  return 0
}

/// Traps where the block scanner and libyaml read the bytes otherwise.
private func compareScanners(_ bytes: [UInt8]) {
  let source = SourceFile(path: "input.yaml", bytes: bytes)
  var both = YAMLStream(source, index: 0)
  var libyaml = YAMLStream(source, index: 0, scanners: .libyaml)
  var bothLog = DiagnosticLog()
  var libyamlLog = DiagnosticLog()
  while let expected = libyaml.next(log: &libyamlLog) {
    guard let found = both.next(log: &bothLog) else { preconditionFailure("a document less") }
    precondition(found.isIdentical(to: expected), "documents that differ")
  }
  precondition(both.next(log: &bothLog) == nil, "a document more")
  let findings = bothLog.finish()
  let expected = libyamlLog.finish()
  precondition(findings == expected, "other diagnostics")
}

/// SwiftPM calls the program's entry `<module>_main`.
@_cdecl("FrontEndFuzz_main")
public func fuzzMain(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  var count = count
  var arguments = unsafe arguments
  return unsafe runDriver(&count, &arguments, fuzzOneInput)
}

private func isClean(_ bytes: [UInt8]) -> Bool {
  bytes.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x0A || $0 == 0x09 }
}

private let cluster = """
  apiVersion: netc.dev/v1alpha1
  kind: Cluster
  metadata: {name: fuzz}
  spec:
    podCIDRs: [10.244.0.0/16, "fd00:10:244::/56"]
    serviceCIDRs: [10.96.0.0/16, "fd00:10:96::/112"]
    nodes:
      - {name: node-a, addresses: [192.168.56.11, "fd00:56::11"]}
      - {name: node-b, addresses: [192.168.56.12, "fd00:56::12"]}
  """
