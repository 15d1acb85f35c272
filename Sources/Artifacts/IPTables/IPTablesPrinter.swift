import NetworkTypes

/// Document → the text of `iptables-restore --noflush`.
///
/// kube-proxy's spelling where there is one: `-m tcp -p tcp`, single hosts without a mask,
/// probabilities with ten digits, the mark as 0x00004000.
struct IPTablesPrinter {
  private(set) var out: TextBuffer

  init(_ document: IPTablesDocument) {
    let lines = document.tables.reduce(0) { $0 + $1.rules.count + $1.chains.count }
    out = TextBuffer(reservingCapacity: 1024 + 120 * lines)
    out.write("# netc: Services and masquerading, for `")
    out.write(document.family == .ipv4 ? "iptables" : "ip6tables")
    out.write(
      """
      -restore --noflush`.
      # Chains named KUBE- have kube-proxy's names and meaning; chains named NETC- are netc's own.

      """)
    for table in document.tables { print(table) }
  }

  /// Lines alone, for documents that have them in common.
  init(_ lines: [IPTablesDocument.Line]) {
    out = TextBuffer(reservingCapacity: 64 + 100 * lines.count)
    for line in lines { print(line) }
  }

  private mutating func print(_ table: IPTablesDocument.Table) {
    switch table.name {
    case .filter: out.write("*filter\n")
    case .nat: out.write("*nat\n")
    }
    for chain in table.chains {
      out.write(":")
      out.write(chain)
      out.write(" - [0:0]\n")
    }
    for line in table.rules { print(line) }
    out.write("COMMIT\n")
  }

  private mutating func print(_ line: IPTablesDocument.Line) {
    switch line {
    case .rule(let rule): print(rule)
    case .remark(let remark): print(remark)
    case .printed(let text): out.write(text)
    }
  }

  private mutating func print(_ remark: IPTablesDocument.Remark) {
    switch remark {
    case .servicePort(let label, let address, let port, let transport):
      out.write("# ")
      out.write(label)
      out.write(": ")
      out.write(address)
      out.write(" port ")
      out.write(port)
      out.write("/")
      out.write(transport)
      out.write("\n")
    }
  }

  private mutating func print(_ rule: IPTablesDocument.Rule) {
    out.write(rule.position == nil ? "-A " : "-I ")
    out.write(rule.chain)
    if let position = rule.position {
      out.write(" ")
      out.write(position)
    }
    for match in rule.matches { print(match) }
    if let target = rule.target { print(target) }
    out.write("\n")
  }

  private mutating func print(_ match: IPTablesDocument.Match) {
    switch match {
    case .comment(let comment): print(comment)
    case .transport(let transport):
      out.write(Self.transportMatch(transport))
    case .transportAlone(let transport):
      out.write(" -p ")
      out.write(transport)
    case .source(let prefix, let isNegated): print(isNegated ? " ! -s " : " -s ", prefix)
    case .destination(let prefix, let isNegated): print(isNegated ? " ! -d " : " -d ", prefix)
    case .destinationPort(let port):
      out.write(" --dport ")
      out.write(port)
    case .destinationPorts(let range):
      out.write(" --dport ")
      out.write(range.lower)
      out.write(":")
      out.write(range.upper)
    case .destinationIsLocal: out.write(" -m addrtype --dst-type LOCAL")
    case .sourceIsLocal: out.write(" -m addrtype --src-type LOCAL")
    case .sourceIsNotLocal: out.write(" -m addrtype ! --src-type LOCAL")
    case .isNotBridged: out.write(" -m physdev ! --physdev-is-in")
    case .inSet(let set, let keys):
      out.write(" -m set --match-set ")
      out.write(set)
      out.write(Self.setKeys(keys))
    case .virtualServer(let address, let transport, let port):
      out.write(" -m ipvs --vaddr ")
      out.write(address)
      out.write(" --vproto ")
      out.write(transport)
      out.write(" --vport ")
      out.write(port)
    case .connectionState(let state): out.write(Self.stateMatch(state))
    case .isMarked(true): out.write(" -m mark --mark 0x00004000/0x00004000")
    case .isMarked(false): out.write(" -m mark ! --mark 0x00004000/0x00004000")
    case .oneIn(let count): printProbability(count)
    case .recentlySeen(let list, let seconds):
      out.write(" -m recent --name ")
      out.write(list)
      out.write(" --rcheck --seconds ")
      out.write(seconds)
      out.write(" --reap")
    case .rememberSource(let list):
      out.write(" -m recent --name ")
      out.write(list)
      out.write(" --set")
    }
  }

