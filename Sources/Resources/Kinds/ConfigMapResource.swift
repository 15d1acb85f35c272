package import Diagnostics

/// One entry of `data`.
package struct ConfigMapEntry: Sendable {
  package let key: String
  /// Nil for what is no text, or longer than any value that netc uses.
  package let text: String?
  /// Where the key is written.
  package let range: SourceRange
}

/// A `v1` ConfigMap. Most of them are none of netc's business, so nothing is said about one that
/// nothing refers to.
package struct ConfigMapResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  /// Sorted by key.
  package internal(set) var entries: [ConfigMapEntry] = []
  /// The name of another one of the same name, if there is one.
  package internal(set) var secondRange: SourceRange?
}
