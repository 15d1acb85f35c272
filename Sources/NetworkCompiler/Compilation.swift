package import Artifacts
package import Diagnostics
package import NetworkTypes

/// What the user decides beside the input.
package struct CompilerOptions: Sendable {
  /// The nodes to write files for; nil: all. The lock always covers the whole cluster.
  package let selectedNodes: [String]?

  package init(selectedNodes: [String]? = nil) { self.selectedNodes = selectedNodes }
}

/// What came of one run of the compiler.
package struct Compilation: Sendable {
  /// The files that the ranges of the diagnostics refer to: the input, then the lock.
  package let files: [SourceFile]
  /// In file order; without those that the input allows.
  package let diagnostics: [Diagnostic]
  /// Findings beyond `DiagnosticLog.capacity`.
  package let droppedCount: Int
  package let hasErrors: Bool
  /// The whole output tree, sorted by path; empty if there are errors.
  package let artifacts: [Artifact]
  /// The text of the new `netc.lock`; nil if there are errors.
  package let lock: [UInt8]?
  /// How many nodes files are written for.
  package let nodeCount: Int
  /// What there is to trace packets to; empty if there are errors. Sorted by name.
  package let services: [CompiledService]
  /// Objects of kinds that netc has no use for; sorted by kind.
  package let skipped: [SkippedObjects]

  package var summary: DiagnosticSummary {
    DiagnosticSummary(diagnostics, droppedCount: droppedCount)
  }
}

package struct SkippedObjects: Hashable, Sendable {
  /// `apiVersion/kind` as written.
  package let kind: String
  package let count: Int
}

/// A Service as the input has it, with the addresses it was given.
package struct CompiledService: Sendable {
  /// `shop/web`.
  package let name: String
  /// The primary one first; none for headless Services and ExternalNames.
  package let clusterIPs: [IPAddress]
  package let ports: [(port: Port, transport: TransportProtocol)]
  /// Where its name is written.
  package let range: SourceRange
}
