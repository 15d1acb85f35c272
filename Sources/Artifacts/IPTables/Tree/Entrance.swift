import NetworkTypes
import Planning

/// What a packet is for, and what becomes of it.
struct Entrance {
  let address: IPAddress
  let transport: TransportProtocol
  let port: Port
  let target: IPTablesDocument.Target
}

/// The same for a port on any of the host's own addresses.
struct PortEntrance {
  let transport: TransportProtocol
  let port: Port
  let target: IPTablesDocument.Target
}

extension ChainName {
  /// The longest name that a chain may have.
  private static let longest = 28

  /// What a chain of a tree covers, in words where there is room for them, else as a hash.
  init(tree role: StaticString, _ text: String) {
    let name = "\(role)\(text)"
    self =
      name.utf8.count <= Self.longest
      ? ChainName(prefix: role, rest: text)
      : ChainName(prefix: role, rest: StableNames.chainHash(text))
  }
}
