/// The name of an object within its namespace; sorted by namespace, then by name.
package struct ObjectName: Hashable, Comparable, Sendable {
  /// Empty for objects of the whole cluster.
  package let namespace: String
  package let name: String

  package init(namespace: DNSLabel, name: DNSSubdomain) {
    self.namespace = namespace.text
    self.name = name.text
  }

  /// The name of an object outside namespaces, such as a Node.
  package init(clusterScoped name: DNSSubdomain) {
    namespace = ""
    self.name = name.text
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.namespace == right.namespace ? left.name < right.name : left.namespace < right.namespace
  }
}

extension ObjectName: ValidatedToken {
  /// `namespace/name`, or the name alone outside namespaces.
  package func append(to bytes: inout [UInt8]) {
    if !namespace.isEmpty {
      bytes.append(contentsOf: namespace.utf8)
      bytes.append(UInt8(ascii: "/"))
    }
    bytes.append(contentsOf: name.utf8)
  }
}
