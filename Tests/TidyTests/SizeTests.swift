import Foundation
import TestSupport
import Testing

/// Sizes and words, as docs/Style.md has them.
@Suite struct SizeTests {
  private static let all = SourceText.sources + SourceText.tests

  @Test func `files have at most 400 lines of at most 100 columns`() {
    #expect(Self.all.count > 100)
    for file in Self.all {
      #expect(file.lines.count <= 401, "\(file)")
      // swift format counts the columns of code; this is for the texts within, which stand
      // further to the right than in what they are printed to.
      for (number, line) in file.lines.enumerated() where file.path.hasPrefix("Sources/") {
        let text = line.drop { $0 == " " }
        #expect(text.count <= 100, "\(file):\(number + 1)")
      }
    }
  }

  @Test func `functions have at most 70 lines`() {
    var count = 0
    for file in Self.all {
      for function in file.functions {
        count += 1
        #expect(function.length <= 70, "\(file):\(function.line)")
      }
    }
    // The search itself must not have gone blind.
    #expect(count > 500)
  }

  /// Each with what to do instead. Written in two parts, so that this file passes.
  private static let banned = [
    ("TO" + "DO", "file an issue"), ("FIX" + "ME", "fix it, or file an issue"),
    ("XX" + "X", "say what it is"), ("try" + "!", "throw, or a precondition with a sentence"),
    ("as" + "!", "a type that needs no cast"), ("fatal" + "Error(", "preconditionFailure"),
    ("debug" + "Print", "a test"), ("@unchecked " + "Sendable", "a value"),
  ]

  @Test func `no file holds a word that only fits a draft`() {
    for file in Self.all {
      for (number, line) in file.lines.enumerated() {
        for (word, instead) in Self.banned where line.contains(word) {
          Issue.record("\(file):\(number + 1) holds \(word): \(instead)")
        }
      }
    }
  }

  @Test func `sources print through the console only`() {
    // A printer of artifacts calls its own functions so.
    for file in SourceText.sources where !file.path.hasSuffix("Printer.swift") {
      for (number, line) in file.lines.enumerated() where line.contains(" print(") {
        Issue.record("\(file):\(number + 1)")
      }
    }
  }

  @Test func `no file names a place of the machine it was written on`() throws {
    let places = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/"]
    let files = try ["Sources", "Tests", "docs", "schemas", ".ci"].flatMap { folder in
      try Repository.files(below: Repository.root.appending(path: folder))
        .map { "\(folder)/\($0)" }
    }
    for path in files + ["README.md", "CHANGELOG.md", "Makefile", "Package.swift"] {
      guard let text = try? Repository.text(path) else { continue }
      for place in places { #expect(!text.contains(place), "\(path) holds \(place)") }
    }
  }

  /// The release counts references without atomic instructions (`Makefile`).
  @Test func `nothing runs beside the one thread`() {
    let others = [
      "import Dispatch", "import Foundation", "Task {", "Thread(", " async ", "pthread_",
    ]
    for file in SourceText.sources {
      #expect(!file.lines.contains { line in others.contains(where: line.contains) }, "\(file)")
    }
  }

  @Test func `memory is unsafe in the files that say so only`() {
    let allowed = [
      "Sources/YAMLSyntax/", "Sources/netc/", "Sources/Artifacts/TextBuffer.swift",
    ]
    for file in SourceText.sources where !allowed.contains(where: file.path.hasPrefix) {
      #expect(!file.lines.contains { $0.contains("unsafe ") }, "\(file)")
    }
  }
}
