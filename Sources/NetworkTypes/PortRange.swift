/// Why a text is not a range of ports.
package enum PortRangeError: Error, Hashable, Sendable {
  /// Not of the form `30000-32767`.
  case notARange
  /// A number outside 1…65535.
  case notAPort
  /// The second port lies below the first.
  case reversed

  /// What is wrong, lower case, no full stop.
  package var message: String {
    switch self {
    case .notARange: "not a port range of the form 30000-32767"
    case .notAPort: "a port must be in 1-65535"
    case .reversed: "the range ends below its start"
    }
  }
}

/// Ports from `lower` to `upper`, both included.
package struct PortRange: Hashable, Comparable, Sendable {
  package let lower: Port
  package let upper: Port

  /// Nil when `upper` lies below `lower`.
  package init?(_ lower: Port, _ upper: Port) {
    guard lower <= upper else { return nil }
    self.lower = lower
    self.upper = upper
  }

  package init(_ port: Port) {
    lower = port
    upper = port
  }

  /// Reads `30000-32767`, or a single port.
  package init(parsing text: String) throws(PortRangeError) {
    try self.init(parsing: text.utf8.span)
  }

  package init(parsing text: Span<UInt8>) throws(PortRangeError) {
    var index = 0
    lower = try Self.scanPort(text, at: &index)
    if index == text.count {
      upper = lower
      return
    }
    guard text[index] == UInt8(ascii: "-") else { throw .notARange }
    index += 1
    upper = try Self.scanPort(text, at: &index)
    guard index == text.count else { throw .notARange }
    guard lower <= upper else { throw .reversed }
  }

  package var count: Int { Int(upper.number) - Int(lower.number) + 1 }

  package func contains(_ port: Port) -> Bool { lower <= port && port <= upper }

  /// By the first port, then by the last.
  package static func < (left: Self, right: Self) -> Bool {
    (left.lower, left.upper) < (right.lower, right.upper)
  }

  private static func scanPort(
    _ text: Span<UInt8>, at index: inout Int
  ) throws(PortRangeError) -> Port {
    do throws(DecimalError) {
      let number = try scanDecimal(text, at: &index, limit: 65535)
      guard let port = Port(number) else { throw DecimalError.tooLarge }
      return port
    } catch {
      throw error == .tooLarge ? .notAPort : .notARange
    }
  }
}

extension PortRange: ValidatedToken {
  /// `30000-32767`; a single port without the hyphen.
  package func append(to bytes: inout [UInt8]) {
    lower.append(to: &bytes)
    guard lower < upper else { return }
    bytes.append(UInt8(ascii: "-"))
    upper.append(to: &bytes)
  }
}
