internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Shape where Value == DNSUpstream {
  /// `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:5353`, `tls://192.0.2.53%dns.example.com`.
  static var dnsUpstream: Shape<DNSUpstream> {
    let description = TextDescription(
      summary: "an address as 192.0.2.53, 192.0.2.53:5353 or tls://192.0.2.53%dns.example.com",
      pattern: "(tls://)?(\\[[0-9a-fA-F:.]+\\](:[0-9]+)?|[0-9a-fA-F:.]+)(%[-a-z0-9.]+)?",
      maximumLength: 320)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      switch parseUpstream(text) {
      case .success(let upstream): return upstream
      case .failure(let problem):
        reading.report(
          .badAddress, "\(quoted(text)): \(problem.message)", at: node.range, help: problem.help)
        return nil
      }
    }
  }
}

private struct UpstreamProblem: Error {
  let message: String
  var help: String?
}

/// Takes the text of an upstream apart.
private func parseUpstream(_ text: String) -> Result<DNSUpstream, UpstreamProblem> {
  Result { () throws(UpstreamProblem) in
    let isEncrypted = text.utf8.starts(with: "tls://".utf8)
    let rest = isEncrypted ? String(decoding: text.utf8.dropFirst(6), as: UTF8.self) : text
    let parts = rest.utf8.split(
      separator: UInt8(ascii: "%"), maxSplits: 1, omittingEmptySubsequences: false
    ).map { String(decoding: $0, as: UTF8.self) }
    let name = try serverName(parts.count == 2 ? parts[1] : nil, isEncrypted: isEncrypted)
    let (host, port) = try splitPort(parts[0])
    return DNSUpstream(
      address: try address(host), port: try port.map(number) ?? (isEncrypted ? 853 : 53),
      serverName: name)
  }
}

/// Without a name to look for in it, any certificate would do.
private func serverName(
  _ text: String?, isEncrypted: Bool
) throws(UpstreamProblem) -> DNSSubdomain? {
  guard isEncrypted else {
    if text == nil { return nil }
    throw UpstreamProblem(message: "a name behind `%` is for `tls://` alone")
  }
  guard let text else {
    throw UpstreamProblem(
      message: "the name that the server's certificate must have is missing",
      help: "write it behind `%`, as in tls://192.0.2.53%dns.example.com")
  }
  do {
    return try DNSSubdomain(parsing: text)
  } catch {
    throw UpstreamProblem(message: error.message)
  }
}

/// `[host]:port`, `host:port` with one colon, or a host alone.
private func splitPort(_ text: String) throws(UpstreamProblem) -> (String, String?) {
  let bytes = Array(text.utf8)
  if bytes.first == UInt8(ascii: "[") {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else {
      throw UpstreamProblem(message: "`]` is missing")
    }
    let host = String(decoding: bytes[1..<end], as: UTF8.self)
    if end == bytes.count - 1 { return (host, nil) }
    guard bytes[end + 1] == UInt8(ascii: ":") else {
      throw UpstreamProblem(message: "only `:` and a port may stand behind `]`")
    }
    return (host, String(decoding: bytes[(end + 2)...], as: UTF8.self))
  }
  let colons = bytes.indices.filter { bytes[$0] == UInt8(ascii: ":") }
  guard colons.count == 1, let colon = colons.first else { return (text, nil) }
  return (
    String(decoding: bytes[..<colon], as: UTF8.self),
    String(decoding: bytes[(colon + 1)...], as: UTF8.self)
  )
}

private func address(_ text: String) throws(UpstreamProblem) -> IPAddress {
  let address: IPAddress
  do {
    address = try IPAddress(parsing: text)
  } catch {
    throw UpstreamProblem(message: error.message, help: error.help)
  }
  if address.isUnspecified || address.isMulticast {
    throw UpstreamProblem(message: "no server can be asked there")
  }
  return address
}

private func number(_ text: String) throws(UpstreamProblem) -> Port {
  let isDigits =
    (1...5).contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  guard isDigits, let number = Int(text), let port = Port(number) else {
    throw UpstreamProblem(message: "\(quoted(text)) is no port")
  }
  return port
}

extension DNSUpstream: CustomStringConvertible {
  /// As it may be written, with the port.
  package var description: String {
    let host = address.family == .ipv4 ? "\(address)" : "[\(address)]"
    guard let serverName else { return "\(host):\(port)" }
    return "tls://\(host):\(port)%\(serverName)"
  }
}
