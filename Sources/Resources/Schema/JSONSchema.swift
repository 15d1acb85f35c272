/// JSON Schemas (draft-07, which most editors know) of what the readers take.
///
/// A schema admits everything that the reader admits; the reader refuses more, since rules across
/// fields and the finer points of addresses are not said here.
package enum JSONSchema {
  /// The schema of one kind.
  package static func schema(of kind: ResourceKind) -> [UInt8] {
    let readable = ReadableKind.of(kind)
    var definitions = Definitions()
    definitions.add(readable.description)
    let members: [(String, JSONValue)] =
      header(title: kind.rawValue, "A \(kind.rawValue) as netc reads it.")
      + typeMembers(of: readable) + [("definitions", definitions.value)]
    return JSONValue.object(members.named).printed()
  }

  /// The schema of all kinds: an object's `apiVersion` and `kind` decide which one counts. Kinds
  /// that netc does not read are admitted.
  package static func schemaOfAllKinds() -> [UInt8] {
    var definitions = Definitions()
    var choices: [JSONValue] = []
    for readable in ReadableKind.all {
      definitions.add(readable.description)
      let type = JSONValue.object([
        ("properties", typeProperties(of: readable)),
        ("required", .list([.text("apiVersion"), .text("kind")])),
      ])
      let then = JSONValue.object([("$ref", .text("#/definitions/\(readable.description.name)"))])
      choices.append(.object([("if", type), ("then", then)]))
    }
    choices.append(listChoice)
    let members: [(String, JSONValue)] =
      header(title: "netc", "Every kind of object that netc reads.") + [
        ("type", .text("object")), ("required", .list([.text("apiVersion"), .text("kind")])),
        ("allOf", .list(choices)), ("definitions", definitions.value),
      ]
    return JSONValue.object(members.named).printed()
  }

  /// The items of a `kind: List` are objects themselves.
  private static var listChoice: JSONValue {
    let isList = JSONValue.object([
      ("properties", .object([("kind", .object([("const", .text("List"))]))])),
      ("required", .list([.text("kind")])),
    ])
    let item = JSONValue.object([
      ("anyOf", .list([.object([("$ref", .text("#"))]), .object([("type", .text("null"))])]))
    ])
    let items = JSONValue.object([
      ("type", .list([.text("array"), .text("null")])), ("items", item),
    ])
    return .object([
      ("if", isList), ("then", .object([("properties", .object([("items", items)]))])),
    ])
  }

  private static func header(title: String, _ summary: String) -> [(String, JSONValue)] {
    [
      ("$schema", .text("http://json-schema.org/draft-07/schema#")), ("title", .text(title)),
      ("description", .text(summary)),
    ]
  }

  private static func typeMembers(of kind: ReadableKind) -> [(String, JSONValue)] {
    let type = JSONValue.object([
      ("properties", typeProperties(of: kind)),
      ("required", .list([.text("apiVersion"), .text("kind")])),
    ])
    let shape = JSONValue.object([("$ref", .text("#/definitions/\(kind.description.name)"))])
    return [("type", .text("object")), ("allOf", .list([type, shape]))]
  }

  private static func typeProperties(of kind: ReadableKind) -> JSONValue {
    .object([
      ("apiVersion", .object([("const", .text(kind.apiVersion))])),
      ("kind", .object([("const", .text(kind.kind.rawValue))])),
    ])
  }
}

extension [(String, JSONValue)] {
  fileprivate var named: [(name: String, value: JSONValue)] { map { (name: $0.0, value: $0.1) } }
}

/// The objects that a schema refers to, each once.
private struct Definitions {
  private var known: [String: JSONValue] = [:]

  var value: JSONValue {
    .object(known.keys.sorted().map { ($0, known[$0] ?? .null) })
  }

  mutating func add(_ object: ObjectDescription) {
    guard known[object.name] == nil else { return }
    known[object.name] = .null  // Holds the place while the fields are visited.
    var properties: [(name: String, value: JSONValue)] = []
    for field in object.fields {
      add(within: field.shape)
      properties.append((field.name, SchemaText.schema(of: field)))
    }
    for name in object.unused.sorted() { properties.append((name, .boolean(true))) }
    var members: [(name: String, value: JSONValue)] = [
      ("type", .list([.text("object"), .text("null")]))
    ]
    let required = object.fields.filter(\.isRequired).map { JSONValue.text($0.name) }
    if !required.isEmpty { members.append(("required", .list(required))) }
    members.append(("properties", .object(properties)))
    members.append(("additionalProperties", .boolean(false)))
    known[object.name] = .object(members)
  }

  private mutating func add(within shape: ShapeDescription) {
    switch shape {
    case .object(let object): add(object)
    case .list(let element, maximum: _): add(within: element)
    case .map(let element, keys: _): add(within: element)
    case .text, .integer, .integerOrText, .boolean, .anything: break
    }
  }
}

extension FieldDescription {
  var isRequired: Bool {
    if case .required = presence { true } else { false }
  }
}
