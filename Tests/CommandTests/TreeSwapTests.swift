import Artifacts
import Foundation
import NetworkCompiler
import TestSupport
import Testing

@testable import netc

/// The way for file systems that cannot exchange two folders, and what a run leaves that ends
/// within it.
@Suite struct TreeSwapTests {
  private func artifacts(_ text: String) -> [Artifact] {
    let manifest =
      "{\n  \"format\": 1,\n  \"netc\": \"0\",\n  \"artifacts\": [{\"path\": \"a/b\"}]}\n"
    return [
      Artifact(
        path: "a/b", kind: "k", node: nil, mode: .text, content: Content(Array(text.utf8))),
      Artifact(
        path: "manifest.json", kind: "k", node: nil, mode: .text,
        content: Content(Array(manifest.utf8))),
    ]
  }

  private func write(
    _ text: String, in scratch: Scratch, _ swap: TreeSwap
  ) throws(FileError) -> TreeChanges {
    let location = try TreeLocation(scratch.url("out").path())
    return try OutputTree.write(artifacts(text), to: location, swap: swap)
  }

  @Test(arguments: [TreeSwap.exchange, .twoRenames])
  func `a tree is made, replaced and left alone`(_ swap: TreeSwap) throws {
    let scratch = try Scratch()
    #expect(try write("one", in: scratch, swap).unchangedCount == 0)
    try scratch.write("out/a/mine", "mine")
    #expect(try write("two", in: scratch, swap).foreign == ["a/mine"])
    #expect(try write("two", in: scratch, swap).isEmpty)
    #expect(try scratch.text("out/a/b") == "two")
    #expect(try scratch.text("out/a/mine") == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }

  @Test(arguments: [TreeSwap.exchange, .twoRenames])
  func `a tree that was set aside is put back`(_ swap: TreeSwap) throws {
    let scratch = try Scratch()
    _ = try write("one", in: scratch, swap)
    try scratch.write("out/a/mine", "mine")
    // Between the two renames: OUT is missing, the old tree and the new one lie beside it.
    try FileManager.default.moveItem(
      at: scratch.url("out"), to: scratch.url(".out.netc-old"))
    try scratch.write(".out.netc-new/a/b", "half")
    #expect(try write("two", in: scratch, swap).foreign == ["a/mine"])
    #expect(try scratch.text("out/a/mine") == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }

  @Test func `what a killed run left is removed, whatever its permissions`() throws {
    let scratch = try Scratch()
    _ = try write("one", in: scratch, .exchange)
    try scratch.write(".out.netc-new/closed/a", "half")
    try FileManager.default.createSymbolicLink(
      at: scratch.url(".out.netc-new/link"), withDestinationURL: scratch.url("out"))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o500],
      ofItemAtPath: scratch.url(".out.netc-new/closed").path())
    #expect(try write("one", in: scratch, .exchange).isEmpty)
    #expect(try scratch.text("out/a/b") == "one")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }
}
