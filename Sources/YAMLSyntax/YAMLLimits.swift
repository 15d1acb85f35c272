/// What the reader refuses to take, and why.
package enum YAMLLimits {
  /// Ranges are 32-bit offsets, and the tree of a hostile document takes up to 24 bytes per byte.
  /// The largest input of our benchmarks has 40 MB.
  package static let fileBytes = 1 << 30

  /// Collections within collections. Kubernetes objects stay below 30 levels, schemas in custom
  /// resource definitions below 60; readers that walk a tree recursively need a bound, and
  /// libyaml looks at every open flow collection for each token.
  package static let depth = 256

  /// Nodes that aliases may add to a document when all of them are followed. go-yaml lets
  /// 400,000 pass before it looks at the ratio of aliases (`alias_ratio_range_low` in decode.go).
  package static let aliasedNodes = 400_000

  /// Syntax errors reported for one file: each costs a new parser, and nobody reads more.
  package static let syntaxErrors = 100
}
