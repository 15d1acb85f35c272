import NetworkTypes
import Testing

struct ReleaseNumberTests {
  @Test(arguments: ["0.0.0", "1.9.3", "1.14.10", "9999.9999.9999"])
  func `three numbers are read and written`(text: String) {
    #expect(ReleaseNumber(parsing: text)?.description == text)
  }

  @Test(arguments: [
    "", "1", "1.2", "1.2.3.4", "1.2.", ".1.2", "1..2", "v1.2.3", "1.2.3-rc1", " 1.2.3", "1.2.3\n",
    "01.2.3", "1.2.03", "1.2.10000", "1.2.+3", "1.2.٣", "1.2.3\u{0}",
  ])
  func `nothing else is a release`(text: String) { #expect(ReleaseNumber(parsing: text) == nil) }

  @Test func `releases are ordered by number, not by text`() {
    let sorted = ["1.9.3", "1.10.0", "1.10.1", "2.0.0"].compactMap { ReleaseNumber(parsing: $0) }
    #expect(sorted.count == 4 && sorted == sorted.shuffled().sorted())
  }
}
