package import Diagnostics
import NetworkModel
import Resources
import Validation
import YAMLSyntax

/// The pages of all stages.
package enum DiagnosticCatalog {
  /// Sorted by code.
  package static let pages: [DiagnosticPage] =
    [
      CompilerDiagnostics.pages, YAMLDiagnostics.pages, ResourceDiagnostics.pages,
      LockDiagnostics.pages, LoweringDiagnostics.pages, Validation.pages,
    ].flatMap(\.self).sorted { $0.code < $1.code }

  package static func page(_ code: DiagnosticCode) -> DiagnosticPage? {
    pages.first { $0.code == code }
  }
}
