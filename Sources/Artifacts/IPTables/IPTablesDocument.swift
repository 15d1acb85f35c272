import NetworkTypes

/// An `iptables-restore` file: tables with their chains and rules, in order.
struct IPTablesDocument {
  let family: IPFamily
  let tables: [Table]

  struct Table {
    let name: TableName
    /// Every chain that is not built in, in the order of declaration; each once.
    let chains: [ChainName]
    /// The jumps from built-in chains first.
    let rules: [Line]
  }

  enum TableName { case filter, nat }

  enum Line {
    case rule(Rule)
    /// A line for the reader: what follows and why.
    case remark(Remark)
    /// Lines that have been printed already, the same for several nodes.
    case printed(TextBuffer)
  }

  enum Remark {
    /// `shop/web:http: 10.96.0.1 port 80/TCP`.
    case servicePort(PlainToken, IPAddress, Port, TransportProtocol)
  }

  struct Rule {
    let chain: ChainName
    /// 1-based place in a built-in chain; nil: appended.
    var position: Int?
    var matches: [Match] = []
    var target: Target?
  }

  /// In the order of printing, which is kube-proxy's.
  enum Match {
    case comment(Comment)
    case transport(TransportProtocol)
    /// Without the module that `--dport` needs.
    case transportAlone(TransportProtocol)
    case source(IPPrefix, isNegated: Bool)
    case destination(IPPrefix, isNegated: Bool)
    case destinationPort(Port)
    case destinationPorts(PortRange)
    case destinationIsLocal
    case sourceIsLocal
    case sourceIsNotLocal
    /// The packet did not come in as a frame of a bridge.
    case isNotBridged
    case inSet(SetName, SetKeys)
    /// The packet is for this virtual server of IPVS.
    case virtualServer(IPAddress, TransportProtocol, Port)
    case connectionState(ConnectionState)
    case isMarked(Bool)
    /// The chance that the rule applies, out of `outOf` equal ones; `outOf` is 2 or more.
    case oneIn(outOf: Int)
    case recentlySeen(list: ChainName, seconds: Int)
    case rememberSource(list: ChainName)
  }

  /// The parts of a packet that are looked up in a set.
  enum SetKeys { case destinationOnly, destinationAndPort, destinationPortAndSource, sourceAndPort }

  enum ConnectionState {
    case new, invalid, relatedOrEstablished
    /// Its destination was changed by a nat rule.
    case translated
    /// None of related, established and translated.
    case unexpected
  }

  enum Comment {
    case fixed(StaticString)
    case label(PlainToken)
    /// The label, a space and the text.
    case about(PlainToken, StaticString)
    /// The text, a space, the label, a space and the text.
    case around(StaticString, PlainToken, StaticString)
    case endpoint(PlainToken, IPAddress, Port)
    case firewall(PlainToken, ChainName)
  }

  enum Target {
    case jump(ChainName)
    /// Without a way back into the chain of the rule.
    case goTo(ChainName)
    case accept, drop, reject, returnToCaller, masquerade, setMark, clearMark
    /// With the port that the sender chose, if it is free.
    case masqueradeKeepingPort
    case dnat(IPAddress, Port)
  }
}

/// The name of a chain: at most 28 characters (XT_EXTENSION_MAXNAMELEN − 1).
struct ChainName: Hashable, ValidatedToken {
  let text: String

  /// A name that stands in our own text.
  init(_ literal: StaticString) { self.init(made: literal.description) }

  /// A prefix that says what the chain is for, and what sets it apart from others.
  init(prefix: StaticString, rest: String) { self.init(made: prefix.description + rest) }

  private init(made text: String) {
    precondition(text.utf8.count <= 28, "a chain name has at most 28 characters")
    self.text = text
  }

  func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: text.utf8) }
}
