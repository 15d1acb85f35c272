internal import Diagnostics
internal import YAMLSyntax

extension Shape where Value == Int {
  /// What the kernel takes for a timeout of IPVS: INT_MAX / HZ with HZ = 1000.
  private static var longestSeconds: Int { 2_147_483 }

  /// A duration as Go writes it, in whole seconds: `90s`, `15m`, `1h30m0s`, `0`.
  static var seconds: Shape<Int> {
    let description = TextDescription(
      summary: "a duration", pattern: "0|([0-9]+h)?([0-9]+m)?([0-9]+s)?", maximumLength: 24)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      guard let seconds = wholeSeconds(text), seconds <= longestSeconds else {
        reading.report(
          .badDuration,
          "\(quoted(text)) is no duration in whole seconds of at most \(longestSeconds)s",
          at: node.range, help: "write it like `90s`, `15m` or `1h30m`")
        return nil
      }
      return seconds
    }
  }

  /// Each unit at most once, the longer first.
  private static func wholeSeconds(_ text: String) -> Int? {
    guard text != "0" else { return 0 }
    var units: [(letter: UInt8, seconds: Int)] = [
      (UInt8(ascii: "h"), 3600), (UInt8(ascii: "m"), 60), (UInt8(ascii: "s"), 1),
    ]
    var total = 0
    var number: Int?
    for byte in text.utf8 {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        let longer = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
        // Far beyond the limit, and far from overflow.
        guard longer <= 1_000_000_000 else { return nil }
        number = longer
        continue
      }
      guard let count = number, let unit = units.firstIndex(where: { $0.letter == byte }) else {
        return nil
      }
      total += count * units[unit].seconds
      units.removeFirst(unit + 1)
      number = nil
    }
    return text.isEmpty || number != nil ? nil : total
  }
}
