import NetworkTypes
import Planning

/// What becomes of a packet that an entrance is for: rules that are tried one after the other.
struct Outcome {
  let choices: [Choice]
  /// For the reader, where the choices stand in a chain that is not named after the service port.
  var remark: IPTablesDocument.Remark?

  struct Choice {
    var matches: [IPTablesDocument.Match] = []
    let target: IPTablesDocument.Target
  }

  init(_ target: IPTablesDocument.Target, remark: IPTablesDocument.Remark? = nil) {
    choices = [Choice(target: target)]
    self.remark = remark
  }

  init(_ choices: [Choice], remark: IPTablesDocument.Remark) {
    self.choices = choices
    self.remark = remark
  }
}

/// What a packet is for, and what becomes of it.
struct Entrance {
  let address: IPAddress
  let port: PortEntrance
}

/// The same for a port on any of the host's own addresses.
struct PortEntrance {
  let transport: TransportProtocol
  let port: Port
  let outcome: Outcome
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
