package import NetworkTypes
import SwiftASN1

/// A moment of UTC, to the second.
package struct Moment: Hashable, Sendable {
  private let fields: [Int]

  private init(_ fields: [Int]) { self.fields = fields }

  /// The last second of a day.
  package init(endOf day: CalendarDate) {
    self.init([day.year, day.month, day.day, 23, 59, 59])
  }

  /// A `Time` of RFC 5280, 4.1.2.5.
  init(_ node: ASN1Node) throws {
    if node.identifier == .utcTime {
      let time = try UTCTime(derEncoded: node)
      self.init([time.year, time.month, time.day, time.hours, time.minutes, time.seconds])
    } else {
      let time = try GeneralizedTime(derEncoded: node)
      self.init([time.year, time.month, time.day, time.hours, time.minutes, time.seconds])
    }
  }
}

extension Moment: Comparable, CustomStringConvertible {
  package static func < (left: Self, right: Self) -> Bool {
    left.fields.lexicographicallyPrecedes(right.fields)
  }

  /// `2030-01-31 12:00:00 UTC`.
  package var description: String {
    let parts = zip(fields, [4, 2, 2, 2, 2, 2]).map { number, width in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return parts[..<3].joined(separator: "-") + " " + parts[3...].joined(separator: ":") + " UTC"
  }
}
