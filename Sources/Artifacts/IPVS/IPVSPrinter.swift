import NetworkTypes
import Planning

/// The text of `ipvsadm -R`, spelled as `ipvsadm -S -n` spells it. It has no comments: ipvsadm
/// takes none.
struct IPVSPrinter {
  private(set) var out: TextBuffer

  init(_ document: VirtualServers) {
    out = TextBuffer(
      reservingCapacity: document.all.reduce(0) { $0 + 48 + 72 * $1.servers.count })
    if let timeouts = document.timeouts {
      out.write("--set ")
      out.write(timeouts.tcp)
      out.write(" ")
      out.write(timeouts.tcpFin)
      out.write(" ")
      out.write(timeouts.udp)
      out.write("\n")
    }
    for server in document.all { print(server) }
  }

  private mutating func print(_ server: VirtualServer) {
    print("-A", server.key)
    out.write(" -s ")
    out.write(server.scheduler)
    if let seconds = server.persistenceSeconds {
      out.write(" -p ")
      out.write(seconds)
    }
    if server.hashesSourcePort { out.write(" -b mh-port") }
    out.write("\n")
    for endpoint in server.servers {
      print("-a", server.key)
      out.write(" -r ")
      print(endpoint.address, endpoint.port)
      out.write(" -m -w 1\n")
    }
  }

  private mutating func print(_ command: StaticString, _ key: VirtualServer.Key) {
    out.write(command)
    switch key.transport {
    case .tcp: out.write(" -t ")
    case .udp: out.write(" -u ")
    case .sctp: out.write(" --sctp-service ")
    }
    print(key.address, key.port)
  }

  private mutating func print(_ address: IPAddress, _ port: Port) {
    out.write(address.family == .ipv4 ? "" : "[")
    out.write(address)
    out.write(address.family == .ipv4 ? ":" : "]:")
    out.write(port)
  }
}
