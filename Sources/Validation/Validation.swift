package import Diagnostics
package import NetworkModel

/// Network → findings: runs every rule.
package enum Validation {
  package static let pages: [DiagnosticPage] = Rules.all.map { $0.page }

  package static func check(_ network: Network, log: inout DiagnosticLog) {
    for rule in Rules.all { rule.check(network, log: &log) }
  }
}
