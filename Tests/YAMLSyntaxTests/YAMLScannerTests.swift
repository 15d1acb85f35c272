import Diagnostics
import Testing

@testable import YAMLSyntax

/// The block scanner against libyaml: what it takes it must read in the same way, to the byte.
struct YAMLScannerTests {
  @Test(arguments: 0..<16)
  func `random text is read as libyaml reads it`(part: Int) {
    var taken = 0
    let rounds = 2500
    for round in 0..<rounds {
      let seed = UInt64(part * rounds + round)
      let bytes = RandomYAML.text(seed: seed)
      if Self.isTaken(bytes) { taken += 1 }
      #expect(Self.difference(bytes) == nil, "seed \(seed)")
    }
    // The text is neither always nor never beyond the scanner.
    #expect(taken > rounds / 10)
    #expect(taken < rounds / 10 * 9)
  }

  /// Whether the first document is one for the block scanner.
  private static func isTaken(_ bytes: [UInt8]) -> Bool {
    let encoding = YAMLEncoding(bytes.span)
    guard encoding.fault == nil, !encoding.hasCarriageReturn else { return false }
    var scanner = YAMLBlockScanner(bytes, mayHoldTemplates: encoding.hasDoubleBrace)
    return scanner.scan(from: encoding.markBytes) != nil
  }

  /// What the two ways of reading make otherwise, with the text; nil if they agree.
  static func difference(_ bytes: [UInt8]) -> String? {
    let both = Reading(bytes)
    let libyaml = Reading(bytes, scanners: .libyaml)
    let text = String(decoding: bytes, as: UTF8.self).debugDescription
    guard both.findings == libyaml.findings else {
      return "\(both.codes) for \(libyaml.codes) in \(text)"
    }
    guard both.documents.count == libyaml.documents.count else {
      return "\(both.documents.count) documents for \(libyaml.documents.count) in \(text)"
    }
    let areIdentical = zip(both.documents, libyaml.documents).allSatisfy { $0.isIdentical(to: $1) }
    return areIdentical ? nil : "\(both.dump) for \(libyaml.dump) in \(text)"
  }
}
