internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == ConfigMapResource {
  static let configMap = ObjectShape<ConfigMapResource>(
    "ConfigMap",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the ConfigMap is called",
        .required, in: \.metadata),
      Field("data", .configMapEntries, "The values by key; for an annotation, headers by name") {
        $0.entries = $1.value
      },
    ], unused: typeFields + ["binaryData", "immutable"], make: { ConfigMapResource(range: $0) })
}

extension Shape where Value == [ConfigMapEntry] {
  /// Nothing is reported here: whoever uses a value says what is wrong with it.
  fileprivate static var configMapEntries: Shape<[ConfigMapEntry]> {
    let text = TextDescription(summary: "a text")
    return Shape(.map(.text(text), keys: TextDescription(summary: "a key"))) { node, _ in
      guard node.kind == .mapping else { return [] }
      return node.entries.map { key, value in
        let isShort = value.isText && value.withUTF8 { $0.count <= HTTPText.maximumLength }
        return ConfigMapEntry(
          key: key.string, text: isShort ? value.string : value.isNull ? "" : nil,
          range: key.range)
      }.sorted { $0.key < $1.key }
    }
  }
}
