import Diagnostics
import NetworkTypes
import YAMLSyntax

/// Reads `netc.lock`.
///
/// netc wrote the file, but people merge it and strangers may send it: what it says ends in
/// scripts that root runs, so every name and address goes through its type again.
struct LockReader {
  private var lock = AddressLock()

  /// Nil when anything is wrong, which is reported.
  static func read(
    _ source: SourceFile, index: UInt32, log: inout DiagnosticLog
  ) -> AddressLock? {
    let errorsBefore = log.errorCount
    var stream = YAMLStream(source, index: index)
    let whole = SourceRange(file: index, start: 0, end: 0)
    guard let document = stream.next(log: &log), !document.hadErrors else {
      if log.errorCount == errorsBefore { reportMissingFormat(at: whole, &log) }
      return nil
    }
    let second = stream.next(log: &log)
    if let root = second?.root, log.errorCount == errorsBefore {
      log.report(.badLock, "a lock is one document, here begins another", at: root.range)
    }
    guard let root = document.root else {
      reportMissingFormat(at: whole, &log)
      return nil
    }
    var reader = LockReader()
    reader.readDocument(root, &log)
    return log.errorCount == errorsBefore ? reader.lock : nil
  }

  private static func reportMissingFormat(at range: SourceRange, _ log: inout DiagnosticLog) {
    log.report(
      .badLock, "the file has no `format`", at: range,
      help: "restore it from version control, or remove it to have all addresses chosen anew")
  }

  private mutating func readDocument(_ root: YAMLNode, _ log: inout DiagnosticLog) {
    guard root.kind == .mapping else {
      return log.report(.badLock, "a lock is a mapping", at: root.range)
    }
    guard let format = root["format"] else {
      return Self.reportMissingFormat(at: root.range, &log)
    }
    guard format.scalar == .int(Int64(AddressLock.formatVersion)) else {
      return log.report(
        .unknownLockFormat,
        "the format is not \(AddressLock.formatVersion), the only one that this netc knows",
        at: format.range, help: "build with the netc that wrote the file, or a newer one")
    }
    for (key, value) in root.entries {
      switch key.string {
      case "format": break
      case "nodes": lock.nodes = SortedTable(table(value, &log, node))
      case "pods": lock.pods = SortedTable(table(value, &log, pod))
      case "services": lock.services = SortedTable(table(value, &log, service))
      default: reportUnknown(key, &log)
      }
    }
  }

  private func reportUnknown(_ key: YAMLNode, _ log: inout DiagnosticLog) {
    log.report(.badLock, "a lock has no such entry", at: key.range)
  }
}

// MARK: - Entries

extension LockReader {
  /// The entries of a mapping that can be read; the others are reported.
  private func table<Entry>(
    _ node: YAMLNode, _ log: inout DiagnosticLog,
    _ read: (YAMLNode, YAMLNode, inout DiagnosticLog) -> Entry?
  ) -> [Entry] {
    guard isMapping(node, &log) else { return [] }
    return node.entries.compactMap { read($0.key, $0.value, &log) }
  }

  private func isMapping(_ node: YAMLNode, _ log: inout DiagnosticLog) -> Bool {
    if node.kind == .mapping { return true }
    log.report(.badLock, "a mapping is needed here", at: node.range)
    return false
  }

  private func node(
    _ key: YAMLNode, _ value: YAMLNode, _ log: inout DiagnosticLog
  ) -> (key: String, value: NodeLock)? {
    guard isMapping(value, &log), let name = name(DNSSubdomain.self, key, &log) else { return nil }
    var blocks: [IPPrefix] = []
    for (key, value) in value.entries {
      switch key.string {
      case "podCIDRs": blocks = list(value, &log, prefix)
      default: reportUnknown(key, &log)
      }
    }
    return (name.text, NodeLock(podCIDRs: blocks))
  }

  private func pod(
    _ key: YAMLNode, _ value: YAMLNode, _ log: inout DiagnosticLog
  ) -> (key: ObjectName, value: PodLock)? {
    guard isMapping(value, &log), let object = objectName(key, &log) else { return nil }
    var node: DNSSubdomain?
    var addresses: [IPAddress] = []
    for (key, value) in value.entries {
      switch key.string {
      case "node": node = name(DNSSubdomain.self, value, &log)
      case "addresses": addresses = list(value, &log, address)
      default: reportUnknown(key, &log)
      }
    }
    if value["node"] == nil { log.report(.badLock, "the pod has no node", at: key.range) }
    guard let node else { return nil }
    return (object, PodLock(node: node.text, addresses: addresses))
  }

