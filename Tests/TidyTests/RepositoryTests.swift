import Artifacts
import Foundation
import TestSupport
import Testing

/// The repository is what it says.
@Suite struct RepositoryTests {
  @Test func `every folder under Artifacts is a kind with a page and a golden case`() throws {
    let folder = Repository.root.appending(path: "Sources/Artifacts")
    let folders = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter(\.hasDirectoryPath).map { $0.lastPathComponent.lowercased() }.sorted()
    #expect(ArtifactKinds.all.map { $0.name }.sorted() == folders)
    let manifests = try Self.manifests()
    for name in folders {
      #expect(Self.exists("docs/Artifacts/\(name).md"), "\(name)")
      #expect(manifests.contains { $0.contains("\"kind\": \"\(name)\"") }, "\(name)")
    }
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "docs/Artifacts").path())
    #expect(pages.sorted() == folders.map { "\($0).md" })
  }

  private static func manifests() throws -> [String] {
    let golden = Repository.root.appending(path: "golden")
    return try FileManager.default.contentsOfDirectory(atPath: golden.path()).compactMap {
      try? Repository.text("golden/\($0)/expected/manifest.json")
    }
  }

  @Test func `golden/README.md has a row for every case, and no other`() throws {
    let text = try Repository.text("golden/README.md")
    let cases = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "golden").path())
    for name in cases where name != "README.md" {
      #expect(text.contains("`\(name)`"), "\(name)")
    }
    for row in text.split(separator: "\n") where row.hasPrefix("| `") {
      let name = row.split(separator: "`")[1]
      #expect(cases.contains(String(name)), "\(name)")
    }
  }

  @Test func `links in the documentation lead somewhere`() throws {
    let pages =
      ["README.md", "golden/README.md"]
      + (try Repository.files(below: Repository.root.appending(path: "docs")).map { "docs/\($0)" })
    var count = 0
    for page in pages where page.hasSuffix(".md") {
      let folder = page.split(separator: "/").dropLast().joined(separator: "/")
      for match in try Repository.text(page).matches(of: /\]\(([^)#:]+)\)/) {
        count += 1
        let target = folder.isEmpty ? String(match.1) : "\(folder)/\(match.1)"
        #expect(Self.exists(target), "\(page): \(match.1)")
      }
    }
    #expect(count > 5)
  }

  @Test func `decisions are numbered without gaps`() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: "docs/Decisions").path()
    ).sorted()
    #expect(names.map { Int($0.prefix(4)) } == (1...names.count).map(Optional.some))
  }

  @Test func `paths in docs/Testing.md and docs/ARCHITECTURE.md exist`() throws {
    for page in ["docs/Testing.md", "docs/ARCHITECTURE.md"] {
      let text = try Repository.text(page)
      for match in text.matches(of: /`((Sources|Tests|docs|golden)\/[A-Za-z\/.+]+)[ `]/) {
        let path = String(match.1)
        guard !path.contains("CASE") else { continue }
        #expect(Self.exists(path), "\(page): \(path)")
      }
    }
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Repository.root.appending(path: path).path())
  }
}
