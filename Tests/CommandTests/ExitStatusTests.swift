import Foundation
import TestSupport
import Testing

/// Exit statuses, and which stream says what.
@Suite struct ExitStatusTests {
  @Test func `a build without errors ends with 0 and says what it wrote`() throws {
    let lab = try Lab()
    let result = try lab.netc("build", "in", "-o", "out")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("wrote "))
    #expect(result.output.hasSuffix(" files for 2 nodes\n"))
    #expect(result.messages == "")
    #expect(lab.scratch.exists("out/manifest.json"))
    #expect(lab.scratch.exists("in/netc.lock"))
  }

  @Test func `an error in the input ends with 1 and writes nothing`() throws {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    let before = try lab.scratch.contents(of: ".")
    let broken = Lab.web.replacing("kind: Service", with: "kind: Servise")
    try lab.scratch.write("in/more.yaml", broken)
    let result = try lab.netc("build", "in", "-o", "out")
    #expect(result.status == 1)
    #expect(result.output == "")
    #expect(result.messages.hasSuffix("; nothing was changed\n"))
    try lab.scratch.remove("in/more.yaml")
    #expect(try lab.scratch.contents(of: ".") == before)
  }

  @Test(
    arguments: [
      ["build", "in"], ["build", "in", "-o"], ["build", "in", "-o", "out", "--colour"],
      ["build", "in", "-o", "out", "--format", "xml"], ["compile"], ["explain", "NC9999"],
      ["explain", "Clutser.spec"], ["init", "a", "b"],
    ])
  func `wrong usage ends with 64`(_ arguments: [String]) throws {
    let lab = try Lab()
    let result = try BuiltNetc.run(arguments, in: lab.scratch.url)
    #expect(result.status == 64, "\(result.messages)")
    #expect(result.output == "")
    #expect(!result.messages.isEmpty)
  }

  @Test(
    arguments: [
      ["build", "missing", "-o", "out"], ["validate", "in/missing.yaml"],
      ["build", "in", "-o", "in/web.yaml"], ["build", "in", "-o", "in/web.yaml/out"],
      ["build", "in", "-o", "/proc/netc"], ["build", "in", "-o", "out", "--lock", "in"],
      ["build", "in", "-o", "out", "--lock", "missing/netc.lock"], ["build", "in", "-o", "/"],
      ["build", "in", "-o", "."], ["build", "in", "-o", ""], ["init", "in"],
      ["init", "in/web.yaml"],
    ])
  func `a file that cannot be used ends with 2`(_ arguments: [String]) throws {
    let lab = try Lab()
    let result = try BuiltNetc.run(arguments, in: lab.scratch.url)
    #expect(result.status == 2, "\(result.messages)")
    #expect(result.output == "")
    #expect(result.messages.contains("error[NC0007]"))
    #expect(!lab.scratch.exists("out"))
    #expect(!lab.scratch.exists("in/netc.lock"))
  }

  @Test(arguments: [["build", "empty", "-o", "out"], ["validate", "empty"], ["validate", "-"]])
  func `an input without documents is an error`(_ arguments: [String]) throws {
    let lab = try Lab()
    try lab.scratch.write("empty/notes.txt", "nothing\n")
    try lab.scratch.write("empty/comment.yaml", "# nothing\n")
    let result = try BuiltNetc.run(arguments, in: lab.scratch.url)
    #expect(result.status == 1)
    #expect(result.messages.contains("error[NC0001]"))
  }

  @Test func `a full standard output ends with 2`() throws {
    let result = try Lab().shell("\"$NETC\" explain >/dev/full")
    #expect(result.status == 2)
  }

  @Test func `a crash ends with 70 and asks for a report`() throws {
    // netc waits for its standard input when the signal comes, as if it had trapped.
    let result = try Lab().shell(
      """
      mkfifo fifo; "$NETC" build - -o out <fifo & exec 3>fifo
      sleep 0.5; kill -SEGV $!; wait $!
      """)
    #expect(result.status == 70)
    #expect(result.messages.contains("this is a bug in netc"))
  }

  @Test func `warnings fail under --strict, and then nothing is written`() throws {
    let lab = try Lab()
    try lab.scratch.write("in/picky.yaml", Lab.warning)
    let strict = try lab.netc("build", "in", "-o", "out", "--strict")
    #expect(strict.status == 1)
    #expect(
      strict.messages.hasSuffix("1 warning, which --strict makes errors; nothing was changed\n"))
    #expect(!lab.scratch.exists("out"))
    #expect(try lab.netc("validate", "in", "--strict").status == 1)
    #expect(try lab.netc("validate", "in").status == 0)
    #expect(try lab.netc("build", "in", "-o", "out").status == 0)
  }

  @Test func `the version is printed`() throws {
    let result = try Lab().netc("--version")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("netc "))
  }
}
