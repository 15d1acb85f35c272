import NetworkTypes

/// One set of ipset(8): a `create` line and its `add` lines.
struct IPSet {
  let name: SetName
  let type: IPSetType
  let family: IPFamily
  /// Each once, all of the set's type.
  var entries: [Entry] = []

  enum Entry: Hashable {
    case address(IPAddress)
    case port(Port)
    case addressPort(IPAddress, TransportProtocol, Port)
    case addressPortAddress(IPAddress, TransportProtocol, Port, IPAddress)
    /// The prefix is not /0, which ipset does not take.
    case addressPortPrefix(IPAddress, TransportProtocol, Port, IPPrefix)
  }
}

enum IPSetType { case address, addressPort, addressPortAddress, addressPortPrefix, port }

/// The name of a set: at most 31 characters (IPSET_MAXNAMELEN − 1).
struct SetName: Hashable, ValidatedToken {
  private static let maximumLength = 31
  let text: String

  /// `KUBE-` or `KUBE-6-` in front, what is too long cut off: kube-proxy's `NewIPSet`.
  init(_ family: IPFamily, _ name: StaticString) {
    let prefix = family == .ipv4 ? "KUBE-" : "KUBE-6-"
    text = String("\(prefix)\(name)".prefix(Self.maximumLength))
  }

  func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}
