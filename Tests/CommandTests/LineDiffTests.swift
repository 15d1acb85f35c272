import Foundation
import TestSupport
import Testing

@testable import netc

@Suite struct LineDiffTests {
  private func difference(_ old: String, _ new: String) -> String {
    var text: [UInt8] = []
    LineDiff(from: Array(old.utf8), to: Array(new.utf8)).append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test func `equal texts have no difference`() {
    #expect(difference("", "") == "")
    #expect(difference("a\nb\n", "a\nb\n") == "")
  }

  @Test func `a missing line feed at the end is shown`() {
    #expect(
      difference("a\n", "a") == "@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n")
  }

  /// patch(1) must turn the old text into the new one.
  @Test(arguments: [1, 2, 3, UInt64.random(in: 4 ... .max)])
  func `patch makes the new text from the old one and the difference`(_ seed: UInt64) throws {
    var state = seed
    func random(below bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    let scratch = try Scratch()
    for _ in 0..<25 {
      let old = (0..<random(below: 40)).map { _ in "line \(random(below: 8))" }
      var new = old
      for _ in 0..<random(below: 8) {
        let place = Int(random(below: UInt64(new.count + 1)))
        if random(below: 2) == 0 || place >= new.count {
          new.insert("line \(random(below: 8))", at: place)
        } else {
          new.remove(at: place)
        }
      }
      let (before, after) = (old.map { $0 + "\n" }.joined(), new.map { $0 + "\n" }.joined())
      try scratch.write("text", before)
      try scratch.write("patch", "--- text\n+++ text\n" + difference(before, after))
      guard before != after else { continue }
      let result = try BuiltNetc.shell("patch -s --fuzz=0 text patch", in: scratch.url)
      #expect(result.status == 0, "\(result.output)")
      #expect(try scratch.text("text") == after)
    }
  }
}
