/// The number of a program's release: `1.9.3`. Ordered as releases are.
package struct ReleaseNumber: Hashable, Sendable {
  package let major: UInt16
  package let minor: UInt16
  package let patch: UInt16

  package init(_ major: UInt16, _ minor: UInt16, _ patch: UInt16) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Three numbers of at most four digits with dots between them; nil for any other text.
  package init?(parsing text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    var numbers: [UInt16] = []
    for part in parts {
      let isShort = (1...4).contains(part.count)
      guard isShort, part.allSatisfy({ (0x30...0x39).contains($0) }),
        part.count == 1 || part.first != 0x30
      else { return nil }
      numbers.append(part.reduce(0) { $0 * 10 + UInt16($1 - 0x30) })
    }
    self.init(numbers[0], numbers[1], numbers[2])
  }
}

extension ReleaseNumber: Comparable, CustomStringConvertible {
  package static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }

  package var description: String { "\(major).\(minor).\(patch)" }
}
