package import Diagnostics
package import NetworkTypes

/// A label or selector entry as written.
package struct Label: Hashable, Sendable {
  package let key: String
  package let value: String
  package let range: SourceRange

  package init(key: String, value: String, range: SourceRange) {
    self.key = key
    self.value = value
    self.range = range
  }
}

/// One `netc.dev/allow` entry: a code that is silenced for the object, with the reason given.
package struct Allowance: Sendable {
  package let code: DiagnosticCode
  package let reason: String
  /// The whole annotation's value.
  package let range: SourceRange
}

/// `metadata.ownerReferences[]` of an exported object; only the controlling owner is kept.
package struct OwnerReference: Hashable, Sendable {
  package internal(set) var kind: String = ""
  package internal(set) var name: String = ""
  var isController = false
}

/// The parts of `metadata` that matter to the network.
package struct Metadata: Sendable {
  /// Empty for objects of kinds without a namespace; else `default` where none is written.
  package internal(set) var namespace: String = ""
  /// For an object with `generateName` alone, a name that its content decides.
  package internal(set) var name: Located<String> = .placeholder("")
  /// Where the namespace is written, nil where it is the default.
  package internal(set) var namespaceRange: SourceRange?
  /// Sorted by key.
  package internal(set) var labels: [Label] = []
  /// Sorted by key; values may be anything at all.
  package internal(set) var annotations: [Label] = []
  package internal(set) var allowances: [Allowance] = []
  package internal(set) var controller: OwnerReference?
  /// `deletionTimestamp` is set: the object is going away.
  package internal(set) var isTerminating = false
  /// What `generateName` says, until the name is made from it.
  var generateName: Located<String>?

  package var objectName: ObjectName {
    ObjectName(checkedNamespace: namespace, name: name.value)
  }
}

extension ObjectName {
  /// From parts that a reader has checked, or that are made of checked parts.
  package init(checkedNamespace namespace: String, name: String) {
    self.init(namespace: DNSLabel(checked: namespace), name: DNSSubdomain(checked: name))
  }
}
