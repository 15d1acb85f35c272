internal import Diagnostics

/// What `netc explain Cluster.spec.podCIDRs` says about a field.
package struct FieldPage: Hashable, Sendable {
  /// As asked, with `[]` behind lists: `Service.spec.ports[].port`.
  package let path: String
  /// One sentence.
  package let summary: String
  /// `a list of IP addresses`, `one of `TCP`, `UDP`, `SCTP``.
  package let type: String
  package let isRequired: Bool
  /// What holds where the field is not set, nil where nothing does.
  package let defaultText: String?
  /// The fields below, in the order of the schema.
  package let fields: [FieldLine]
  /// Fields below that are accepted and not used, sorted.
  package let unusedFields: [String]
}

/// A field below, in one line.
package struct FieldLine: Hashable, Sendable {
  package let name: String
  package let type: String
  package let summary: String
  package let isRequired: Bool
}

/// Pages about the fields of the kinds that netc reads.
package enum FieldGuide {
  /// The page of a path such as `Service.spec.ports.port`, or of a kind; nil for any other text.
  ///
  /// `[]` or `[0]` behind a list may be there or not.
  package static func page(of path: String) -> FieldPage? {
    var names = path.split(separator: ".", omittingEmptySubsequences: false).map(bareName)
    guard let first = names.first, let kind = ReadableKind.named(first) else { return nil }
    names.removeFirst()
    var shape = ShapeDescription.object(kind.description)
    var written = first
    var field: FieldDescription?
    for name in names {
      guard let next = shape.object?.fields.first(where: { $0.name == name }) else { return nil }
      written += ".\(name)\(next.shape.isList ? "[]" : "")"
      shape = next.shape
      field = next
    }
    return FieldPage(
      path: written, summary: field.map(\.summary) ?? "A \(first) of \(kind.apiVersion)",
      type: shape.inWords, isRequired: field?.isRequired ?? false,
      defaultText: field?.defaultText, fields: shape.object?.lines ?? [],
      unusedFields: (shape.object?.unused ?? []).sorted())
  }

  /// The path that was probably meant; nil where none is near.
  package static func suggestion(for path: String) -> String? {
    let names = path.split(separator: ".", omittingEmptySubsequences: false).map(bareName)
    guard let first = names.first else { return nil }
    let kinds = ResourceKind.allCases.map(\.rawValue)
    guard
      let kind = ReadableKind.named(first)?.kind.rawValue ?? Spelling.nearest(first, among: kinds),
      let readable = ReadableKind.named(kind)
    else { return nil }
    var shape = ShapeDescription.object(readable.description)
    var result = kind
    for name in names.dropFirst() {
      let fields = shape.object?.fields ?? []
      let known = fields.first { $0.name == name }?.name
      guard let near = known ?? Spelling.nearest(name, among: fields.map(\.name)),
        let next = fields.first(where: { $0.name == near })
      else { return nil }
      result += ".\(near)"
      shape = next.shape
    }
    return result
  }

  private static func bareName(_ part: Substring) -> String {
    String(part.prefix { $0 != "[" })
  }
}

extension ReadableKind {
  static func named(_ name: String) -> ReadableKind? { all.first { $0.kind.rawValue == name } }

  static func of(_ kind: ResourceKind) -> ReadableKind {
    guard let readable = named(kind.rawValue) else {
      preconditionFailure("every kind has a reader")
    }
    return readable
  }
}

extension FieldDescription {
  fileprivate var defaultText: String? {
    if case .defaults(let text) = presence { text } else { nil }
  }
}

extension ObjectDescription {
  fileprivate var lines: [FieldLine] {
    fields.map { field in
      FieldLine(
        name: field.name, type: field.shape.inWords, summary: field.summary,
        isRequired: field.isRequired)
    }
  }
}

extension ShapeDescription {
  fileprivate var isList: Bool {
    if case .list = self { true } else { false }
  }

  /// The object at the end of lists and maps.
  fileprivate var object: ObjectDescription? {
    switch self {
    case .object(let object): object
    case .list(let element, maximum: _): element.object
    case .map, .text, .integer, .integerOrText, .boolean, .anything: nil
    }
  }

  /// The type as a person says it.
  var inWords: String {
    switch self {
    case .text(let text):
      text.choices.isEmpty
        ? text.summary : "one of " + text.choices.map { "`\($0)`" }.joined(separator: ", ")
    case .integer(let range): "a whole number in \(range.inWords)"
    case .integerOrText(let range, let text): "a number in \(range.inWords), or \(text.summary)"
    case .boolean: "true or false"
    case .list(let element, let maximum):
      "a list, each \(element.inWords)" + (maximum.map { "; at most \($0)" } ?? "")
    case .map(let element, let keys): "a mapping from \(keys.summary) to \(element.inWords)"
    case .object: "an object"
    case .anything: "anything; not looked at"
    }
  }
}
