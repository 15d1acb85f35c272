import NetworkTypes
import Planning

/// The text of `ipset restore`.
struct IPSetPrinter {
  /// kube-proxy's `maxelem`, which is ipset's default; a set that needs more room gets it.
  private static let ordinaryCapacity = 65_536
  private(set) var out: TextBuffer

  /// - Parameter ports: what the sets are about, for the reader: neither they nor ipvsadm.rules can
  ///   say which Service an entry is for.
  init(_ sets: [IPSet], of ports: [ServicePortPlan]) {
    out = TextBuffer(
      reservingCapacity: sets.reduce(128 + 80 * ports.count) { $0 + 96 + 80 * $1.entries.count })
    out.write(
      "# netc: what the rules match, for `ipset restore`; names and meaning are kube-proxy's.\n")
    for port in ports { printRemark(port) }
    for set in sets { print(set) }
  }

  /// `# shop/web:http: 10.96.0.1 port 80/tcp also 198.51.100.7 nodeport 30080`
  private mutating func printRemark(_ port: ServicePortPlan) {
    out.write("# ")
    out.write(port.label)
    out.write(": ")
    print(port.clusterIP, " port ", port.port)
    out.write("/")
    out.write(port.transport)
    let others = port.externalIPs + port.loadBalancerIPs
    if !others.isEmpty { out.write(" also") }
    for address in others {
      out.write(" ")
      out.write(address)
    }
    if let nodePort = port.nodePort {
      out.write(" nodeport ")
      out.write(nodePort)
    }
    out.write("\n")
  }

  private mutating func print(_ address: IPAddress, _ between: StaticString, _ port: Port) {
    out.write(address)
    out.write(between)
    out.write(port)
  }

  private mutating func print(_ set: IPSet) {
    out.write("create ")
    out.write(set.name)
    if set.type == .port {
      out.write(" bitmap:port range 0-65535\n")
    } else {
      out.write(Self.hashType(set.type))
      out.write(set.family == .ipv4 ? " family inet" : " family inet6")
      out.write(" hashsize 1024 maxelem ")
      var capacity = Self.ordinaryCapacity
      while capacity < set.entries.count { capacity *= 2 }
      out.write(capacity)
      out.write("\n")
    }
    for entry in set.entries {
      out.write("add ")
      out.write(set.name)
      out.write(" ")
      print(entry)
      out.write("\n")
    }
  }

  private static func hashType(_ type: IPSetType) -> StaticString {
    switch type {
    case .address: " hash:ip"
    case .addressPort: " hash:ip,port"
    case .addressPortAddress: " hash:ip,port,ip"
    case .addressPortPrefix: " hash:ip,port,net"
    case .port: preconditionFailure("a bitmap of ports is no hash")
    }
  }

  private mutating func print(_ entry: IPSet.Entry) {
    switch entry {
    case .address(let address): out.write(address)
    case .port(let port): out.write(port)
    case .addressPort(let address, let transport, let port): print(address, transport, port)
    case .addressPortAddress(let address, let transport, let port, let source):
      print(address, transport, port)
      out.write(",")
      out.write(source)
    case .addressPortPrefix(let address, let transport, let port, let source):
      print(address, transport, port)
      out.write(",")
      if source.isSingleAddress { out.write(source.network) } else { out.write(source) }
    }
  }

  private mutating func print(_ address: IPAddress, _ transport: TransportProtocol, _ port: Port) {
    out.write(address)
    out.write(",")
    out.write(transport)
    out.write(":")
    out.write(port)
  }
}
