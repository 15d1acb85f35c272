import Diagnostics
import NetworkTypes
import Resources

/// What `netc.lock` gives to two objects: two branches chose the same lowest free value, and their
/// locks were merged. The first in the order of names keeps it.
struct LockConflicts<Value: Hashable> {
  /// An object that has a value, or should have kept it.
  struct Holder {
    /// `service default/web`.
    let text: String
    let range: SourceRange
    let object: String
  }
  private var refused: [(value: Value, holder: Holder)] = []

  /// Notes a locked value that was taken, or that none would be given any more.
  mutating func add(_ value: Value, of holder: @autoclosure () -> Holder) {
    refused.append((value, holder()))
  }

  /// Reports those that another object has, once for all.
  ///
  /// - Parameters:
  ///   - noun: `node port `, or nothing before an address.
  ///   - owners: who has which value; asked only where something was refused.
  func report(
    _ noun: String = "", owners: () -> [Value: Holder], log: inout DiagnosticLog
  ) {
    guard !refused.isEmpty else { return }
    let owners = owners()
    let found = refused.compactMap { value, loser in
      owners[value].map { (value: value, loser: loser, owner: $0) }
    }
    guard let first = found.first else { return }
    let more = found.count == 1 ? "" : "; \(found.count - 1) more like it"
    log.report(
      .lockedTwice,
      "netc.lock gives \(noun)\(first.value) to \(first.owner.text) and to \(first.loser.text),"
        + " which moves\(more)",
      at: first.loser.range,
      notes: [Note("\(first.owner.text) is declared here, and keeps it", at: first.owner.range)],
      help: "so do locks that were merged: commit the one that this build writes",
      object: first.loser.object)
  }
}

extension LockConflicts.Holder {
  init(_ draft: ServiceDraft) {
    self.init(
      text: "service \(draft.name)", range: draft.source.metadata.name.range, object: draft.object)
  }

  init(_ pod: PodDraft) {
    self.init(text: "pod \(pod.name)", range: pod.range, object: pod.owner)
  }
}
