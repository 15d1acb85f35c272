package import Diagnostics

/// What a Secret is for, as its `type` says; only these are read.
package enum SecretUse: String, CaseIterable, Sendable {
  /// A certificate (`tls.crt`) with its private key (`tls.key`).
  case tls = "kubernetes.io/tls"
  /// A password, which BGP peers know each other by.
  case basicAuth = "kubernetes.io/basic-auth"
  /// Anything; read where it has the key `auth`, a list of users with hashed passwords.
  case opaque = "Opaque"
}

/// Bytes that nobody may see: a description of them never shows any.
package struct SecretBytes: Hashable, Sendable {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "(hidden)" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// One entry of `data` or `stringData`.
package struct SecretEntry: Sendable {
  package let key: String
  package let value: SecretBytes
  /// Where the key is written: nothing ever points at a value.
  package let range: SourceRange
}

/// A `v1` Secret of a type that netc uses.
package struct SecretResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var type: SecretUse = .opaque
  /// Sorted by key; `stringData` over `data`, as the API server merges them.
  package internal(set) var entries: [SecretEntry] = []

  package func entry(_ key: String) -> SecretEntry? { entries.first { $0.key == key } }
}

/// A Secret that is counted as unused: nothing is said about what it holds.
package struct UnusedSecret: Sendable {
  /// Safe to show.
  package let type: String
  /// Its values, if it is Opaque and as the API server wants it; an Ingress may use it after all.
  package let secret: SecretResource?
}

extension SecretResource {
  /// The key of a file of users in an Opaque Secret (ingress-nginx, `auth-secret-type: auth-file`).
  package static let usersKey = "auth"
  package static let certificateKey = "tls.crt"
  package static let privateKeyKey = "tls.key"
}
