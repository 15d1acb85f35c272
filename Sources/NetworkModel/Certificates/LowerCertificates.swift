import Certificates
import Diagnostics
import NetworkTypes
import Resources

/// Finds the Secrets that hosts are served with, and reads their certificates.
///
/// Secrets that nothing uses are not looked at: a cluster is full of them.
struct CertificateLowering {
  private let resources: ResourceSet
  private let secrets: [ObjectName: SecretResource]
  /// The day that they must be valid on; nil: any.
  private let day: Located<CalendarDate>?

  init(_ resources: ResourceSet, validAt day: Located<CalendarDate>?) {
    self.resources = resources
    secrets = Dictionary(
      uniqueKeysWithValues: resources.secrets.map { ($0.metadata.objectName, $0) })
    self.day = day
  }

  /// The uses with their certificates; each of them is read once, and reported once.
  func fill(_ uses: inout [CertificateUse], log: inout DiagnosticLog) {
    for position in uses.indices {
      uses[position].certificate = certificate(for: &uses[position], &log)
    }
  }

  private func certificate(
    for use: inout CertificateUse, _ log: inout DiagnosticLog
  ) -> ServerCertificate? {
    guard let secret = secret(for: use, &log), let pair = pair(in: secret, use, &log) else {
      return nil
    }
    let chain = place(of: SecretResource.certificateKey, in: secret)
    checkNames(of: pair, chain, &use, &log)
    checkDates(of: pair, chain, use, &log)
    return ServerCertificate(
      secret: use.secret, names: pair.names, chain: pair.chain, key: pair.key)
  }

  // MARK: - The Secret

  private func secret(for use: CertificateUse, _ log: inout DiagnosticLog) -> SecretResource? {
    if let secret = secrets[use.secret] {
      if secret.type == .tls { return secret }
      reportType(secret.type.rawValue, of: use, at: secret.metadata.name.range, &log)
    } else if resources.broken.contains(BrokenResource(kind: .secret, name: use.secret)) {
      return nil
    } else if let unused = resources.unusedSecrets[use.secret] {
      reportType(unused.type, of: use, at: nil, &log)
    } else {
      reportMissing(use, &log)
    }
    return nil
  }

  private func reportMissing(_ use: CertificateUse, _ log: inout DiagnosticLog) {
    let names = resources.secrets.filter { $0.type == .tls }.map { "\($0.metadata.objectName)" }
    let near = Spelling.nearest("\(use.secret)", among: names)
    for place in use.firstPlaces {
      log.report(
        .missingSecret, "there is no Secret \(use.secret)", at: place.range,
        help: near.map { "did you mean `\($0)`?" }
          ?? "an Ingress uses Secrets of its own namespace; add it to the input",
        object: place.object)
    }
  }

  private func reportType(
    _ type: String, of use: CertificateUse, at range: SourceRange?, _ log: inout DiagnosticLog
  ) {
    for place in use.firstPlaces {
      log.report(
        .secretOfOtherType, "Secret \(use.secret) is of the type `\(type)`", at: place.range,
        notes: range.map { [Note("declared here", at: $0)] } ?? [],
        help: "a certificate stands in a Secret of the type `kubernetes.io/tls`",
        object: place.object)
    }
  }

  // MARK: - The certificate

  private func pair(
    in secret: SecretResource, _ use: CertificateUse, _ log: inout DiagnosticLog
  ) -> ServerKeyPair? {
    do throws(CertificateProblem) {
      return try ServerKeyPair(
        chain: secret.bytes(SecretResource.certificateKey),
        key: secret.bytes(SecretResource.privateKeyKey))
    } catch {
      report(error, secret, use, &log)
      return nil
    }
  }

  private func report(
    _ problem: CertificateProblem, _ secret: SecretResource, _ use: CertificateUse,
    _ log: inout DiagnosticLog
  ) {
    let isAboutKey = problem.part == .key || problem.part == .pair
    let key = isAboutKey ? SecretResource.privateKeyKey : SecretResource.certificateKey
    var notes = use.places.prefix(1).map { Note("used here", at: $0.range) }
    if problem.part == .pair {
      notes.insert(
        Note(
          "the certificate is here", at: place(of: SecretResource.certificateKey, in: secret)),
        at: 0)
    }
    log.report(
      .page(of: problem.part), "\(key): \(problem.message)", at: place(of: key, in: secret),
      notes: notes, help: problem.help, object: "Secret \(use.secret)")
  }

  private func place(of key: String, in secret: SecretResource) -> SourceRange {
    secret.entry(key)?.range ?? secret.metadata.name.range
  }

  // MARK: - What it is used for

  private func checkNames(
    of pair: ServerKeyPair, _ chain: SourceRange, _ use: inout CertificateUse,
    _ log: inout DiagnosticLog
  ) {
    for place in use.places where !pair.covers(place.host) {
      if place.isRedirect { use.uncovered.insert(place.host) }
      log.report(
        place.isRedirect ? .uncoveredRedirect : .uncoveredHost,
        "the certificate of Secret \(use.secret) is not for \(place.host)",
        at: place.hostRange,
        notes: [Note("it stands here", at: chain), Note("and is used here", at: place.range)],
        help: Self.help(for: pair), object: place.object)
    }
  }

  private static func help(for pair: ServerKeyPair) -> String {
    guard !pair.names.isEmpty else {
      return "it names no host: clients look at its subject alternative names alone"
    }
    // Names come from the certificate, and could hold anything.
    let shown = pair.names.filter(isPlain).prefix(5).map { "`\($0)`" }.joined(separator: ", ")
    return "it is for \(shown)\(pair.names.count > 5 ? " and others" : "")"
  }

  private static func isPlain(_ name: String) -> Bool {
    let rest = name.hasPrefix("*.") ? String(name.dropFirst(2)) : name
    return DNSSubdomain.problem(in: rest.utf8.span) == nil
  }

  private func checkDates(
    of pair: ServerKeyPair, _ chain: SourceRange, _ use: CertificateUse,
    _ log: inout DiagnosticLog
  ) {
    guard let day else { return }
    let moment = Moment(endOf: day.value)
    let isEarly = moment < pair.validity.from
    guard isEarly || moment > pair.validity.through else { return }
    log.report(
      .certificateOutOfDate,
      isEarly
        ? "the certificate is valid from \(pair.validity.from)"
        : "the certificate was valid until \(pair.validity.through)", at: chain,
      notes: [Note("it must be valid at the end of \(day.value)", at: day.range)]
        + use.places.prefix(1).map { Note("used here", at: $0.range) },
      help: "put a newer certificate into the Secret", object: "Secret \(use.secret)")
  }
}

extension SecretResource {
  fileprivate func bytes(_ key: String) -> [UInt8] { entry(key)?.value.bytes ?? [] }
}

extension CertificateUse {
  /// One place of each object.
  fileprivate var firstPlaces: [CertificatePlace] {
    var seen = Set<String>()
    return places.filter { seen.insert($0.object).inserted }
  }
}
