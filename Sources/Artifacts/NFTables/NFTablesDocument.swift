import NetworkTypes

/// An `nft -f` file that replaces netc's own tables, one for each family, in one transaction.
struct NFTablesDocument {
  struct Table {
    let family: IPFamily
    var sets: [NamedSet] = []
    var chains: [Chain] = []
  }

  /// A set, or a map where the elements carry data.
  struct NamedSet {
    let name: NFTName
    let type: SetType
    /// In the order of printing; each key once.
    var elements: [Element] = []

    /// With a size, the kernel takes a hash table that it need not grow while it loads, and that is
    /// quicker to look into. The size is a limit: twice the elements leaves room to add the new ones
    /// before the old ones go, and a power of two seldom changes from build to build.
    var size: Int {
      var size = 1024
      while size < 2 * elements.count { size *= 2 }
      return size
    }
  }

  /// Keys as nft spells them, and what they lead to.
  enum SetType {
    /// `address . protocol . port` → verdict.
    case servicePorts
    /// `protocol . port` → verdict.
    case hostPorts
    /// `address . protocol . port . chance` → `address . port`.
    case endpoints
    /// `protocol . port . chance` → `address . port`.
    case hostPortEndpoints
    /// `address . protocol . port . source range`.
    case allowedSources
    /// `address . protocol . port`.
    case guardedPorts
    case addresses
    /// `source . destination`.
    case addressPairs
    /// Addresses that are forgotten when they have not been seen for so long.
    case clients(seconds: Int)
  }

  enum Element {
    case servicePort(IPAddress, TransportProtocol, Port, Verdict)
    case hostPort(TransportProtocol, Port, Verdict)
    case endpoint(IPAddress, TransportProtocol, Port, chance: Int, IPAddress, Port)
    case hostPortEndpoint(TransportProtocol, Port, chance: Int, IPAddress, Port)
    case allowedSource(IPAddress, TransportProtocol, Port, IPPrefix)
    case guardedPort(IPAddress, TransportProtocol, Port)
    case address(IPAddress)
    case addressPair(IPAddress, IPAddress)
  }

  enum Verdict: Hashable {
    case goTo(NFTName)
    case drop
  }

  struct Chain {
    let name: NFTName
    var hook: Hook?
    var rules: [[Statement]] = []
  }

  enum Hook {
    case filterPrerouting, filterOutputBeforeNAT, filterInput, filterForward, filterOutput
    case natPrerouting, natOutput, natPostrouting
  }

  /// Matches and actions of a rule, in order.
  enum Statement {
    case isNew
    case isTranslated
    case source(IPPrefix, isNegated: Bool)
    case destination(IPPrefix, isNegated: Bool)
    case destinationIsLocal
    case sourceIsLocal
    case isMarked
    case setMark
    case clearMark
    case transport(TransportProtocol)
    /// One chance in so many equal ones, 2 or more.
    case oneIn(Int)
    case servicePortIn(NFTName)
    case sourceIsAllowed(NFTName, isNegated: Bool)
    case destinationIn(NFTName)
    case sourceIn(NFTName)
    case endsIn(NFTName)
    case servicePortVerdict(NFTName)
    case hostPortVerdict(NFTName)
    case rememberSource(NFTName)
    case jump(NFTName)
    case goTo(NFTName)
    case drop, reject, masquerade
    case dnat(IPAddress, Port)
    /// To the endpoint that a map has for the packet and a number below `outOf`.
    case dnatByServicePort(NFTName, outOf: Int)
    case dnatByHostPort(NFTName, outOf: Int)
  }
}

/// The name of a set or chain in netc's tables: our own words, numbers and hashes.
struct NFTName: Hashable, Comparable, ValidatedToken {
  let text: String

  init(_ literal: StaticString) { text = literal.description }

  /// `PREFIX-NUMBER`, `PREFIX-NUMBER-NUMBER`.
  init(_ prefix: StaticString, _ numbers: Int...) {
    text = numbers.reduce(prefix.description) { "\($0)-\($1)" }
  }

  /// A hash of `StableNames`.
  init(_ prefix: StaticString, hash: String) { text = "\(prefix)-\(hash)" }

  func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }

  static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}
