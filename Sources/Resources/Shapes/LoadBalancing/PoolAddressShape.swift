internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Shape where Value == [IPPrefix] {
  /// An entry of a pool's `addresses`: a block, whose host bits do not count, or a range with both
  /// ends included (metallb internal/config, `ParseCIDR`). At least one block.
  static var poolAddresses: Shape<[IPPrefix]> {
    let description = TextDescription(
      summary: "a block of addresses, as 192.0.2.0/24, or a range, as 192.0.2.10-192.0.2.20",
      pattern: "[0-9a-fA-F:.]+/[0-9]+|\\s*[0-9a-fA-F:.]+\\s*-\\s*[0-9a-fA-F:.]+\\s*")
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      let parts = text.utf8.split(
        separator: UInt8(ascii: "-"), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return reading.poolBlock(text, at: node.range) }
      return reading.poolRange(
        String(Substring(parts[0])).trimmed, String(Substring(parts[1])).trimmed, at: node.range)
    }
  }
}

extension Reading {
  fileprivate mutating func poolBlock(_ text: String, at range: SourceRange) -> [IPPrefix]? {
    do {
      let written = try InterfaceAddress(parsing: text.utf8.span)
      if written.prefix.network != written.address {
        reportMasked(written.prefix, text, at: range)
      }
      return [written.prefix]
    } catch {
      report(
        .badAddress, "\(quoted(text)): \(error.message)", at: range,
        help: error.help ?? "write a block, 192.0.2.0/24, or a range, 192.0.2.10-192.0.2.20")
      return nil
    }
  }

  private mutating func reportMasked(_ prefix: IPPrefix, _ text: String, at range: SourceRange) {
    report(
      .maskedPoolBlock, "\(quoted(text)) stands for all of \(prefix)", at: range,
      help: "write \(prefix) if that is meant, or a range for fewer addresses",
      fixes: [Fix(replace: range, with: prefix.quotedForYAML)])
  }

  fileprivate mutating func poolRange(
    _ first: String, _ last: String, at range: SourceRange
  ) -> [IPPrefix]? {
    guard let first = rangeEnd(first, at: range), let last = rangeEnd(last, at: range) else {
      return nil
    }
    guard first.family == last.family else {
      report(
        .badAddress, "a range from an \(first.family.name) to an \(last.family.name) address",
        at: range, help: "write one entry for each family")
      return nil
    }
    guard first <= last else {
      report(
        .badAddress, "the range ends before it starts", at: range,
        help: "write \(last)-\(first)",
        fixes: [Fix(replace: range, with: "\"\(last)-\(first)\"")])
      return nil
    }
    return IPPrefix.blocks(from: first, through: last)
  }

  private mutating func rangeEnd(_ text: String, at range: SourceRange) -> IPAddress? {
    do {
      return try IPAddress(parsing: text)
    } catch {
      report(.badAddress, "\(quoted(text)): \(error.message)", at: range, help: error.help)
      return nil
    }
  }
}
