/// The hosts that a part of a configuration is for. Lower case throughout.
package enum HostPattern: Hashable, Sendable {
  case exact(DNSSubdomain)
  /// `*.` and the name: one label before it, exactly.
  case oneLabel(DNSSubdomain)
  /// `*.` and the name: any number of labels before it, at least one (Gateway API).
  case anyLabels(DNSSubdomain)
  /// Every host that nothing else is for.
  case any
}

extension HostPattern: Comparable {
  /// Exact names first, then wildcards, then the rest; each by name, backwards label by label
  /// would help nobody: by bytes.
  package static func < (left: Self, right: Self) -> Bool {
    left.rank == right.rank ? left.name < right.name : left.rank < right.rank
  }

  private var rank: Int {
    switch self {
    case .exact: 0
    case .oneLabel: 1
    case .anyLabels: 2
    case .any: 3
    }
  }

  /// The name, or what stands behind `*.`; empty for any host.
  package var name: String {
    switch self {
    case .exact(let name), .oneLabel(let name), .anyLabels(let name): name.text
    case .any: ""
    }
  }
}

extension HostPattern: CustomStringConvertible {
  /// As it is written: `shop.example`, `*.example`, `*` for any.
  package var description: String {
    switch self {
    case .exact(let name): name.text
    case .oneLabel(let name), .anyLabels(let name): "*.\(name.text)"
    case .any: "*"
    }
  }

  /// Whether requests for a host of this name (lower case, no port) are meant.
  package func matches(_ host: String) -> Bool {
    switch self {
    case .exact(let name): return host == name.text
    case .any: return true
    case .oneLabel(let name), .anyLabels(let name):
      guard host.hasSuffix(".\(name.text)") else { return false }
      let label = host.utf8.dropLast(name.text.utf8.count + 1)
      guard !label.isEmpty else { return false }
      if case .anyLabels = self { return true }
      return !label.contains(UInt8(ascii: "."))
    }
  }
}
