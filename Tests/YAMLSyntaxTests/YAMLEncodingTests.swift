import Testing

@testable import YAMLSyntax

struct YAMLEncodingTests {
  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], "NC0101@1-2"), ([0x61, 0xC3], "NC0101@1-2"),
      ([0xC0, 0x80], "NC0101@0-2"), ([0xE0, 0x80, 0x80], "NC0101@0-3"),
      ([0xED, 0xA0, 0x80], "NC0101@0-3"), ([0xF4, 0x90, 0x80, 0x80], "NC0101@0-4"),
      ([0x61, 0xE4, 0x62], "NC0101@1-2"), ([0x80], "NC0101@0-1"),
      ([0xFF, 0xFE, 0x61, 0], "NC0101@0-2"), ([0xFE, 0xFF, 0, 0x61], "NC0101@0-2"),
      ([0x61, 0, 0x3A, 0], "NC0101@0-2"), ([0, 0x61], "NC0101@0-2"),
      ([0x61, 0x62, 0], "NC0102@2-3"), ([0x61, 0x1B], "NC0102@1-2"), ([0x7F], "NC0102@0-1"),
      ([0x61, 0xC2, 0x80], "NC0102@1-3"), ([0x61, 0xC2, 0x85], "NC0102@1-3"),
      ([0x61, 0xE2, 0x80, 0xA8], "NC0102@1-4"), ([0x61, 0xEF, 0xBB, 0xBF], "NC0102@1-4"),
      ([0x61, 0xEF, 0xBF, 0xBE], "NC0102@1-4"),
    ] as [([UInt8], String)])
  func `bytes that are no text are refused at their place`(bytes: [UInt8], code: String) {
    #expect(Reading(bytes).codes == [code])
    #expect(Reading(bytes).documents.isEmpty)
  }

  @Test(arguments: [1020, 1021, 1022, 1023, 1024, 1025, 2047, 2048, 5000])
  func `characters across the pieces that are looked at together are read`(offset: Int) {
    let comment = "#" + String(repeating: "x", count: offset - 1)
    #expect(Reading(comment + "€\na: ö").dump == "{a: 'ö'}")
    #expect(
      Reading(Array(comment.utf8) + [0xE2, 0x82]).codes.first == "NC0101@\(offset)-\(offset + 2)")
    let encoding = YAMLEncoding((comment + "{{").utf8.span)
    #expect(encoding.hasDoubleBrace && encoding.isASCII)
  }
}
