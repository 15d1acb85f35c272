package import Diagnostics
import NetworkModel
import Planning
import Resources
import Validation
import YAMLSyntax

/// The compiler: files in, files out, and everything there is to say about the input.
///
/// A pure function of its arguments. It reads no file, clock or environment, and the same input
/// gives the same bytes.
package enum Compiler {
  /// Larger files are refused; whoever reads one may stop a byte behind.
  package static let maximumFileBytes = YAMLLimits.fileBytes

  /// - Parameters:
  ///   - files: In the order in which diagnostics shall be shown; the output doesn't depend on it.
  ///   - lock: `netc.lock`, nil where there is none yet.
  package static func compile(
    _ files: [SourceFile], lock: SourceFile? = nil, options: CompilerOptions = CompilerOptions()
  ) -> Compilation {
    var log = DiagnosticLog()
    let (lowered, skipped, hidden) = lower(files, lock: lock, &log)
    if let network = lowered?.network {
      Validation.check(network, log: &log)
      reportUnknownNodes(options, network, &log)
    }
    let findings = Findings(finishing: log, allowances: lowered?.network.allowances ?? [])
    let shown = hidden.hide(in: files)
    // The gate: plans and artifacts exist only for an input without errors.
    let output = findings.hasErrors ? nil : lowered.map { Output($0, inputs: files, options) }
    return Compilation(
      files: shown + (lock.map { [$0] } ?? []),
      diagnostics: findings.diagnostics.map { $0.redacted(in: shown) },
      droppedCount: findings.droppedCount, hasErrors: findings.hasErrors,
      artifacts: output?.artifacts ?? [], lock: output?.lock,
      nodeCount: output?.nodeCount ?? 0, services: output?.services ?? [], skipped: skipped)
  }

  /// A function of its own, so that the resources are gone before there are plans and artifacts.
  private static func lower(
    _ files: [SourceFile], lock: SourceFile?, _ log: inout DiagnosticLog
  ) -> (lowered: LoweredNetwork?, skipped: [SkippedObjects], hidden: HiddenValues) {
    let resources = ResourceReader.read(files, log: &log)
    reportEmptyInput(resources, &log)
    let known = lock.map { AddressLock(reading: $0, index: UInt32(files.count), log: &log) }
    return (
      NetworkLowering.lower(resources, lock: known ?? AddressLock(), log: &log),
      resources.skipped.map { SkippedObjects(kind: $0.kind, count: $0.count) },
      HiddenValues(resources.hidden)
    )
  }

  /// No Cluster means no network at all; a broken one was reported.
  private static func reportEmptyInput(_ resources: ResourceSet, _ log: inout DiagnosticLog) {
    if log.hasErrors { return }
    if resources.documentCount == 0 {
      log.report(
        .nothingToCompile, "the input holds no document", at: nil,
        help: "name the folder or file with your manifests, or start with `netc init`")
    } else if resources.cluster == nil {
      log.report(
        .noCluster, "the input holds no Cluster", at: nil,
        help: "`netc init` writes one to start from")
    }
  }

  private static func reportUnknownNodes(
    _ options: CompilerOptions, _ network: Network, _ log: inout DiagnosticLog
  ) {
    let names = network.nodes.map { "\($0.name)" }
    for name in options.selectedNodes ?? [] where !names.contains(name) {
      log.report(
        .unknownSelectedNode, "no node is called `\(name)`", at: nil,
        help: Spelling.nearest(name, among: names).map { "did you mean `\($0)`?" })
    }
  }
}
