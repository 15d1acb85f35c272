import Foundation
import TestSupport
import Testing

/// `build`: what is written, compared and left alone.
@Suite struct BuildTests {
  @Test func `the checksums hold`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    let result = try lab.shell("cd out && sha256sum --strict -c SHA256SUMS")
    #expect(result.status == 0, "\(result.messages)")
    let listed = try lab.scratch.text("out/SHA256SUMS").split(separator: "\n").map {
      String($0.dropFirst(66))
    }
    let files = try Repository.files(below: lab.scratch.url("out"))
    #expect(listed == files.filter { $0 != "SHA256SUMS" })
  }

  @Test func `the manifest lists every file with its mode and no place of this machine`() throws {
    let lab = try Lab()
    try lab.netc("build", lab.scratch.url("in").path(), "-o", lab.scratch.url("out").path())
    let text = try lab.scratch.text("out/manifest.json")
    #expect(!text.contains(lab.scratch.url.lastPathComponent))
    let manifest = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(manifest?["format"] as? Int == 1)
    let artifacts = manifest?["artifacts"] as? [[String: Any]] ?? []
    let listed = artifacts.compactMap { $0["path"] as? String } + ["SHA256SUMS", "manifest.json"]
    #expect(try listed.sorted() == Repository.files(below: lab.scratch.url("out")))
    for artifact in artifacts {
      let path = lab.scratch.url("out").appending(path: artifact["path"] as? String ?? "").path()
      let values = try FileManager.default.attributesOfItem(atPath: path)
      let mode = values[.posixPermissions] as? Int ?? 0
      #expect(artifact["mode"] as? String == "0" + String(mode, radix: 8))
      #expect(artifact["size"] as? Int == values[.size] as? Int)
    }
  }

  @Test func `a second build writes nothing`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    let files = try Repository.files(below: lab.scratch.url)
    let before = try files.map { try lab.identity($0) } + [try lab.identity("out")]
    let result = try lab.netc("build", "in", "-o", "out")
    #expect(result.output.hasPrefix("wrote 0 files for 2 nodes, "))
    #expect(try files.map { try lab.identity($0) } + [try lab.identity("out")] == before)
  }

  @Test func `files that do not change keep their inode and time`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    let text = try lab.scratch.text("out/nodes/ash/iptables.rules")
    let before = try lab.identity("out/nodes/ash/iptables.rules")
    // The Service is the same; only the digest of the input changes.
    try lab.scratch.write("in/web.yaml", "# a comment\n" + Lab.web)
    let result = try lab.netc("build", "in", "-o", "out")
    #expect(result.output.hasPrefix("wrote 2 files for 2 nodes, "))
    #expect(try lab.scratch.text("out/nodes/ash/iptables.rules") == text)
    #expect(try lab.identity("out/nodes/ash/iptables.rules") == before)
  }

  @Test func `check compares and writes nothing`() throws {
    let lab = try Lab()
    let first = try lab.netc("build", "in", "-o", "out", "--check")
    #expect(first.status == 1)
    #expect(first.output.contains("new      out/manifest.json\n"))
    #expect(first.output.contains("new      in/netc.lock\n"))
    let lines = first.output.split(separator: "\n").count
    #expect(
      first.messages == "no errors; \(lines) files are not what a build would write\n")
    #expect(!lab.scratch.exists("out"))
    #expect(!lab.scratch.exists("in/netc.lock"))
    try lab.netc("build", "in", "-o", "out")
    #expect(try lab.netc("build", "in", "-o", "out", "--check").status == 0)
    try lab.scratch.write("out/nodes/ash/iptables.rules", "changed by hand\n")
    let second = try lab.netc("build", "in", "-o", "out", "--check")
    #expect(second.status == 1)
    #expect(second.output == "changed  out/nodes/ash/iptables.rules\n")
    #expect(second.messages == "no errors; 1 file is not what a build would write\n")
    try lab.netc("build", "in", "-o", "out")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600],
      ofItemAtPath: lab.scratch.url("out/nodes/ash/iptables.rules").path())
    #expect(try lab.netc("build", "in", "-o", "out", "--check").status == 1)
  }

  @Test func `locked refuses to choose`() throws {
    let lab = try Lab()
    let first = try lab.netc("build", "in", "-o", "out", "--locked")
    #expect(first.status == 1)
    #expect(first.messages.contains("error[NC0008]: in/netc.lock would change"))
    #expect(!lab.scratch.exists("out"))
    try lab.netc("build", "in", "-o", "out")
    #expect(try lab.netc("build", "in", "-o", "out", "--locked").status == 0)
  }

  @Test func `node selects what is written, and the lock covers all`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "all")
    let lock = try lab.scratch.text("in/netc.lock")
    try lab.scratch.remove("in/netc.lock")
    let result = try lab.netc("build", "in", "-o", "out", "--node", "birch")
    #expect(result.output.hasSuffix(" for 1 node\n"))
    #expect(try lab.scratch.text("in/netc.lock") == lock)
    #expect(!lab.scratch.exists("out/nodes/ash"))
    let both = try lab.netc("build", "in", "-o", "all", "--node", "birch", "--node", "ash")
    #expect(both.output.hasPrefix("wrote 0 files for 2 nodes"))
    let wrong = try lab.netc("build", "in", "-o", "out", "--node", "brich")
    #expect(wrong.status == 1)
    #expect(wrong.messages.contains("did you mean `birch`?"))
  }

  @Test func `diff never shows a file that is for root's eyes only`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    try lab.shell("echo hunter2 >out/nodes/ash/iptables.rules")
    try lab.shell("chmod 600 out/nodes/ash/iptables.rules")
    let result = try lab.netc("diff", "in", "-o", "out")
    #expect(result.status == 1)
    let line = "out/nodes/ash/iptables.rules holds a secret and is not shown"
    #expect(result.output.contains("\n\(line)\n"))
    #expect(!result.output.contains("hunter2") && !result.output.contains("-A"))
  }

  @Test func `diff shows what a build would change, and a build makes it nothing`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    #expect(try lab.netc("diff", "in", "-o", "out").status == 0)
    try lab.scratch.write("in/web.yaml", Lab.web.replacing("port: 80,", with: "port: 81,"))
    try lab.shell("cp -a out old")
    let result = try lab.netc("diff", "in", "-o", "out")
    #expect(result.status == 1)
    #expect(result.output.contains("changed  out/nodes/ash/iptables.rules\n"))
    #expect(result.output.contains("--- out/nodes/ash/iptables.rules\n"))
    try lab.netc("build", "in", "-o", "out")
    // What it shows is what diff(1) finds afterwards.
    let reference = try lab.shell(
      "diff -u old/nodes/ash/iptables.rules out/nodes/ash/iptables.rules")
    let hunks = reference.output.split(separator: "\n").dropFirst(2).joined(separator: "\n")
    #expect(!hunks.isEmpty)
    #expect(result.output.contains(hunks + "\n"))
    #expect(try lab.netc("diff", "in", "-o", "out").output == "")
  }

  @Test func `init writes a cluster that builds without a word`() throws {
    let lab = try Lab()
    #expect(try lab.netc("init", "deep/start").status == 0)
    let result = try lab.netc("build", "deep/start", "-o", "out", "--strict")
    #expect(result.status == 0)
    #expect(result.messages == "")
    #expect(
      try lab.scratch.text("deep/start/cluster.yaml").contains("# yaml-language-server: $schema="))
  }
}
