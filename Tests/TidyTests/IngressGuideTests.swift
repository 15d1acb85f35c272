import Foundation
import NetworkModel
import TestSupport
import Testing

/// docs/Ingress.md and the code say the same.
struct IngressGuideTests {
  private static let start = "<!-- Made from the sources by `make golden`; do not edit below. -->\n"

  @Test func `the annotations in docs are those of the code`() throws {
    let path = "docs/Ingress.md"
    let text = try Repository.text(path)
    let end = try #require(text.range(of: Self.start)?.upperBound)
    let wanted = String(text[..<end]) + "\n" + IngressGuide.annotations
    if Repository.isUpdatingGoldens {
      try Data(wanted.utf8).write(to: Repository.root.appending(path: path))
    }
    #expect(try Repository.text(path) == wanted, "run make golden")
  }
}
