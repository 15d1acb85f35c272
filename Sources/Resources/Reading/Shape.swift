internal import Diagnostics
internal import YAMLSyntax

/// What a value looks like in YAML: how to read it and how to describe it.
///
/// One description drives the reader, the JSON Schema and the field pages, so they cannot differ.
struct Shape<Value>: Sendable {
  let description: ShapeDescription
  /// Reads a node that is not null; nil when it is wrong, which was reported.
  let read: @Sendable (YAMLNode, inout Reading) -> Value?

  init(
    _ description: ShapeDescription,
    read: @escaping @Sendable (YAMLNode, inout Reading) -> Value?
  ) {
    self.description = description
    self.read = read
  }
}

extension Shape {
  /// The same in YAML, but another value in Swift.
  func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> Shape<Other> {
    let read = read
    return Shape<Other>(description) { node, reading in read(node, &reading).map(transform) }
  }
}

/// What a JSON Schema and a field page say about a shape.
indirect enum ShapeDescription: Sendable {
  case text(TextDescription)
  case integer(ClosedRange<Int>)
  /// A number, or the name of a port.
  case integerOrText(ClosedRange<Int>, TextDescription)
  case boolean
  case list(ShapeDescription, maximum: Int?)
  /// Keys that match the pattern, with values of one shape.
  case map(ShapeDescription, keys: TextDescription)
  case object(ObjectDescription)
  /// Not looked at.
  case anything
}

/// The rule of a text, as far as a JSON Schema can say it.
struct TextDescription: Sendable {
  /// `an IP address`, `a DNS name`.
  var summary: String
  /// A regular expression (ECMA 262) for the whole text.
  var pattern: String?
  var choices: [String] = []
  var maximumLength: Int?
}

/// The fields of an object.
struct ObjectDescription: Sendable {
  /// Unique among all shapes: two with one name are the same.
  let name: String
  let fields: [FieldDescription]
  /// Fields of the upstream API that netc accepts and does not look at.
  let unused: [String]
}

/// One field of an object.
struct FieldDescription: Sendable {
  let name: String
  /// What it means, in one sentence without a full stop.
  let summary: String
  let shape: ShapeDescription
  let presence: Presence
  let blank: Blank
}

/// Whether a field must be there, and what holds where it is not.
enum Presence: Sendable {
  case required
  case optional
  /// With the text of the default.
  case defaults(String)
}

/// What `""` and `0` mean: the API server takes them as "not set" in fields that are no pointers.
enum Blank: Sendable { case isAbsent, isValue }
