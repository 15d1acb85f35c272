import NetworkTypes
import Planning

/// A line for each entrance: family, address (`-`: any of the node's), port, then address and port
/// of each endpoint, all with tabs between.
struct ConntrackPrinter {
  private(set) var out: TextBuffer

  init(_ document: ConntrackDocument) {
    out = TextBuffer(
      reservingCapacity: document.lines.reduce(256) { $0 + 32 * (1 + $1.endpoints.count) })
    out.write(
      "# netc: who answers at the UDP entrances of Services. node.sh ends connections to others.\n")
    out.write(
      "# family, address (-: any of the node), port, then address and port of each endpoint\n")
    for line in document.lines { print(line) }
  }

  private mutating func print(_ line: ConntrackDocument.Line) {
    out.write(line.family == .ipv4 ? "ipv4\t" : "ipv6\t")
    if let address = line.address { out.write(address) } else { out.write("-") }
    out.write("\t")
    out.write(line.port)
    for endpoint in line.endpoints {
      out.write("\t")
      out.write(endpoint.address)
      out.write("\t")
      out.write(endpoint.port)
    }
    out.write("\n")
  }
}
