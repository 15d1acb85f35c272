/// Turns descriptions of shapes into JSON Schema.
enum SchemaText {
  /// What a value may be besides what its shape says.
  private struct Slack {
    /// A field may be null, which is the same as leaving it out.
    var admitsNull = false
    /// A field may be empty or 0, which is the same as leaving it out.
    var admitsBlank = false
  }

  static func schema(of field: FieldDescription) -> JSONValue {
    var slack = Slack(admitsNull: !field.isRequired)
    slack.admitsBlank = !field.isRequired && field.blank == .isAbsent
    var members = [(name: "description", value: JSONValue.text(field.sentence))]
    members += schema(of: field.shape, slack)
    if case .defaults(let text) = field.presence, let value = literal(text, field.shape) {
      members.append(("default", value))
    }
    return .object(members)
  }

  private static func schema(
    of shape: ShapeDescription, _ slack: Slack
  ) -> [(name: String, value: JSONValue)] {
    switch shape {
    case .text(let text): return [type("string", slack)] + rules(of: text, slack)
    case .integer(let range): return [type("integer", slack)] + rules(of: range, slack)
    case .integerOrText(let range, let text):
      let names = ["integer", "string"] + (slack.admitsNull ? ["null"] : [])
      return [("type", .list(names.map(JSONValue.text)))] + rules(of: range, slack)
        + rules(of: text, slack)
    case .boolean: return [type("boolean", slack)]
    case .list(let element, let maximum):
      let items = ("items", JSONValue.object(schema(of: element, Slack())))
      return [type("array", slack), items] + (maximum.map { [("maxItems", .integer($0))] } ?? [])
    case .map(let element, let keys):
      var values = Slack()
      values.admitsNull = true
      return [
        type("object", slack), ("propertyNames", .object(rules(of: keys, Slack()))),
        ("additionalProperties", .object(schema(of: element, values))),
      ]
    case .object(let object): return [("$ref", .text("#/definitions/\(object.name)"))]
    case .anything: return []
    }
  }

  private static func type(_ name: String, _ slack: Slack) -> (name: String, value: JSONValue) {
    ("type", slack.admitsNull ? .list([.text(name), .text("null")]) : .text(name))
  }

  private static func rules(
    of text: TextDescription, _ slack: Slack
  ) -> [(name: String, value: JSONValue)] {
    var members: [(name: String, value: JSONValue)] = []
    if !text.choices.isEmpty {
      let blank: [JSONValue] = slack.admitsBlank ? [.text("")] : []
      let null: [JSONValue] = slack.admitsNull ? [.null] : []
      members.append(("enum", .list(text.choices.map(JSONValue.text) + blank + null)))
    }
    if let pattern = text.pattern {
      members.append(("pattern", .text("^(\(pattern))\(slack.admitsBlank ? "?" : "")$")))
    }
    if let length = text.maximumLength { members.append(("maxLength", .integer(length))) }
    return members
  }

  private static func rules(
    of range: ClosedRange<Int>, _ slack: Slack
  ) -> [(name: String, value: JSONValue)] {
    let least = slack.admitsBlank ? min(0, range.lowerBound) : range.lowerBound
    return [("minimum", .integer(least)), ("maximum", .integer(range.upperBound))]
  }

  /// The default as a value; nil where it is only described ("the pod's name").
  private static func literal(_ text: String, _ shape: ShapeDescription) -> JSONValue? {
    if text.utf8.contains(UInt8(ascii: " ")) { return nil }
    switch shape {
    case .integer: return Int(text).map(JSONValue.integer)
    case .boolean: return .boolean(text == "true")
    case .text: return .text(text)
    case .integerOrText, .list, .map, .object, .anything: return nil
    }
  }
}

extension FieldDescription {
  /// What the field means, and what holds where it is not set.
  var sentence: String {
    switch presence {
    case .required: "\(summary). Required."
    case .optional: "\(summary)."
    case .defaults(let text): "\(summary). Default: \(text)."
    }
  }
}
