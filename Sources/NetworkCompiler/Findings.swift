import Diagnostics
import NetworkModel

/// The diagnostics of a run, after what the input allows has been taken out.
struct Findings {
  let diagnostics: [Diagnostic]
  let droppedCount: Int
  let hasErrors: Bool

  init(finishing log: consuming DiagnosticLog, allowances: [ObjectAllowance]) {
    let droppedCount = log.droppedCount
    let errorCount = log.errorCount
    let found = log.finish()
    // An error that was dropped for its number still closes the gate.
    let hasDroppedErrors = droppedCount > 0 && errorCount > found.count { $0.severity == .error }
    let rest = Self.apply(allowances, to: found)
    hasErrors = hasDroppedErrors || rest.hasErrors
    diagnostics = rest.finish()
    self.droppedCount = droppedCount
  }

  /// Takes out what is allowed, adds what is wrong with the allowances.
  private static func apply(
    _ allowances: [ObjectAllowance], to found: [Diagnostic]
  ) -> DiagnosticLog {
    let allowed = Set(allowances.filter(\.isPermitted).map(\.subject))
    var used = Set<AllowedSubject>()
    let rest = found.filter { diagnostic in
      guard let subject = AllowedSubject(diagnostic), allowed.contains(subject) else { return true }
      used.insert(subject)
      return false
    }
    var log = DiagnosticLog(resuming: rest)
    // With errors in the input, what an allowance is for may not have been looked at.
    let isComplete = !log.hasErrors
    for allowance in allowances {
      if !allowance.isPermitted {
        reportForbidden(allowance, &log)
      } else if isComplete, !used.contains(allowance.subject) {
        reportUnused(allowance, &log)
      }
    }
    return log
  }

  private static func reportForbidden(_ allowance: ObjectAllowance, _ log: inout DiagnosticLog) {
    let isKnown = DiagnosticCatalog.page(allowance.code) != nil
    log.report(
      .forbiddenAllowance, "\(allowance.code) \(isKnown ? "cannot be allowed" : "is no code")",
      at: allowance.range, help: "correct the cause and remove the annotation",
      object: allowance.object)
  }

  private static func reportUnused(_ allowance: ObjectAllowance, _ log: inout DiagnosticLog) {
    log.report(
      .unusedAllowance, "\(allowance.code) is not reported for this object",
      at: allowance.range, help: "remove the annotation", object: allowance.object)
  }
}

/// A code for one object: what an allowance silences.
private struct AllowedSubject: Hashable {
  let object: String
  let code: DiagnosticCode

  init(object: String, code: DiagnosticCode) {
    self.object = object
    self.code = code
  }

  init?(_ diagnostic: Diagnostic) {
    guard let object = diagnostic.object else { return nil }
    self.init(object: object, code: diagnostic.code)
  }
}

extension ObjectAllowance {
  fileprivate var subject: AllowedSubject { AllowedSubject(object: object, code: code) }

  fileprivate var isPermitted: Bool { DiagnosticCatalog.page(code)?.isAllowable ?? false }
}
