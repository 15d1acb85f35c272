/// A version of FRRouting, `8.4.4`: what its configuration may hold depends on it.
package struct FRRVersion: Hashable, Comparable, Sendable {
  package let major: Int
  package let minor: Int
  package let patch: Int

  /// Debian 12.
  package static let debian12 = FRRVersion(major: 8, minor: 4, patch: 4)
  /// Debian 11; earlier ones know no BFD profiles.
  package static let oldest = FRRVersion(major: 7, minor: 5, patch: 0)
  /// With it, the echo interval of BFD became two.
  package static let splitsEchoIntervals = FRRVersion(major: 8, minor: 0, patch: 0)

  private init(major: Int, minor: Int, patch: Int) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// `8.4` or `8.4.4`, each number of one to three digits without leading zeros; nil for other
  /// text.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    let numbers = parts.compactMap { Self.number($0) }
    guard numbers.count == parts.count else { return nil }
    self.init(
      major: numbers[0], minor: numbers[1], patch: numbers.count == 3 ? numbers[2] : 0)
  }

  private static func number(_ digits: Substring.UTF8View) -> Int? {
    guard (1...3).contains(digits.count), digits.allSatisfy(isDigit),
      digits.count == 1 || digits.first != UInt8(ascii: "0")
    else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}

extension FRRVersion: ValidatedToken {
  /// `8.4.4`; a last 0 is left out, as FRR does.
  package func append(to bytes: inout [UInt8]) {
    appendDecimal(major, to: &bytes)
    bytes.append(UInt8(ascii: "."))
    appendDecimal(minor, to: &bytes)
    guard patch > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    appendDecimal(patch, to: &bytes)
  }
}
