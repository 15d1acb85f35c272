import NetworkTypes
import Planning

/// Document → `announce.sh`.
///
/// The plan stands in a quoted here-document, where the shell expands nothing, and its words are
/// validated tokens; so no input can become a command.
struct AnnouncePrinter {
  /// More names behind an address would help nobody.
  private static let shownRunnersUp = 8

  private(set) var out = TextBuffer()

  init(_ document: AnnounceDocument) {
    out.write("#!/bin/sh\n# netc: the load-balancer addresses that node ")
    out.write(document.node)
    out.write(" answers for.\n")
    out.write(AnnounceText.usage)
    for election in document.elections { printRemark(election) }
    out.write("\nNODE='")
    out.write(document.node)
    out.write("'\nUPLINK='")
    if let uplink = document.uplink { out.write(uplink) }
    out.write("'\nADDRESSES='")
    for (position, address) in document.nodeAddresses.enumerated() {
      if position > 0 { out.write(" ") }
      out.write(address)
    }
    out.write("'\n\nlist() {\n  cat <<'PLAN'\n")
    for election in document.elections { printLines(election) }
    out.write("PLAN\n}\n")
    out.write(AnnounceText.functions)
  }

  private mutating func printRemark(_ election: AnnounceDocument.Election) {
    out.write("#   ")
    out.write(election.address)
    out.write(" of ")
    for (position, service) in election.services.enumerated() {
      if position > 0 { out.write(", ") }
      out.write(service)
    }
    let shown = election.runnersUp.prefix(Self.shownRunnersUp)
    out.write(shown.isEmpty ? ": no other node may" : ": then ")
    for (position, node) in shown.enumerated() {
      if position > 0 { out.write(", ") }
      out.write(node)
    }
    if shown.count < election.runnersUp.count { out.write(", ...") }
    out.write("\n")
  }

  private mutating func printLines(_ election: AnnounceDocument.Election) {
    if election.interfaces.isEmpty {
      out.write("vip ")
      out.write(election.address)
      out.write(" -\n")
    }
    for interface in election.interfaces {
      out.write("vip ")
      out.write(election.address)
      out.write(" ")
      out.write(interface)
      out.write("\n")
    }
  }
}
