import Foundation
import TestSupport
import Testing

/// The same input gives the same bytes, whatever else is different.
@Suite struct DeterminismTests {
  private static let worlds = ["shop", "two-racks", "edge-site"]

  /// A copy of a golden world, without a lock.
  private func world(_ name: String) throws -> Scratch {
    let scratch = try Scratch()
    try scratch.copy(Repository.root.appending(path: "golden/\(name)/input"), to: "in")
    return scratch
  }

  /// Builds from scratch, and returns the tree and the lock.
  private func build(
    _ scratch: Scratch, _ paths: [String], in folder: String = "",
    environment: [String: String] = [:]
  ) throws -> [String: Data] {
    let lock = scratch.url("kept.lock").path()
    let out = scratch.url("out")
    try? FileManager.default.removeItem(at: out)
    try? FileManager.default.removeItem(atPath: lock)
    let result = try BuiltNetc.run(
      ["build"] + paths + ["-o", out.path(), "--lock", lock],
      in: scratch.url.appending(path: folder), environment: environment)
    #expect(result.status == 0, "\(result.messages)")
    var tree = try scratch.contents(of: "out")
    tree["netc.lock"] = try Data(contentsOf: URL(filePath: lock))
    return tree
  }

  @Test(arguments: worlds)
  func `fresh processes, other folders, time zones and locales`(_ name: String) throws {
    let scratch = try world(name)
    let first = try build(scratch, ["in"])
    #expect(first.count >= 5)
    for _ in 0..<2 { #expect(try build(scratch, ["in"]) == first) }
    #expect(try build(scratch, ["."], in: "in") == first)
    #expect(try build(scratch, [scratch.url("in").path()], in: "/") == first)
    for environment in [
      ["TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8"], ["LC_ALL": "C", "HOME": "/nonexistent"],
    ] {
      #expect(try build(scratch, ["in"], environment: environment) == first)
    }
  }

  @Test(arguments: worlds)
  func `any order of files`(_ name: String) throws {
    let scratch = try world(name)
    let files = try Repository.files(below: scratch.url("in"))
      .filter { file in [".yaml", ".yml", "json"].contains { file.hasSuffix($0) } }
      .map { "in/\($0)" }
    let first = try build(scratch, files)
    for _ in 0..<3 { #expect(try build(scratch, files.shuffled()) == first) }
  }

  @Test(arguments: worlds)
  func `any order of documents`(_ name: String) throws {
    let scratch = try world(name)
    let first = try build(scratch, ["in"])
    for path in try Repository.files(below: scratch.url("in")) where !path.hasSuffix("json") {
      let text = try scratch.text("in/\(path)")
      // Anchors and block scalars may cross what looks like a border: such files stay.
      guard !text.contains("---\n\n  "), !text.contains(": |"), !text.contains("&") else {
        continue
      }
      let documents = ("\n" + text).split(separator: "\n---\n").shuffled()
      try scratch.write("in/\(path)", documents.joined(separator: "\n---\n") + "\n")
    }
    let second = try build(scratch, ["in"])
    // The digests of the inputs are different.
    for path in first.keys where path != "manifest.json" && path != "SHA256SUMS" {
      #expect(second[path] == first[path], "\(path)")
    }
    #expect(second.count == first.count)
  }
}
