import NetworkTypes

/// One table of an `nftables.nft`, read.
struct NFTablesRuleset: Sendable {
  let family: IPFamily
  var sets: [NFTablesSet] = []
  var chains: [NFTablesChain] = []
  /// What the sets of clients hold.
  var lists = RecentLists()
}

struct NFTablesChain: Sendable {
  let name: String
  /// Nil for chains that only others lead to.
  var stage: HookStage?
  var rules: [NFTablesRule] = []
}

struct NFTablesRule: Sendable {
  /// From 1.
  let line: Int
  let text: Substring
  let matches: [NFTablesMatch]
  let action: NFTablesAction
}

/// What a rule asks of a packet.
enum NFTablesMatch: Sendable {
  /// The first packet of a connection, which is all that is traced.
  case isNew
  case isTranslated
  case source(IPPrefix)
  case destination(IPPrefix)
  case sourceIsLocal, destinationIsLocal
  case mark(value: UInt32, mask: UInt32)
  case transport(TransportProtocol)
  /// Every packet, with one chance in so many.
  case oneIn(Int)
  /// The set's number in its table.
  case isIn(set: Int, [NFTablesField])
  indirect case not(NFTablesMatch)
}

/// What a rule does with the packets that match; sets and chains by their numbers.
enum NFTablesAction: Sendable {
  case verdict(NFTablesVerdict)
  case verdictOf(map: Int, [NFTablesField])
  case masquerade
  case dnat(Endpoint)
  /// To one of so many elements with equal chances.
  case dnatBy(map: Int, [NFTablesField], outOf: Int)
  case setBits(UInt32)
  case flipBits(UInt32)
  /// Puts the client into the set.
  case remember(set: Int)
}

enum NFTablesVerdict: Sendable {
  case jump(Int), goTo(Int)
  case drop, reject
}
