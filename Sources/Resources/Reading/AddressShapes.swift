internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Shape where Value == IPAddress {
  static var ipAddress: Shape<IPAddress> {
    Shape(.text(.ipAddress)) { node, reading in
      guard node.isText else {
        reading.reportUnquoted(node)
        return nil
      }
      return reading.parse(node) { text throws(AddressError) in try IPAddress(parsing: text) }
    }
  }
}

extension Shape where Value == IPPrefix {
  static var ipPrefix: Shape<IPPrefix> {
    Shape(.text(.ipPrefix)) { node, reading in
      guard node.isText else {
        reading.reportUnquoted(node)
        return nil
      }
      return reading.parse(node) { text throws(AddressError) in try IPPrefix(parsing: text) }
    }
  }

  /// A block that may have blanks around it, which the API server cuts off.
  static var trimmedIPPrefix: Shape<IPPrefix> {
    var description = TextDescription.ipPrefix
    description.pattern = nil
    description.maximumLength = nil
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      return reading.parsePrefix(text.trimmed, at: node.range)
    }
  }
}

extension Shape where Value == PortRange {
  static var portRange: Shape<PortRange> {
    let description = TextDescription(
      summary: "a range of ports", pattern: "[0-9]+-[0-9]+", maximumLength: 11)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      do throws(PortRangeError) {
        return try PortRange(parsing: text)
      } catch {
        reading.report(.badPortRange, "\(quoted(text)): \(error.message)", at: node.range)
        return nil
      }
    }
  }
}

extension Reading {
  fileprivate mutating func parse<Value>(
    _ node: YAMLNode, _ parse: (Span<UInt8>) throws(AddressError) -> Value
  ) -> Value? {
    do {
      return try node.withUTF8(parse)
    } catch {
      reportAddress(error, node.string, at: node.range)
      return nil
    }
  }

  /// Reads a block from text that is not a node of its own.
  mutating func parsePrefix(_ text: String, at range: SourceRange) -> IPPrefix? {
    do {
      return try IPPrefix(parsing: text)
    } catch {
      reportAddress(error, text, at: range)
      return nil
    }
  }

  private mutating func reportAddress(_ error: AddressError, _ text: String, at range: SourceRange)
  {
    var fixes: [Fix] = []
    if case .hostBitsSet(let prefix) = error, !range.isEmpty {
      fixes = [Fix(replace: range, with: prefix.quotedForYAML)]
    }
    report(
      .badAddress, "\(quoted(text)): \(error.message)", at: range, help: error.help, fixes: fixes)
  }

  /// Reports an address that no packet can be sent to as a Service's or endpoint's own.
  ///
  /// Kubernetes' `ValidateNonSpecialIP`.
  mutating func checkNotSpecial(_ address: Located<IPAddress>) -> Bool {
    let problem: String
    if address.value.isUnspecified {
      problem = "the unspecified address"
    } else if address.value.isLoopback {
      problem = "a loopback address"
    } else if address.value.isLinkLocal {
      problem = "a link-local address"
    } else if address.value.isLinkLocalMulticast {
      problem = "a link-local multicast address"
    } else {
      return true
    }
    report(
      .badAddress, "\(address.value) is \(problem), which is not allowed here", at: address.range)
    return false
  }
}

extension SourceRange {
  var isEmpty: Bool { start == end }
}

extension IPPrefix {
  /// An IPv6 block in quotes, since a plain scalar may not end up as one in flow style.
  var quotedForYAML: String { family == .ipv6 ? "\"\(self)\"" : "\(self)" }
}

extension String {
  /// Without the white space at its ends, as Go's `strings.TrimSpace` for ASCII.
  var trimmed: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let bytes = utf8.drop(while: isBlank)
    let end = bytes.lastIndex { !isBlank($0) }.map { bytes.index(after: $0) } ?? bytes.startIndex
    return String(Substring(bytes[..<end]))
  }
}

extension TextDescription {
  /// Loose: the reader knows the rules, a regular expression for IPv6 helps nobody.
  static let ipAddress = TextDescription(
    summary: "an IP address", pattern: "[0-9a-fA-F:.]+", maximumLength: 45)
  static let ipPrefix = TextDescription(
    summary: "a block of IP addresses, as 10.0.0.0/8", pattern: "[0-9a-fA-F:.]+/[0-9]+",
    maximumLength: 49)
}
