internal import Diagnostics
internal import YAMLSyntax

/// One field of an object: what it is called, what it holds and where its value goes.
struct Field<Owner>: Sendable {
  let description: FieldDescription
  let blanks: Blanks
  let step: FieldPath.Step
  /// Reads the field's node and stores what it holds.
  let read: @Sendable (YAMLNode, inout Reading, inout Owner) -> Void

  /// A field whose value is stored by a closure.
  init<Value>(
    _ name: String, _ shape: Shape<Value>, _ summary: String, _ presence: Presence = .optional,
    blank: Blank = .isAbsent, store: @escaping @Sendable (inout Owner, Located<Value>) -> Void
  ) {
    let read = shape.read
    self.init(
      FieldDescription(
        name: name, summary: summary, shape: shape.description, presence: presence, blank: blank)
    ) { node, reading, owner in
      guard let value = read(node, &reading) else { return }
      store(&owner, Located(value, node.range))
    }
  }

  /// A field that only groups other fields of the same owner, such as `spec`.
  static func group(
    _ name: String, _ shape: ObjectShape<Owner>, _ summary: String,
    _ presence: Presence = .optional
  ) -> Field {
    let description = FieldDescription(
      name: name, summary: summary, shape: .object(shape.description), presence: presence,
      blank: .isValue)
    return Field(description) { node, reading, owner in
      shape.read(node, into: &owner, &reading)
    }
  }

  /// A field whose object fills a part of the owner, also where some of it is wrong.
  static func part<Part>(
    _ name: String, _ shape: ObjectShape<Part>, _ summary: String,
    _ presence: Presence = .optional, in path: any WritableKeyPath<Owner, Part> & Sendable
  ) -> Field {
    let description = FieldDescription(
      name: name, summary: summary, shape: .object(shape.description), presence: presence,
      blank: .isValue)
    return Field(description) { node, reading, owner in
      var part = shape.make(node.range)
      shape.read(node, into: &part, &reading)
      owner[keyPath: path] = part
    }
  }

  private init(
    _ description: FieldDescription,
    read: @escaping @Sendable (YAMLNode, inout Reading, inout Owner) -> Void
  ) {
    self.description = description
    blanks = Blanks(description)
    step = .field(description.name)
    self.read = read
  }
}

/// What counts as "not set" in a field besides null.
struct Blanks: Sendable {
  let isZeroBlank: Bool
  let isEmptyBlank: Bool

  init(_ field: FieldDescription) {
    isZeroBlank = field.blank == .isAbsent && field.shape.holdsNumbers
    isEmptyBlank = field.blank == .isAbsent && field.shape.holdsText
  }

  func include(_ node: YAMLNode) -> Bool {
    guard node.kind == .scalar else { return false }
    // The type of a scalar is asked for only where it matters: to find it takes time.
    if node.isNull { return true }
    if isEmptyBlank, node.hasText("") { return node.isText }
    return isZeroBlank && node.scalar == .int(0)
  }
}

extension ShapeDescription {
  var holdsNumbers: Bool {
    switch self {
    case .integer, .integerOrText: true
    default: false
    }
  }

  var holdsText: Bool {
    switch self {
    case .text, .integerOrText: true
    default: false
    }
  }
}