  private static func transportMatch(_ transport: TransportProtocol) -> StaticString {
    switch transport {
    case .tcp: " -m tcp -p tcp"
    case .udp: " -m udp -p udp"
    case .sctp: " -m sctp -p sctp"
    }
  }

  private static func setKeys(_ keys: IPTablesDocument.SetKeys) -> StaticString {
    switch keys {
    case .destinationOnly: " dst"
    case .destinationAndPort: " dst,dst"
    case .destinationPortAndSource: " dst,dst,src"
    case .sourceAndPort: " src,dst"
    }
  }

  private static func stateMatch(_ state: IPTablesDocument.ConnectionState) -> StaticString {
    switch state {
    case .new: " -m conntrack --ctstate NEW"
    case .invalid: " -m conntrack --ctstate INVALID"
    case .translated: " -m conntrack --ctstate DNAT"
    case .relatedOrEstablished: " -m conntrack --ctstate RELATED,ESTABLISHED"
    case .unexpected: " -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT"
    }
  }

  private mutating func print(_ option: StaticString, _ prefix: IPPrefix) {
    out.write(option)
    if prefix.isSingleAddress { out.write(prefix.network) } else { out.write(prefix) }
  }

  /// 1/n with ten digits after the point, rounded to nearest: Go's `%0.10f`.
  private mutating func printProbability(_ count: Int) {
    precondition(count >= 2, "the last of the endpoints takes every packet")
    let scale = 10_000_000_000
    let digits = String((scale + count / 2) / count)
    out.write(" -m statistic --mode random --probability 0.")
    for _ in digits.utf8.count..<10 { out.write("0") }
    out.write((scale + count / 2) / count)
  }

  private mutating func print(_ target: IPTablesDocument.Target) {
    switch target {
    case .jump(let chain):
      out.write(" -j ")
      out.write(chain)
    case .goTo(let chain):
      out.write(" -g ")
      out.write(chain)
    case .accept: out.write(" -j ACCEPT")
    case .drop: out.write(" -j DROP")
    case .reject: out.write(" -j REJECT")
    case .returnToCaller: out.write(" -j RETURN")
    case .masquerade: out.write(" -j MASQUERADE --random-fully")
    case .masqueradeKeepingPort: out.write(" -j MASQUERADE")
    case .setMark: out.write(" -j MARK --or-mark 0x00004000")
    case .clearMark: out.write(" -j MARK --xor-mark 0x00004000")
    case .dnat(let address, let port):
      out.write(" -j DNAT --to-destination ")
      printEndpoint(address, port)
    }
  }

  private mutating func printEndpoint(_ address: IPAddress, _ port: Port) {
    out.write(address.family == .ipv4 ? "" : "[")
    out.write(address)
    out.write(address.family == .ipv4 ? ":" : "]:")
    out.write(port)
  }

  /// A comment holds literals and plain tokens only, none of which has a quote or a backslash, so
  /// double quotes need no escapes (iptables-restore knows no quoting that is safe for others).
  private mutating func print(_ comment: IPTablesDocument.Comment) {
    out.write(" -m comment --comment ")
    if case .label(let label) = comment {
      out.write(label)
      return
    }
    out.write("\"")
    printText(of: comment)
    out.write("\"")
  }

  private mutating func printText(of comment: IPTablesDocument.Comment) {
    switch comment {
    case .fixed(let text): out.write(text)
    case .label(let label): out.write(label)
    case .about(let label, let text):
      out.write(label)
      out.write(text)
    case .around(let before, let label, let after):
      out.write(before)
      out.write(label)
      out.write(after)
    case .endpoint(let label, let address, let port):
      out.write(label)
      out.write(" -> ")
      printEndpoint(address, port)
    case .firewall(let label, let chain):
      out.write(label)
      out.write(" traffic not accepted by ")
      out.write(chain)
    }
  }
}
