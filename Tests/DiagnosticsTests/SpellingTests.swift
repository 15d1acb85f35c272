@testable import Diagnostics
import Testing

@Suite struct SpellingTests {
  private let known = [
    "podCIDRs", "serviceCIDRs", "ports", "port", "type", "selector", "clusterIP",
  ]

  @Test(
    arguments: [
      ("podCIDR", "podCIDRs"), ("podcidrs", "podCIDRs"), ("pots", "ports"), ("prot", "port"),
      ("Type", "type"), ("tpye", "type"), ("selectors", "selector"), ("clusterIp", "clusterIP"),
      ("port", "port"), ("serivceCIDRs", "serviceCIDRs"), ("", nil), ("x", nil),
      ("externalName", nil), ("ty", nil),
      (String(repeating: "a", count: 1_000_000), nil),
    ] as [(String, String?)])
  func `the nearest known word is found, or none`(word: String, expected: String?) {
    #expect(Spelling.nearest(word, among: known) == expected)
  }

  @Test func `of equally near words the first is taken`() {
    #expect(Spelling.nearest("cat", among: ["bat", "rat"]) == "bat")
    #expect(Spelling.nearest("cat", among: ["rat", "bat"]) == "rat")
  }

  @Test func `the bounded distance agrees with the plain definition`() {
    let words = ["", "a", "ab", "ba", "abc", "acb", "cab", "abcd", "badc", "xabcd", "abdce", "ca"]
    for left in words.map({ Array($0.utf8) }) {
      for right in words.map({ Array($0.utf8) }) {
        let full = slowDistance(left[...], right[...])
        for limit in 0...5 {
          let bounded = Spelling.distance(left, right, limit: limit)
          #expect(bounded == (full <= limit ? full : nil), "\(left) \(right) \(limit)")
        }
      }
    }
  }

  /// Optimal string alignment by plain recursion from the end.
  private func slowDistance(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Int {
    guard let last = left.last, let other = right.last else { return left.count + right.count }
    var best = slowDistance(left.dropLast(), right.dropLast()) + (last == other ? 0 : 1)
    best = min(best, slowDistance(left.dropLast(), right) + 1)
    best = min(best, slowDistance(left, right.dropLast()) + 1)
    if left.dropLast().last == other, right.dropLast().last == last {
      best = min(best, slowDistance(left.dropLast(2), right.dropLast(2)) + 1)
    }
    return best
  }
}