  private func service(
    _ key: YAMLNode, _ value: YAMLNode, _ log: inout DiagnosticLog
  ) -> (key: ObjectName, value: ServiceLock)? {
    guard isMapping(value, &log), let object = objectName(key, &log) else { return nil }
    var clusterIPs: [IPAddress] = []
    var nodePorts: [LockedNodePort] = []
    var healthCheckNodePort: Port?
    var loadBalancerIPs: [IPAddress] = []
    for (key, value) in value.entries {
      switch key.string {
      case "clusterIPs": clusterIPs = list(value, &log, address)
      case "nodePorts": nodePorts = table(value, &log, nodePort)
      case "healthCheckNodePort": healthCheckNodePort = port(value, &log)
      case "loadBalancerIPs": loadBalancerIPs = list(value, &log, address)
      default: reportUnknown(key, &log)
      }
    }
    let lock = ServiceLock(
      clusterIPs: clusterIPs, nodePorts: nodePorts.sorted { $0.key < $1.key },
      healthCheckNodePort: healthCheckNodePort, loadBalancerIPs: loadBalancerIPs)
    return (object, lock)
  }

  private func nodePort(
    _ key: YAMLNode, _ value: YAMLNode, _ log: inout DiagnosticLog
  ) -> LockedNodePort? {
    // A port's number is a legal label, too.
    guard let name = name(DNSLabel.self, key, &log), let port = port(value, &log) else {
      return nil
    }
    return LockedNodePort(key: name.text, port: port)
  }
}

// MARK: - Values

extension LockReader {
  private func name<Name: CheckedName>(
    _ type: Name.Type, _ node: YAMLNode, _ log: inout DiagnosticLog
  ) -> Name? {
    do {
      // The text of a collection is empty, which is no name.
      return try Name(parsing: node.string)
    } catch {
      log.report(.badLock, error.message, at: node.range)
      return nil
    }
  }

  /// `namespace/name`.
  private func objectName(_ node: YAMLNode, _ log: inout DiagnosticLog) -> ObjectName? {
    let text = node.string.utf8
    guard let slash = text.firstIndex(of: UInt8(ascii: "/")),
      let namespace = try? DNSLabel(parsing: String(decoding: text[..<slash], as: UTF8.self)),
      let name = try? DNSSubdomain(
        parsing: String(decoding: text[text.index(after: slash)...], as: UTF8.self))
    else {
      log.report(.badLock, "a namespace, `/` and a name are needed here", at: node.range)
      return nil
    }
    return ObjectName(namespace: namespace, name: name)
  }

  private func list<Value>(
    _ node: YAMLNode, _ log: inout DiagnosticLog,
    _ read: (YAMLNode, inout DiagnosticLog) -> Value?
  ) -> [Value] {
    guard node.kind == .sequence else {
      log.report(.badLock, "a list is needed here", at: node.range)
      return []
    }
    return node.items.compactMap { read($0, &log) }
  }

  private func address(_ node: YAMLNode, _ log: inout DiagnosticLog) -> IPAddress? {
    do {
      return try node.withUTF8 { text throws(AddressError) in try IPAddress(parsing: text) }
    } catch {
      log.report(.badLock, error.message, at: node.range)
      return nil
    }
  }

  private func prefix(_ node: YAMLNode, _ log: inout DiagnosticLog) -> IPPrefix? {
    do {
      return try node.withUTF8 { text throws(AddressError) in try IPPrefix(parsing: text) }
    } catch {
      log.report(.badLock, error.message, at: node.range)
      return nil
    }
  }

  private func port(_ node: YAMLNode, _ log: inout DiagnosticLog) -> Port? {
    if node.kind == .scalar, case .int(let number) = node.scalar, let port = Port(Int(number)) {
      return port
    }
    log.report(.badLock, "a port, 1 to 65535, is needed here", at: node.range)
    return nil
  }
}
