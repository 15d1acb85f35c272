package import Diagnostics

/// What can be wrong with `netc.lock` (NC035x).
package enum LockDiagnostics {
  package static let pages: [DiagnosticPage] = [.unknownLockFormat, .badLock]
}

extension DiagnosticPage {
  static let unknownLockFormat = DiagnosticPage(
    350, .error, "The lock has another format",
    explanation: """
      `netc.lock` begins with the number of its format. This file was written by another version
      of netc, and reading it wrongly would move addresses. Build with that version or a newer one.
      """)

  static let badLock = DiagnosticPage(
    351, .error, "The lock cannot be read",
    explanation: """
      `netc.lock` holds what earlier builds chose: `nodes`, `pods` and `services` with their
      addresses and ports, nothing else. netc writes it; a merge or a hand may have damaged it.
      Restore it from version control, or remove it: then every address that the input leaves open
      is chosen anew, and may differ from the one in use.
      """)
}
