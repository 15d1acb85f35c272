package import Diagnostics

/// The pages of everything that can be wrong with the text of a file (NC01xx).
package enum YAMLDiagnostics {
  package static let pages: [DiagnosticPage] = []
}
