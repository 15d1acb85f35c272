import NetworkTypes

extension AddressLock {
  /// The text of `netc.lock`: YAML, every list sorted, the same bytes for the same choices.
  package func printed() -> [UInt8] {
    var out: [UInt8] = []
    out.append(
      text: """
        # Addresses that netc chose. Keep this file under version control: what is listed here
        # stays with its object, whatever is added, removed or moved around it.
        format: \(Self.formatVersion)

        """)
    out.appendSection("nodes", nodes.entries) { out, name, node in
      out.appendEntry(name)
      out.appendList("podCIDRs", node.podCIDRs) { $0.append(to: &$1) }
    }
    out.appendSection("pods", pods.entries) { out, name, pod in
      out.appendEntry(name.description)
      out.append(text: "    node: \"\(pod.node)\"\n")
      if !pod.addresses.isEmpty {
        out.appendList("addresses", pod.addresses) { $0.append(to: &$1) }
      }
    }
    out.appendSection("services", services.entries) { $0.appendService($1, $2) }
    return out
  }
}

// Keys and values are names and addresses that their types hold to letters, digits, `-`, `.`,
// `:` and `/`, so double quotes need no escapes.
extension [UInt8] {
  fileprivate mutating func append(text: String) { append(contentsOf: text.utf8) }

  fileprivate mutating func appendSection<Key, Value>(
    _ title: String, _ entries: [(key: Key, value: Value)],
    each: (inout [UInt8], Key, Value) -> Void
  ) {
    guard !entries.isEmpty else { return }
    append(text: "\(title):\n")
    for entry in entries { each(&self, entry.key, entry.value) }
  }

  fileprivate mutating func appendEntry(_ name: String) { append(text: "  \"\(name)\":\n") }

  fileprivate mutating func appendList<Item>(
    _ title: String, _ elements: [Item], each: (Item, inout [UInt8]) -> Void
  ) {
    append(text: "    \(title): [")
    for (position, element) in elements.enumerated() {
      append(text: position == 0 ? "\"" : ", \"")
      each(element, &self)
      append(text: "\"")
    }
    append(text: "]\n")
  }

  fileprivate mutating func appendService(_ name: ObjectName, _ service: ServiceLock) {
    appendEntry(name.description)
    if !service.clusterIPs.isEmpty {
      appendList("clusterIPs", service.clusterIPs) { $0.append(to: &$1) }
    }
    if !service.nodePorts.isEmpty {
      append(text: "    nodePorts:\n")
      for entry in service.nodePorts {
        append(text: "      \"\(entry.key)\": \(entry.port.number)\n")
      }
    }
    if let port = service.healthCheckNodePort {
      append(text: "    healthCheckNodePort: \(port.number)\n")
    }
    if !service.loadBalancerIPs.isEmpty {
      appendList("loadBalancerIPs", service.loadBalancerIPs) { $0.append(to: &$1) }
    }
  }
}
