internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ResourceCollector {
  /// Reads a Secret that may be of use; of others only the name is known.
  mutating func readSecret(
    _ node: YAMLNode, _ reading: inout Reading, _ log: inout DiagnosticLog
  ) {
    guard Self.isOfUse(node) else { return passOverSecret(node) }
    guard let secret = read(.secret, .secret, node, &reading, &log) else { return }
    resources.secrets.append(secret)
  }

  private static func isOfUse(_ node: YAMLNode) -> Bool {
    guard let type = node.written("type"), type.isText else { return hasUsers(node) }
    switch SecretUse(rawValue: type.string) {
    case .tls, .basicAuth: return true
    case .opaque: return hasUsers(node)
    case nil: return false
    }
  }

  private static func hasUsers(_ node: YAMLNode) -> Bool {
    node["data"]?[SecretResource.usersKey] != nil
      || node["stringData"]?[SecretResource.usersKey] != nil
  }

  private mutating func passOverSecret(_ node: YAMLNode) {
    countSkipped("v1/Secret")
    guard let name = node["metadata"]?.written("name"), name.isText else { return }
    let namespace = node["metadata"]?.written("namespace")
    guard name.withUTF8({ DNSSubdomain.problem(in: $0) == nil }),
      namespace?.withUTF8({ DNSLabel.problem(in: $0) == nil }) ?? true
    else { return }
    let type = node.written("type").map { shown($0.string) } ?? SecretUse.opaque.rawValue
    let object = ObjectName(
      checkedNamespace: namespace?.string ?? "default", name: name.string)
    let secret = type == SecretUse.opaque.rawValue ? Self.readQuietly(node) : nil
    resources.unusedSecrets[object] = UnusedSecret(type: type, secret: secret)
  }

  /// The Secret if nothing is wrong with it; what is wrong is not reported, since it is no matter.
  private static func readQuietly(_ node: YAMLNode) -> SecretResource? {
    var reading = Reading(isIncomplete: node.document.hadErrors)
    var secret = SecretResource(range: node.range)
    ObjectShape.secret.read(node, into: &secret, &reading)
    return reading.hasErrors ? nil : secret
  }
}

// MARK: - What no message may show

extension ResourceCollector {
  /// Takes note of the places of secret values, so that no excerpt of the input shows them.
  ///
  /// In an object that is a Secret, or whose kind cannot be told, that is everything but what
  /// says which object it is.
  mutating func hideSecrets(in node: YAMLNode) {
    if let password = node["spec"]?["password"] { hide(password) }
    guard let kind = node["kind"], kind.isText, !kind.hasText("Secret"),
      kind.hasText("ConfigMap")
        || ReadableKind.all.contains(where: { kind.hasText($0.kind.rawValue) })
    else { return hideFields(of: node) }
  }

  private mutating func hideFields(of node: YAMLNode) {
    for (key, value) in node.entries {
      if key.hasText("metadata") {
        value["annotations"].map { hide($0) }
      } else if !Self.openFields.contains(key.string) {
        hide(value)
      }
    }
  }

  private static let openFields: Set<String> = [
    "apiVersion", "kind", "type", "immutable", "items",
  ]

  /// Hides the passwords of peers in MetalLB's old ConfigMap; all of a text that is broken.
  mutating func hidePasswords(in configuration: YAMLDocument, _ text: YAMLNode) {
    if configuration.hadErrors { return hide(text) }
    guard let peers = configuration.root?["peers"] else { return }
    for password in peers.items.compactMap({ $0["password"] }) { hide(password) }
  }

  /// Hides a value, or each of the values of a mapping.
  private mutating func hide(_ node: YAMLNode) {
    guard node.kind == .mapping, node.anchoredRange == nil else {
      resources.hidden.append(node.range)
      if let anchored = node.anchoredRange { resources.hidden.append(anchored) }
      return
    }
    for (_, value) in node.entries { hide(value) }
  }

  /// Hides all of a document that has mistakes in its text and may hold a Secret: where its values
  /// begin and end is not sure.
  mutating func hideBroken(_ document: YAMLDocument) {
    let bytes = document.source.bytes
    let start = document.root.map { Int($0.range.start) } ?? 0
    guard document.hadErrors, bytes[start...].firstRange(of: Array("Secret".utf8)) != nil else {
      return
    }
    let end = bytes[start...].firstRange(of: Array("\n---".utf8))?.lowerBound ?? bytes.count
    resources.hidden.append(
      SourceRange(file: document.file, start: UInt32(start), end: UInt32(end)))
  }
}
