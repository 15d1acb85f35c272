import Diagnostics
import Resources

/// The JSON Schemas of what netc reads.
package enum Schemas {
  /// The schema of one kind, in any case of letters; nil for an unknown kind.
  package static func schema(of kind: String) -> [UInt8]? {
    known(kind).map(JSONSchema.schema)
  }

  /// One schema for objects of all kinds.
  package static func schemaOfAllKinds() -> [UInt8] { JSONSchema.schemaOfAllKinds() }

  /// The kind that was probably meant.
  package static func nearestKind(to kind: String) -> String? {
    Spelling.nearest(kind, among: ResourceKind.allCases.map(\.rawValue))
  }

  private static func known(_ kind: String) -> ResourceKind? {
    ResourceKind.allCases.first { $0.rawValue.lowercased() == kind.lowercased() }
  }
}
