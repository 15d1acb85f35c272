import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// Reports aliases that are the names of hosts, or aliases of two hosts, and drops them; so too
  /// the other names of `from-to-www-redirect`.
  mutating func checkAliases(log: inout DiagnosticLog) {
    var owners: [HostPattern: (pattern: HostPattern, range: SourceRange)] = [:]
    for pattern in hosts.keys.sorted() {
      guard let host = hosts[pattern], let object = host.objects.first else { continue }
      let kept = host.aliases.filter { alias in
        let taken = hosts[alias.value].flatMap(\.objects.first).map { ($0.object, $0.range) }
        let first = taken ?? owners[alias.value].map { ("host `\($0.pattern)`", $0.range) }
        guard let first else {
          owners[alias.value] = (pattern, alias.range)
          return true
        }
        log.report(
          .takenAlias, "the alias `\(alias.value)` of host `\(pattern)` is taken",
          at: alias.range, notes: [Note("\(first.0) has it", at: first.1)],
          help: "a name belongs to one host: remove the alias, or the other", object: object.object)
        return false
      }
      hosts[pattern]?.aliases = kept
    }
    for pattern in hosts.keys.sorted() { checkWWW(of: pattern, owners, log: &log) }
  }

  private mutating func checkWWW(
    of pattern: HostPattern, _ aliases: [HostPattern: (pattern: HostPattern, range: SourceRange)],
    log: inout DiagnosticLog
  ) {
    guard let redirect = hosts[pattern]?.wwwRedirect else { return }
    let other = pattern.otherWWW
    let isTaken = other.map { hosts[$0] != nil || aliases[$0] != nil } ?? false
    guard other == nil || isTaken else { return }
    log.report(
      .uselessAnnotation,
      other.map { "`from-to-www-redirect` has no effect: `\($0)` is served itself" }
        ?? "`from-to-www-redirect` has no effect for host `\(pattern)`",
      at: redirect.range, help: "remove it", object: redirect.object)
    hosts[pattern]?.wwwRedirect = nil
  }
}

extension HostPattern {
  /// `www.` more or less; nil for wildcards.
  var otherWWW: HostPattern? {
    guard case .exact(let name) = self else { return nil }
    let www = "www."
    if name.text.hasPrefix(www) {
      return .exact(DNSSubdomain(checked: String(name.text.dropFirst(www.utf8.count))))
    }
    let longer = www + name.text
    return DNSSubdomain.problem(in: longer.utf8.span) == nil
      ? .exact(DNSSubdomain(checked: longer)) : nil
  }
}
