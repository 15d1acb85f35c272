import NetworkTypes
import Planning

/// Document → the text of `nft -f`.
///
/// One element a line, chains as blocks, each named thing once: so that two builds can be compared
/// line by line.
struct NFTablesPrinter {
  var out = TextBuffer(reservingCapacity: 1 << 16)

  init() {
    out.write(
      """
      # netc: Services, for `nft -f`. The tables named netc are replaced whole, in one transaction.

      """)
  }

  /// The sets and chains of a table, for tables that have them in common.
  init(body table: NFTablesDocument.Table) {
    for set in table.sets { print(set, table.family) }
    for chain in table.chains { print(chain, table.family) }
  }

  /// The lines before the tables, which all nodes have in common.
  init(remarks ports: [ServicePortPlan]) {
    for port in ports { printRemark(port) }
  }

  /// Which entrances a service port has:
  /// `# shop/web:http: 10.96.0.1 port 80/tcp also 198.51.100.7 nodeport 30080`. Not among the
  /// elements, which are one a line.
  private mutating func printRemark(_ port: ServicePortPlan) {
    out.write("# ")
    out.write(port.label)
    out.write(": ")
    out.write(port.clusterIP)
    out.write(" port ")
    out.write(port.port)
    out.write("/")
    out.write(port.transport)
    let further = port.externalIPs + port.loadBalancerIPs
    if !further.isEmpty { out.write(" also") }
    for address in further {
      out.write(" ")
      out.write(address)
    }
    if let number = port.nodePort {
      out.write(" nodeport ")
      out.write(number)
    }
    out.write("\n")
  }

  /// A whole table; `body` is behind the sets of its own.
  mutating func print(_ family: IPFamily, sets: [NFTablesDocument.NamedSet], body: TextBuffer) {
    for command in ["add table " as StaticString, "delete table ", "table "] {
      out.write(command)
      out.write(family == .ipv4 ? "ip netc" : "ip6 netc")
      out.write(command.description == "table " ? " {\n" : "\n")
    }
    for set in sets { print(set, family) }
    out.write(body)
    out.write("}\n")
  }

  private mutating func print(_ set: NFTablesDocument.NamedSet, _ family: IPFamily) {
    out.write(set.type.isMap ? "\tmap " : "\tset ")
    out.write(set.name)
    out.write(" {\n")
    printType(set, family)
    if !set.elements.isEmpty {
      out.write("\t\telements = {\n")
      for element in set.elements {
        out.write("\t\t\t")
        print(element)
        out.write(",\n")
      }
      out.write("\t\t}\n")
    }
    out.write("\t}\n")
  }

  private mutating func printType(_ set: NFTablesDocument.NamedSet, _ family: IPFamily) {
    out.write("\t\t")
    out.write(set.type.spelling(family))
    out.write("\n")
    switch set.type {
    case .allowedSources: out.write("\t\tflags interval\n")
    case .clients(let seconds):
      out.write("\t\tsize 65535\n\t\tflags dynamic,timeout\n\t\ttimeout ")
      out.write(seconds)
      out.write("s\n")
    default:
      out.write("\t\tsize ")
      out.write(set.size)
      out.write("\n")
    }
  }

  private mutating func print(_ chain: NFTablesDocument.Chain, _ family: IPFamily) {
    out.write("\tchain ")
    out.write(chain.name)
    out.write(" {\n")
    if let hook = chain.hook {
      out.write("\t\t")
      out.write(hook.spelling)
      out.write("\n")
    }
    for rule in chain.rules {
      out.write("\t\t")
      for (position, statement) in rule.enumerated() {
        if position > 0 { out.write(" ") }
        print(statement, family)
      }
      out.write("\n")
    }
    out.write("\t}\n")
  }
}

extension NFTablesDocument.SetType {
  var isMap: Bool {
    switch self {
    case .servicePorts, .hostPorts, .endpoints, .hostPortEndpoints: true
    default: false
    }
  }

  fileprivate func spelling(_ family: IPFamily) -> StaticString {
    family == .ipv4 ? spellingForIPv4 : spellingForIPv6
  }

  /// `numgen` has no name of its own as a type, so the keys with a chance are told by an example;
  /// the modulus in it means nothing.
  private var spellingForIPv4: StaticString {
    switch self {
    case .servicePorts: "type ipv4_addr . inet_proto . inet_service : verdict"
    case .hostPorts: "type inet_proto . inet_service : verdict"
    case .endpoints:
      "typeof ip daddr . meta l4proto . th dport . numgen random mod 2 : ip daddr . tcp dport"
    case .hostPortEndpoints:
      "typeof meta l4proto . th dport . numgen random mod 2 : ip daddr . tcp dport"
    case .allowedSources: "type ipv4_addr . inet_proto . inet_service . ipv4_addr"
    case .guardedPorts: "type ipv4_addr . inet_proto . inet_service"
    case .addresses, .clients: "type ipv4_addr"
    case .addressPairs: "type ipv4_addr . ipv4_addr"
    }
  }

  private var spellingForIPv6: StaticString {
    switch self {
    case .servicePorts: "type ipv6_addr . inet_proto . inet_service : verdict"
    case .hostPorts: "type inet_proto . inet_service : verdict"
    case .endpoints:
      "typeof ip6 daddr . meta l4proto . th dport . numgen random mod 2 : ip6 daddr . tcp dport"
    case .hostPortEndpoints:
      "typeof meta l4proto . th dport . numgen random mod 2 : ip6 daddr . tcp dport"
    case .allowedSources: "type ipv6_addr . inet_proto . inet_service . ipv6_addr"
    case .guardedPorts: "type ipv6_addr . inet_proto . inet_service"
    case .addresses, .clients: "type ipv6_addr"
    case .addressPairs: "type ipv6_addr . ipv6_addr"
    }
  }
}

extension NFTablesDocument.Hook {
  /// -1: whatever the order of loading, what is refused is refused before a DROP policy of iptables,
  /// whose chains have the priority 0, leaves the client waiting. kube-proxy's are at 0.
  fileprivate var spelling: StaticString {
    switch self {
    case .filterPrerouting: "type filter hook prerouting priority -110; policy accept;"
    case .filterOutputBeforeNAT: "type filter hook output priority -110; policy accept;"
    case .filterInput: "type filter hook input priority -1; policy accept;"
    case .filterForward: "type filter hook forward priority -1; policy accept;"
    case .filterOutput: "type filter hook output priority -1; policy accept;"
    case .natPrerouting: "type nat hook prerouting priority -100; policy accept;"
    case .natOutput: "type nat hook output priority -100; policy accept;"
    case .natPostrouting: "type nat hook postrouting priority 100; policy accept;"
    }
  }
}
