import Diagnostics
import NetworkTypes
import Resources

/// Finds the Secrets that `auth-secret` names, and makes files of their users.
struct UserFileLowering {
  private let resources: ResourceSet
  private let secrets: [ObjectName: SecretResource]

  init(_ resources: ResourceSet) {
    self.resources = resources
    secrets = Dictionary(
      uniqueKeysWithValues: resources.secrets.map { ($0.metadata.objectName, $0) })
  }

  /// The files that policies need, sorted, each once; each mistake is reported once.
  func files(for policies: [HTTPPolicy], log: inout DiagnosticLog) -> [UserFile] {
    var files: [ObjectName: UserFile] = [:]
    var seen = Set<ObjectName>()
    for policy in policies {
      guard let auth = policy.basicAuth, seen.insert(auth.secret.value).inserted else { continue }
      files[auth.secret.value] = file(auth, policy.origin, &log)
    }
    return files.values.sorted { $0.secret < $1.secret }
  }

  private func file(
    _ auth: BasicAuth, _ origin: HTTPOrigin, _ log: inout DiagnosticLog
  ) -> UserFile? {
    let name = auth.secret.value
    guard let secret = secrets[name] ?? resources.unusedSecrets[name]?.secret else {
      reportMissing(auth, origin, &log)
      return nil
    }
    let lines = auth.isMap ? Self.map(of: secret) : Self.lines(of: secret)
    let place = secret.entry(SecretResource.usersKey)?.range ?? secret.metadata.name.range
    guard !lines.isEmpty else {
      report("it names no user", at: place, auth, origin, &log)
      return nil
    }
    for (number, line) in lines.enumerated() where !line.isUsable {
      let what = auth.isMap ? "a value" : "line \(number + 1)"
      report("\(what) is no user with a hashed password", at: place, auth, origin, &log)
      return nil
    }
    return UserFile(secret: name, bytes: lines.flatMap(\.text))
  }

  private func reportMissing(_ auth: BasicAuth, _ origin: HTTPOrigin, _ log: inout DiagnosticLog) {
    let name = auth.secret.value
    guard !resources.broken.contains(BrokenResource(kind: .secret, name: name)) else { return }
    if let unused = resources.unusedSecrets[name] {
      log.report(
        .secretOfOtherType, "Secret \(name) is of the type `\(unused.type)`, or damaged",
        at: auth.secret.range, help: "users stand in a Secret of the type `Opaque`",
        object: origin.object)
    } else {
      let near = Spelling.nearest(
        "\(name)", among: resources.secrets.map { "\($0.metadata.objectName)" })
      log.report(
        .missingSecret, "there is no Secret \(name)", at: auth.secret.range,
        help: near.map { "did you mean `\($0)`?" }
          ?? "an Ingress uses Secrets of its own namespace; add it to the input",
        object: origin.object)
    }
  }

  private func report(
    _ problem: String, at range: SourceRange, _ auth: BasicAuth, _ origin: HTTPOrigin,
    _ log: inout DiagnosticLog
  ) {
    log.report(
      .badUsers, problem, at: range, notes: [Note("used here", at: auth.secret.range)],
      help: "`htpasswd -nB NAME` makes such a line", object: "Secret \(auth.secret.value)")
  }

  // MARK: - What a Secret says

  private static func lines(of secret: SecretResource) -> [UserLine] {
    let bytes = secret.entry(SecretResource.usersKey)?.value.bytes ?? []
    return bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      .filter { $0.first != UInt8(ascii: "#") }
      .map { line in
        let parts = line.split(
          separator: UInt8(ascii: ":"), maxSplits: 2, omittingEmptySubsequences: false)
        return UserLine(name: parts[0], hash: parts.count > 1 ? parts[1] : [])
      }
  }

  private static func map(of secret: SecretResource) -> [UserLine] {
    secret.entries.map {
      let value = $0.value.bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
      return UserLine(name: Array($0.key.utf8)[...], hash: value.count == 1 ? value[0] : [])
    }
  }
}

/// A user and a hashed password.
private struct UserLine {
  /// nginx reads the file in pieces, and lines of more than this are cut.
  static let longestPart = 200

  let name: ArraySlice<UInt8>
  let hash: ArraySlice<UInt8>

  var text: [UInt8] { name + [UInt8(ascii: ":")] + hash + [0x0A] }

  var isUsable: Bool {
    let parts = [name, hash]
    guard parts.allSatisfy({ !$0.isEmpty && $0.count <= Self.longestPart }),
      name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), name.first != UInt8(ascii: "#"),
      hash.allSatisfy({ (0x21...0x7E).contains($0) })
    else { return false }
    return Self.schemes.contains { hash.starts(with: $0.utf8) } || isTraditional
  }

  /// What nginx knows itself, and what crypt(5) knows.
  private static let schemes = [
    "$apr1$", "$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$gy$", "{SHA}", "{SSHA}",
    "{PLAIN}",
  ]

  /// DES: 13 characters of `./0-9A-Za-z`.
  private var isTraditional: Bool {
    hash.count == 13
      && hash.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: ".")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"):
          true
        default: false
        }
      }
  }
}
