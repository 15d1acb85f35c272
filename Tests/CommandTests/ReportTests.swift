import Foundation
import TestSupport
import Testing

/// Formats, colour, and how much is said.
@Suite struct ReportTests {
  private func lab() throws -> Lab {
    let lab = try Lab()
    try lab.scratch.write("in/picky.yaml", Lab.warning)
    try lab.scratch.write(
      "in/skipped.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n")
    return lab
  }

  @Test func `text shows the source, what was skipped and a summary`() throws {
    let result = try lab().netc("build", "in", "-o", "out")
    #expect(result.messages.contains("in/picky.yaml:3:18: warning[NC0303]: "))
    #expect(result.messages.contains("3 | metadata: {name: picky}"))
    #expect(result.messages.contains("1 v1/ConfigMap"))
    #expect(result.messages.hasSuffix("1 warning\n"))
  }

  @Test func `json is one object a line and nothing else`() throws {
    let result = try lab().netc("build", "in", "-o", "out", "--format", "json")
    let lines = result.messages.split(separator: "\n")
    #expect(lines.count == 1)
    for line in lines {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(object?["code"] as? String == "NC0303")
      #expect(object?["file"] as? String == "in/picky.yaml")
    }
    #expect(result.output == "")
  }

  @Test func `a file error is an object, too`() throws {
    let result = try lab().netc("validate", "missing", "--format", "json")
    let object = try JSONSerialization.jsonObject(with: Data(result.messages.utf8))
    #expect((object as? [String: Any])?["code"] as? String == "NC0007")
  }

  @Test func `sarif is one document, also without findings`() throws {
    for input in ["in", "in/cluster.yaml"] {
      let result = try lab().netc("validate", input, "--format", "sarif")
      let document = try JSONSerialization.jsonObject(with: Data(result.messages.utf8))
      #expect((document as? [String: Any])?["version"] as? String == "2.1.0")
    }
  }

  @Test func `github prints workflow commands`() throws {
    let result = try lab().netc("validate", "in", "--format", "github")
    #expect(result.messages.hasPrefix("::warning file=in/picky.yaml,line=3,"))
  }

  @Test func `colour comes on demand only, where no terminal is`() throws {
    let lab = try lab()
    let escape = "\u{1b}["
    #expect(try !lab.netc("validate", "in").messages.contains(escape))
    #expect(try !lab.netc("validate", "in", "--color", "never").messages.contains(escape))
    #expect(try lab.netc("validate", "in", "--color", "always").messages.contains(escape))
  }

  @Test func `on a terminal colour is on, unless NO_COLOR says otherwise`() throws {
    // script(1) of util-linux gives netc a terminal.
    let escape = "\u{1b}["
    let script = """
      script -qec '"$NETC" validate in' /dev/null
      """
    #expect(try lab().shell("export TERM=xterm; \(script)").output.contains(escape))
    #expect(try lab().shell("export TERM=xterm NO_COLOR=; \(script)").output.contains(escape))
    #expect(try !lab().shell("export TERM=xterm NO_COLOR=1; \(script)").output.contains(escape))
    #expect(try !lab().shell("export TERM=dumb; \(script)").output.contains(escape))
  }

  @Test func `quiet leaves the diagnostics alone`() throws {
    let result = try lab().netc("build", "in", "-o", "out", "-q", "--format", "short")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(result.messages.split(separator: "\n").count == 1)
  }

  @Test func `explain without an argument lists every code once`() throws {
    let lines = try lab().netc("explain").output.split(separator: "\n")
    let codes = lines.map { $0.prefix(6) }
    #expect(codes.count > 20)
    #expect(codes == Array(Set(codes)).sorted())
  }

  @Test func `explain shows a page, in any case of letters`() throws {
    let page = try lab().netc("explain", "NC0303").output
    #expect(page.hasPrefix("NC0303 (warning): "))
    #expect(page.contains("netc.dev/allow"))
    #expect(try lab().netc("explain", "nc0303").output == page)
  }
}
