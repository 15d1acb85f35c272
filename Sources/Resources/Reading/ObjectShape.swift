internal import Diagnostics
internal import YAMLSyntax

/// The fields of every top-level object that say what it is; they are read before its shape is.
let typeFields = ["apiVersion", "kind"]

/// A mapping with known fields.
///
/// A class, because shapes are constants that refer to one another: as values their dozen parts
/// would be retained and released for every node.
final class ObjectShape<Value>: Sendable {
  /// Seen fields are kept in 64 bits.
  static var maximumFields: Int { 64 }

  typealias Check = @Sendable (inout Value, YAMLNode, inout Reading) -> Void

  let name: String
  let fields: [Field<Value>]
  let unused: [String]
  /// An empty value for a mapping at this range.
  let make: @Sendable (SourceRange) -> Value
  /// Looks at the mapping before its fields are read.
  let prepare: (@Sendable (YAMLNode, inout Reading) -> Void)?
  /// Rules across fields; sees only what could be read.
  let check: Check?
  private let names: NameTable
  private let required: UInt64

  init(
    _ name: String, fields: [Field<Value>], unused: [String] = [],
    make: @escaping @Sendable (SourceRange) -> Value,
    prepare: (@Sendable (YAMLNode, inout Reading) -> Void)? = nil, check: Check? = nil
  ) {
    precondition(fields.count <= Self.maximumFields, "too many fields for one object")
    self.name = name
    self.fields = fields
    self.unused = unused
    self.make = make
    self.prepare = prepare
    self.check = check
    names = NameTable(fields.map(\.description.name) + unused)
    var required: UInt64 = 0
    for (position, field) in fields.enumerated() {
      if case .required = field.description.presence { required |= 1 << UInt64(position) }
    }
    self.required = required
  }

  var description: ObjectDescription {
    ObjectDescription(name: name, fields: fields.map(\.description), unused: unused)
  }

  /// Reads the fields of a mapping into a value, reports unknown and missing ones.
  func read(_ node: YAMLNode, into value: inout Value, _ reading: inout Reading) {
    guard node.kind == .mapping else {
      reading.reportType(of: node, expected: "a mapping")
      return
    }
    prepare?(node, &reading)
    var seen: UInt64 = 0
    for (key, entry) in node.entries {
      guard let position = names.position(of: key) else {
        if let meant = reportUnknown(key, &reading) { seen |= 1 << UInt64(meant) }
        continue
      }
      guard position < fields.count, !fields[position].blanks.include(entry) else { continue }
      seen |= 1 << UInt64(position)
      reading.enter(fields[position].step)
      fields[position].read(entry, &reading, &value)
      reading.leave()
    }
    if required & ~seen != 0 { reportMissing(required & ~seen, in: node, &reading) }
    check?(&value, node, &reading)
  }

  /// Reports a key that is no field; the position of the field that was surely meant, so that it
  /// is not reported as missing besides.
  private func reportUnknown(_ key: YAMLNode, _ reading: inout Reading) -> Int? {
    let written = key.string
    let known = fields.map(\.description.name)
    let near = Spelling.nearest(written, among: known + unused)
    reading.within(.field(shown(written))) {
      $0.report(
        .unknownField, "unknown field", at: key.range,
        help: near.map { "did you mean `\($0)`?" },
        fixes: near.map { [Fix(replace: key.range, with: key.isQuoted ? "\"\($0)\"" : $0)] } ?? [])
    }
    return near.flatMap { known.firstIndex(of: $0) }
  }

  private func reportMissing(_ missing: UInt64, in node: YAMLNode, _ reading: inout Reading) {
    for (position, field) in fields.enumerated() where missing & (1 << UInt64(position)) != 0 {
      reading.reportMissing(field.description.name, in: node)
    }
  }
}

extension Shape {
  /// A nested object.
  static func object(_ shape: ObjectShape<Value>) -> Shape {
    Shape(.object(shape.description)) { node, reading in
      let before = reading.errorCount
      var value = shape.make(node.range)
      shape.read(node, into: &value, &reading)
      return reading.errorCount == before ? value : nil
    }
  }
}

extension Reading {
  /// Reports a field that must be there, at the first line of the mapping that lacks it.
  mutating func reportMissing(_ name: String, in node: YAMLNode, help: String? = nil) {
    if isIncomplete { return }
    let place = node.entries.first { _ in true }?.key.range ?? node.range
    within(.field(name)) {
      $0.report(.missingField, "required, but not set", at: place, help: help)
    }
  }
}
