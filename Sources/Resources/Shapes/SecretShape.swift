internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// The most bytes of all values of a Secret (`MaxSecretSize` of Kubernetes).
private let maximumSecretBytes = 1 << 20

extension ObjectShape where Value == SecretResource {
  /// No problem of a value is told by showing the value.
  static let secret = ObjectShape<SecretResource>(
    "Secret",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the Secret is called",
        .required, in: \.metadata),
      Field("type", .choice(SecretUse.self), "What it is for", .defaults("Opaque")) {
        $0.type = $1.value
      },
      Field("data", .secretValues(.base64), "The values by key, in base64") {
        $0.merge($1.value, isOverriding: false)
      },
      Field("stringData", .secretValues(.plain), "The values by key, as text; wins over `data`") {
        $0.merge($1.value, isOverriding: true)
      },
    ], unused: typeFields + ["immutable"], make: { SecretResource(range: $0) }, check: checkSecret)
}

extension SecretResource {
  fileprivate mutating func merge(_ others: [SecretEntry], isOverriding: Bool) {
    let (winners, losers) = isOverriding ? (others, entries) : (entries, others)
    let keys = Set(winners.map(\.key))
    entries = (winners + losers.filter { !keys.contains($0.key) }).sorted { $0.key < $1.key }
  }
}

/// What each type must hold (`ValidateSecret`).
private func checkSecret(
  _ secret: inout SecretResource, _ node: YAMLNode, _ reading: inout Reading
) {
  let size = secret.entries.reduce(0) { $0 + $1.value.bytes.count }
  if size > maximumSecretBytes {
    let place = (node["data"] ?? node["stringData"])?.range ?? node.range
    reading.report(
      .tooMany, "\(size) bytes of data are more than \(maximumSecretBytes)", at: place)
  }
  if reading.hasErrors { return }
  switch secret.type {
  case .tls:
    for key in [SecretResource.certificateKey, SecretResource.privateKeyKey]
    where secret.entry(key) == nil {
      reportMissing(key, in: node, "a Secret of type \(SecretUse.tls.rawValue) has it", &reading)
    }
  case .basicAuth where secret.entry("username") == nil && secret.entry("password") == nil:
    reportMissing("password", in: node, "write `username` or `password`", &reading)
  case .basicAuth, .opaque: break
  }
}

private func reportMissing(
  _ key: String, in node: YAMLNode, _ help: String, _ reading: inout Reading
) {
  let place = node.entries.first { $0.key.hasText("data") }?.key ?? node["kind"]
  reading.within([.field("data"), .key(key)]) {
    $0.report(
      .missingField, "required, but not set", at: place?.range ?? node.range, help: help)
  }
}

/// How the values of a Secret are written.
private enum SecretSpelling: Sendable { case base64, plain }

extension Shape where Value == [SecretEntry] {
  fileprivate static func secretValues(_ spelling: SecretSpelling) -> Shape<[SecretEntry]> {
    let text = TextDescription(summary: spelling == .base64 ? "base64" : "a text")
    return Shape(.map(.text(text), keys: .secretKey)) { node, reading in
      guard node.kind == .mapping else {
        reading.report(.wrongType, "a mapping is needed here", at: node.range)
        return nil
      }
      var entries: [SecretEntry] = []
      for (key, value) in node.entries {
        let entry = reading.within(.key(key.string)) {
          secretEntry(key, value, spelling, &$0)
        }
        if let entry { entries.append(entry) }
      }
      return entries
    }
  }

  private static func secretEntry(
    _ key: YAMLNode, _ value: YAMLNode, _ spelling: SecretSpelling, _ reading: inout Reading
  ) -> SecretEntry? {
    guard isSecretKey(key.string) else {
      reading.report(
        .badName, "a key is made of letters, digits, `-`, `_` and `.`", at: key.range)
      return nil
    }
    guard value.isText || value.isNull else {
      reading.report(
        .wrongType, "a string is needed here", at: key.range, help: "put the value in quotes")
      return nil
    }
    let bytes = value.isNull ? [] : value.secretBytes(spelling)
    guard let bytes else {
      reading.report(
        .wrongType, "the value is not base64", at: key.range,
        help: "encode it with `base64 -w0`, or write it under `stringData`")
      return nil
    }
    return SecretEntry(key: key.string, value: SecretBytes(bytes), range: key.range)
  }

  /// `IsConfigMapKey` of Kubernetes.
  private static func isSecretKey(_ key: String) -> Bool {
    guard !key.isEmpty, key.utf8.count <= 253, key != ".", !key.hasPrefix("..") else {
      return false
    }
    return key.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
  }
}

extension YAMLNode {
  fileprivate func secretBytes(_ spelling: SecretSpelling) -> [UInt8]? {
    withUTF8 { text in
      if spelling == .base64 { return Base64.decode(text) }
      return text.indices.map { text[$0] }
    }
  }
}

extension TextDescription {
  fileprivate static let secretKey = TextDescription(
    summary: "a key", pattern: "[-._a-zA-Z0-9]+", maximumLength: 253)
}
