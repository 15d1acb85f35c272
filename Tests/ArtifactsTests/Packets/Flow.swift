import NetworkTypes

/// The first packet of a connection on its way through the rules, with the chance that it is here.
struct Flow {
  var packet: Packet
  var chance = 1.0
  /// Lists of `recent` that hold the packet's source, with the seconds since it was put there.
  var memory: [String: Int] = [:]
  var mark: UInt32 = 0
  var state = "NEW"
  var isTranslated = false
  var isMasqueraded = false
  var verdict: Verdict?
  /// Hooks of the filter table where a rule said ACCEPT.
  var accepted: [String] = []

  enum Verdict { case accept, drop, reject }
}

struct Packet: Hashable, CustomStringConvertible {
  var source: IPAddress
  var destination: IPAddress
  var transport: TransportProtocol
  var port: Port

  var description: String { "\(source) → \(destination) port \(port)/\(transport.name)" }
}

/// What the rules ask of the host.
struct Host {
  let addresses: Set<IPAddress>
  let loopback: IPPrefix

  func owns(_ address: IPAddress) -> Bool {
    addresses.contains(address) || loopback.contains(address)
  }
}

/// A random choice with few digits of error: printed chances have ten.
struct Distribution: CustomStringConvertible {
  private(set) var chances: [String: Double] = [:]

  mutating func add(_ outcome: String, _ chance: Double) {
    chances[outcome, default: 0] += chance
  }

  func isAlmost(_ other: Distribution) -> Bool {
    Set(chances.keys).union(other.chances.keys).allSatisfy {
      abs(chances[$0, default: 0] - other.chances[$0, default: 0]) < 1e-6
    }
  }

  var description: String {
    chances.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ")
  }
}
