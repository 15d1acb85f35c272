package import NetworkTypes

/// The line that stands over the rules of a service port: `# shop/web:http: 10.96.0.1 port 80/tcp`;
/// behind it, in nftables.nft, further entrances: `also 198.51.100.7 nodeport 30080`.
package struct ServiceRemark: Hashable, Sendable {
  /// `shop/web:http`; without the colon for a port that has no name.
  package let object: String
  package let address: IPAddress
  package let port: Port
  package let transport: TransportProtocol
  private(set) var furtherAddresses: [IPAddress] = []
  private(set) var nodePort: Port?

  init?(_ line: Substring) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 5, words[0] == "#", words[1].hasSuffix(":"), words[3] == "port",
      let object = Self.label(words[1].dropLast()),
      let address = try? IPAddress(parsing: String(words[2]))
    else { return nil }
    let parts = words[4].split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let port = Port(number),
      let transport = TransportProtocol.allCases.first(where: { $0.lowercaseName == parts[1] })
    else { return nil }
    self.object = object
    self.address = address
    self.port = port
    self.transport = transport
    guard readEntrances(words.dropFirst(5)) else { return nil }
  }

  private mutating func readEntrances(_ words: ArraySlice<Substring>) -> Bool {
    var rest = words
    if rest.first == "also" {
      rest.removeFirst()
      while let word = rest.first, word != "nodeport" {
        guard let address = try? IPAddress(parsing: String(word)) else { return false }
        furtherAddresses.append(address)
        rest.removeFirst()
      }
    }
    if rest.isEmpty { return true }
    guard rest.count == 2, rest.removeFirst() == "nodeport",
      let number = rest.first.flatMap({ Int($0) }), let port = Port(number)
    else { return false }
    nodePort = port
    return true
  }

  /// The service port that a comment names: `pod traffic for shop/web:http external destinations`.
  static func object(inComment text: Substring) -> String? {
    for word in text.split(separator: " ") {
      if let label = label(word) { return label }
    }
    return nil
  }

  /// `namespace/name` or `namespace/name:port`, the word as it is; nil for other words.
  private static func label(_ word: Substring) -> String? {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let names = [parts[0]] + parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard names.count <= 3 else { return nil }
    let isPlain = names.allSatisfy { name in
      !name.isEmpty
        && name.utf8.allSatisfy {
          (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d || $0 == 0x2e
        }
    }
    return isPlain ? String(word) : nil
  }
}
