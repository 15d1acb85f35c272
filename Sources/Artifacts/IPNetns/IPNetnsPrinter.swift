import NetworkTypes
import Planning

/// Document → `netns.sh`.
///
/// The plan stands in a quoted here-document, where the shell expands nothing, and its words are
/// validated tokens; so no input can become a command.
struct IPNetnsPrinter {
  private(set) var out = TextBuffer()

  init(_ document: IPNetnsDocument) {
    out.write("#!/bin/sh\n# netc: the pod network of node ")
    out.write(document.node)
    out.write(".\n")
    out.write(IPNetnsText.usage)
    printHostNetworkPods(document.hostNetworkPods)
    out.write("\nplan() {\n  cat <<'PLAN'\n")
    for line in document.lines { print(line) }
    out.write("PLAN\n}\n")
    out.write(IPNetnsText.constants)
    out.write("\n")
    switch document.wiring {
    case .bridged: out.write(IPNetnsText.bridged)
    case .routed: out.write(IPNetnsText.routed)
    }
    out.write(IPNetnsText.making)
    out.write("\n")
    out.write(IPNetnsText.looking)
  }

  private mutating func printHostNetworkPods(_ pods: [ObjectName]) {
    guard !pods.isEmpty else { return }
    out.write("#\n# These pods share the host's own network and have no sandbox:\n")
    for pod in pods {
      out.write("#   ")
      out.write(pod)
      out.write("\n")
    }
  }

  private mutating func print(_ line: IPNetnsDocument.Line) {
    switch line {
    case .bridge(let bridge, let addresses):
      out.write("bridge ")
      out.write(bridge.name)
      switch bridge.wiring {
      case .bridged: out.write(" bridge ")
      case .routed: out.write(" routed ")
      }
      out.write(bridge.macAddress)
      out.write(" ")
      out.write(bridge.mtu)
      print(addresses)
    case .route(let prefix, let nextHop):
      out.write("route ")
      out.write(prefix)
      if let nextHop { print(nextHop) } else { out.write(" unreachable") }
    case .service(let prefix, let source):
      out.write("service ")
      out.write(prefix)
      print(source)
    case .pod(let sandbox, let addresses):
      out.write("pod ")
      out.write(sandbox.netns)
      out.write(" ")
      out.write(sandbox.hostInterface)
      out.write(" ")
      out.write(sandbox.macAddress)
      print(addresses)
    }
    out.write("\n")
  }

  private mutating func print(_ values: PerFamily<some ValidatedToken>) {
    print(values.ipv4)
    print(values.ipv6)
  }

  private mutating func print(_ value: (some ValidatedToken)?) {
    out.write(" ")
    if let value { out.write(value) } else { out.write("-") }
  }
}
