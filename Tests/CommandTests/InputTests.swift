import Foundation
import TestSupport
import Testing

/// What counts as input.
@Suite struct InputTests {
  /// The input files of a build, as its manifest lists them.
  private func inputs(of lab: Lab, _ arguments: String...) throws -> [String] {
    let result = try BuiltNetc.run(
      ["build"] + arguments + ["-o", "out"], in: lab.scratch.url)
    #expect(result.status == 0, "\(result.messages)")
    let manifest = try JSONSerialization.jsonObject(
      with: Data(contentsOf: lab.scratch.url("out/manifest.json")))
    let inputs = (manifest as? [String: Any])?["inputs"] as? [[String: Any]]
    return (inputs ?? []).compactMap { $0["path"] as? String }
  }

  private let namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: lab}\n"

  @Test func `folders are searched, hidden files and other names are left out`() throws {
    let lab = try Lab()
    try lab.scratch.write("in/a/b/deep.yml", namespace)
    for name in ["in/.hidden.yaml", "in/.git/x.yaml", "in/readme.md", "in/x.yaml.bak"] {
      try lab.scratch.write(name, "{{ not for netc")
    }
    #expect(try inputs(of: lab, "in") == ["a/b/deep.yml", "cluster.yaml", "web.yaml"])
  }

  @Test func `a file that is named by itself is read whatever its name`() throws {
    let lab = try Lab()
    try lab.scratch.write("other/.objects.txt", namespace)
    #expect(
      try inputs(of: lab, "in", "other/.objects.txt")
        == [".objects.txt", "cluster.yaml", "web.yaml"])
  }

  @Test func `without a path the current folder is read`() throws {
    let lab = try Lab()
    let folder = lab.scratch.url("in")
    let result = try BuiltNetc.run(["build", "-o", "../out"], in: folder)
    #expect(result.status == 0, "\(result.messages)")
    #expect(lab.scratch.exists("in/netc.lock"))
  }

  @Test func `a file that is named twice is read once`() throws {
    let lab = try Lab()
    try FileManager.default.createSymbolicLink(
      at: lab.scratch.url("in/again.yaml"), withDestinationURL: lab.scratch.url("in/web.yaml"))
    try FileManager.default.createSymbolicLink(
      at: lab.scratch.url("in/loop"), withDestinationURL: lab.scratch.url("in"))
    #expect(
      try inputs(of: lab, "in", "in/web.yaml", "in/../in") == ["again.yaml", "cluster.yaml"])
  }

  @Test func `a folder cannot be both the input and the output`() throws {
    let lab = try Lab()
    for output in ["in", "in/", "./in"] {
      let result = try lab.netc("build", "in", "-o", output)
      #expect(result.status == 2)
      #expect(result.messages.contains("is the input: name another folder"), "\(result.messages)")
    }
    #expect(!lab.scratch.exists("in/netc.lock"))
  }

  @Test func `a pipe is input and has no lock`() throws {
    let lab = try Lab()
    let result = try lab.shell(
      "bash -c '$NETC build <(cat in/cluster.yaml) in/web.yaml -o out'")
    #expect(result.status == 0, "\(result.messages)")
    #expect(lab.scratch.exists("out/manifest.json") && !lab.scratch.exists("in/netc.lock"))
  }

  @Test func `the output and the lock are never input`() throws {
    let lab = try Lab()
    let expected = ["cluster.yaml", "web.yaml"]
    try lab.netc("build", "in", "-o", "in/out")
    let result = try lab.netc("build", "in", "-o", "in/out", "--check")
    #expect(result.status == 0, "\(result.messages)\(result.output)")
    // Nor is an output tree that this command does not write.
    #expect(try lab.netc("validate", "in", "--strict").status == 0)
    #expect(try inputs(of: lab, "in") == expected)
    // As `netc build *` names them.
    #expect(
      try inputs(of: lab, "in/cluster.yaml", "in/netc.lock", "in/out", "out", "in/web.yaml")
        == expected)
  }

  @Test func `standard input is read, and keeps no lock unless one is named`() throws {
    let lab = try Lab()
    let text = Lab.cluster + "---\n" + Lab.web
    let result = try lab.netc("build", "-", "-o", "out", input: text)
    #expect(result.status == 0, "\(result.messages)")
    #expect(!lab.scratch.exists("netc.lock"))
    try lab.netc("build", "-", "-o", "out", "--lock", "kept.lock", input: text)
    #expect(lab.scratch.exists("kept.lock"))
    let broken = try lab.netc("validate", "-", "--format", "short", input: "a: [\n")
    #expect(broken.messages.hasPrefix("<stdin>:"))
  }

  @Test func `a link that leads nowhere and a pipe in a folder are errors`() throws {
    let lab = try Lab()
    let link = lab.scratch.url("in/x.yaml").path()
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "/nowhere")
    #expect(try lab.netc("validate", "in").status == 2)
    try lab.scratch.remove("in/x.yaml")
    #expect(try lab.shell("mkfifo in/x.yaml; exec timeout 10 \"$NETC\" validate in").status == 2)
  }

  @Test func `a name that is not UTF-8 is an error`() throws {
    let result = try Lab().shell("touch \"in/$(printf '\\377').yaml\"; \"$NETC\" validate in")
    #expect(result.status == 2)
    #expect(result.messages.contains("not UTF-8"))
  }

  @Test func `the lock lies beside the first path`() throws {
    let lab = try Lab()
    try lab.netc("build", "in/cluster.yaml", "in/web.yaml", "-o", "out")
    #expect(lab.scratch.exists("in/netc.lock"))
  }
}
