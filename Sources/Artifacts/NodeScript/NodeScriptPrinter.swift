import NetworkTypes
import Planning

/// Plan → `node.sh`. Its only words from the input are the node's name and addresses, validated
/// tokens that stand in single quotes.
struct NodeScriptPrinter {
  private(set) var out = TextBuffer(reservingCapacity: 32_768)

  init(_ node: NodePlan) {
    out.write("#!/bin/sh\n# netc: brings node ")
    out.write(node.name)
    out.write(" up on this host, and down again. As root:\n")
    out.write(NodeScriptText.usage)
    out.write("\nNODE='")
    out.write(node.name)
    out.write("'\nADDRESSES='")
    for (position, address) in node.addresses.enumerated() {
      if position > 0 { out.write(" ") }
      out.write(address)
    }
    out.write("'\n")
    out.write(NodeScriptText.constants)
    for part in NodeScriptText.parts {
      out.write("\n")
      out.write(part)
    }
  }
}
