import NetworkTypes

extension NFTablesPrinter {
  typealias Statement = NFTablesDocument.Statement

  mutating func print(_ statement: Statement, _ family: IPFamily) {
    switch statement {
    case .isNew: out.write("ct state new")
    case .isTranslated: out.write("ct status dnat")
    case .source(let prefix, let isNegated): print(family, "saddr ", isNegated, prefix)
    case .destination(let prefix, let isNegated): print(family, "daddr ", isNegated, prefix)
    case .destinationIsLocal: out.write("fib daddr type local")
    case .sourceIsLocal: out.write("fib saddr type local")
    case .isMarked: out.write("meta mark & 0x4000 == 0x4000")
    case .setMark: out.write("meta mark set meta mark | 0x4000")
    case .clearMark: out.write("meta mark set meta mark ^ 0x4000")
    case .transport(let transport): print("meta l4proto ", transport)
    case .oneIn(let count):
      print("numgen random mod ", count)
      out.write(" < 1")
    case .jump(let chain): print("jump ", chain)
    case .goTo(let chain): print("goto ", chain)
    case .drop: out.write("drop")
    case .reject: out.write("reject")
    case .masquerade: out.write("masquerade fully-random")
    case .dnat(let address, let port): printDNAT(family, address, port)
    default: printLookup(statement, family)
    }
  }

  private mutating func printLookup(_ statement: Statement, _ family: IPFamily) {
    switch statement {
    case .servicePortIn(let set): print(family, Self.servicePort, "@", set)
    case .sourceIsAllowed(let set, let isNegated):
      print(family, Self.servicePort)
      print(family, ". ", "saddr ")
      out.write(isNegated ? "!= @" : "@")
      out.write(set)
    case .destinationIn(let set): print(family, "daddr ", "@", set)
    case .sourceIn(let set): print(family, "saddr ", "@", set)
    case .endsIn(let set):
      print(family, "saddr . ")
      print(family, "daddr ", "@", set)
    case .servicePortVerdict(let map): print(family, Self.servicePort, "vmap @", map)
    case .hostPortVerdict(let map): print("meta l4proto . th dport vmap @", map)
    case .rememberSource(let set):
      print("update @", set)
      print(family, " { ", "saddr }")
    case .dnatByServicePort(let map, let count):
      printDNAT(family)
      print(family, Self.servicePort)
      printChance(count, map)
    case .dnatByHostPort(let map, let count):
      printDNAT(family)
      out.write("meta l4proto . th dport ")
      printChance(count, map)
    default: preconditionFailure("a statement has one spelling")
    }
  }

  private static let servicePort = "daddr . meta l4proto . th dport " as StaticString

  /// `ip` or `ip6`, and one of their fields.
  private mutating func print(_ family: IPFamily, _ before: StaticString, _ field: StaticString) {
    out.write(before)
    print(family, field)
  }

  private mutating func print(_ family: IPFamily, _ field: StaticString) {
    out.write(family == .ipv4 ? "ip " : "ip6 ")
    out.write(field)
  }

  private mutating func print(
    _ family: IPFamily, _ field: StaticString, _ between: StaticString, _ name: NFTName
  ) {
    print(family, field)
    print(between, name)
  }

  private mutating func print(
    _ family: IPFamily, _ field: StaticString, _ isNegated: Bool, _ prefix: IPPrefix
  ) {
    print(family, field)
    if isNegated { out.write("!= ") }
    print(prefix)
  }

  private mutating func print(_ word: StaticString, _ token: some ValidatedToken) {
    out.write(word)
    out.write(token)
  }

  private mutating func print(_ word: StaticString, _ number: Int) {
    out.write(word)
    out.write(number)
  }

  private mutating func printDNAT(_ family: IPFamily) {
    out.write(family == .ipv4 ? "dnat ip to " : "dnat ip6 to ")
  }

  private mutating func printDNAT(_ family: IPFamily, _ address: IPAddress, _ port: Port) {
    printDNAT(family)
    out.write(family == .ipv4 ? "" : "[")
    out.write(address)
    print(family == .ipv4 ? ":" : "]:", port)
  }

  private mutating func printChance(_ count: Int, _ map: NFTName) {
    print(". numgen random mod ", count)
    print(" map @", map)
  }

  // MARK: elements

  mutating func print(_ element: NFTablesDocument.Element) {
    switch element {
    case .servicePort(let address, let transport, let port, let verdict):
      print(address, transport, port)
      print(verdict)
    case .hostPort(let transport, let port, let verdict):
      print(transport, port)
      print(verdict)
    case .endpoint(let address, let transport, let port, let chance, let target, let targetPort):
      print(address, transport, port)
      print(chance, target, targetPort)
    case .hostPortEndpoint(let transport, let port, let chance, let target, let targetPort):
      print(transport, port)
      print(chance, target, targetPort)
    case .allowedSource(let address, let transport, let port, let source):
      print(address, transport, port)
      out.write(" . ")
      print(source)
    case .guardedPort(let address, let transport, let port): print(address, transport, port)
    case .address(let address): out.write(address)
    case .addressPair(let source, let destination):
      out.write(source)
      print(" . ", destination)
    }
  }

  private mutating func print(
    _ address: IPAddress, _ transport: TransportProtocol, _ port: Port
  ) {
    out.write(address)
    out.write(" . ")
    print(transport, port)
  }

  private mutating func print(_ transport: TransportProtocol, _ port: Port) {
    out.write(transport)
    print(" . ", port)
  }

  private mutating func print(_ chance: Int, _ target: IPAddress, _ port: Port) {
    print(" . ", chance)
    print(" : ", target)
    print(" . ", port)
  }

  private mutating func print(_ verdict: NFTablesDocument.Verdict) {
    switch verdict {
    case .goTo(let chain): print(" : goto ", chain)
    case .drop: out.write(" : drop")
    }
  }

  private mutating func print(_ prefix: IPPrefix) {
    if prefix.isSingleAddress { out.write(prefix.network) } else { out.write(prefix) }
  }
}
