import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// Gives each host of the object its certificate: that of the `tls` entry which names the host,
  /// else of one which names a wildcard for it, else of one without hosts.
  mutating func addCertificates(_ draft: IngressDraft, log: inout DiagnosticLog) {
    let entries = TLSEntries(draft.source.tls)
    guard !draft.source.tls.isEmpty else { return }
    var written: [(HostPattern, SourceRange)] = []
    for rule in draft.source.rules {
      written.append((HostPattern(rule.host), rule.host?.range ?? rule.range))
    }
    if draft.source.rules.isEmpty { written = [(.any, draft.origin.range)] }
    var used: Set<SourceRange> = []
    for (pattern, range) in written {
      guard let found = entries.entry(for: pattern) else { continue }
      used.insert(found.range)
      claim(found.entry, for: pattern, at: range, draft, log: &log)
    }
    reportUnused(draft, used, log: &log)
  }

  private mutating func claim(
    _ entry: IngressTLS, for pattern: HostPattern, at range: SourceRange, _ draft: IngressDraft,
    log: inout DiagnosticLog
  ) {
    let written = entry.secretName.map {
      Located(ObjectName(checkedNamespace: draft.namespace, name: $0.value), $0.range)
    }
    guard let secret = written ?? settings.defaultCertificate else {
      log.report(
        .tlsWithoutSecret, "no certificate is named for host `\(pattern)`", at: entry.range,
        help: "write its `secretName`, or set `spec.ingress.defaultCertificate` of the Cluster",
        object: draft.origin.object)
      return
    }
    let place = CertificatePlace(
      object: draft.origin.object, range: secret.range, host: pattern, hostRange: range)
    var host = hosts.removeValue(forKey: pattern) ?? HostDraft(pattern)
    defer { hosts[pattern] = host }
    guard let first = host.certificate else {
      host.certificate = CertificateDraft(secret: secret.value, places: [place])
      return
    }
    guard first.secret != secret.value else {
      host.certificate?.places.append(place)
      return
    }
    log.report(
      .secondCertificate,
      "host `\(pattern)` is to have the certificates of \(first.secret) and of \(secret.value)",
      at: secret.range,
      notes: first.places.first.map { [Note("\($0.object) names the other", at: $0.range)] } ?? [],
      help: "a host has one certificate: name one Secret", object: draft.origin.object)
  }

  private func reportUnused(
    _ draft: IngressDraft, _ used: Set<SourceRange>, log: inout DiagnosticLog
  ) {
    let rules = draft.source.rules.map { HostPattern($0.host) }
    let known = Set(rules)
    let further = draft.furtherNames
    for entry in draft.source.tls {
      let isServed = entry.hosts.contains { used.contains($0.range) }
      for host in entry.hosts where !used.contains(host.range) {
        let pattern = HostPattern(host)
        if known.contains(pattern) || known.contains(.any) { continue }
        // The certificate of a host is also that of its other names.
        if isServed, further.contains(pattern) { continue }
        let near = Spelling.nearest(host.value, among: rules.map { "\($0)" })
        log.report(
          .unusedTLSHost, "no rule of the object is for the TLS host `\(pattern)`",
          at: host.range,
          help: near.map { "did you mean `\($0)`?" } ?? "add a rule for it, or remove it",
          object: draft.origin.object)
      }
    }
  }
}

extension IngressDraft {
  /// The other names of its hosts.
  fileprivate var furtherNames: Set<HostPattern> {
    let www =
      terms.redirectsWWW ? source.rules.compactMap { HostPattern($0.host).otherWWW } : []
    return Set(terms.aliases + www)
  }
}

/// The `tls` of one object, by host.
private struct TLSEntries {
  private var byPattern: [HostPattern: (entry: IngressTLS, range: SourceRange)] = [:]
  private var general: (entry: IngressTLS, range: SourceRange)?

  init(_ entries: [IngressTLS]) {
    for entry in entries {
      if entry.hosts.isEmpty { general = general ?? (entry, entry.range) }
      for host in entry.hosts where byPattern[HostPattern(host)] == nil {
        byPattern[HostPattern(host)] = (entry, host.range)
      }
    }
  }

  func entry(for pattern: HostPattern) -> (entry: IngressTLS, range: SourceRange)? {
    if let exact = byPattern[pattern] { return exact }
    if case .exact(let name) = pattern, let parent = name.parent,
      let wildcard = byPattern[.oneLabel(parent)]
    {
      return wildcard
    }
    return general
  }
}

extension DNSSubdomain {
  /// The name without its first label; nil for one label.
  var parent: DNSSubdomain? {
    guard let dot = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
    return DNSSubdomain(checked: String(text[text.utf8.index(after: dot)...]))
  }
}
