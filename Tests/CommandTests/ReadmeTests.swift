import Foundation
import TestSupport
import Testing

/// README.md is a promise: its files and commands are tried, and its output is compared.
@Suite struct ReadmeTests {
  @Test func `the example does what the README shows`() throws {
    let readme = try Repository.text("README.md")
    let scratch = try Scratch()
    for file in ["cluster.yaml", "web.yaml"] {
      let text = try #require(Self.blocks("yaml", in: readme, after: "`\(file)`").first)
      try scratch.write("lab/\(file)", text)
    }
    var tried = 0
    for block in Self.blocks("console", in: readme, after: "") {
      for step in Self.steps(block) where step.isForUsers {
        let result = try BuiltNetc.shell(
          "netc() { \"$NETC\" \"$@\"; }; { \(step.command); } 2>&1", in: scratch.url("lab"))
        #expect(result.output == step.output, "\(step.command)")
        tried += 1
      }
    }
    #expect(tried >= 10)
  }

  @Test func `every command of netc is in the README, and every one there is netc's`() throws {
    let readme = try Repository.text("README.md")
    let help = try Lab().netc("--help").output
    let commands = help.split(separator: "SUBCOMMANDS:").last.map(String.init) ?? ""
    let names = commands.split(separator: "\n").filter {
      $0.hasPrefix("  ") && !$0.hasPrefix("   ")
    }
    .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 != "See" }
    #expect(names.count >= 6)
    for name in names { #expect(readme.contains("| `netc \(name)"), "\(name)") }
    let rows = readme.split(separator: "\n").filter { $0.hasPrefix("| `netc ") }
    #expect(rows.count == names.count)
  }

  @Test func `every make target of the README is in the Makefile`() throws {
    let makefile = try Repository.text("Makefile")
    let targets = try Repository.text("README.md").split(separator: "\n")
      .filter { $0.hasPrefix("make ") }.compactMap { $0.split(separator: " ").dropFirst().first }
    #expect(targets.count >= 3)
    for target in targets { #expect(makefile.contains("\n\(target):"), "\(target)") }
  }

  private struct Step {
    let command: String
    var output = ""
    /// Steps with `#` are for root on a host: the live test takes them.
    let isForUsers: Bool
  }

  private static func steps(_ block: String) -> [Step] {
    var steps: [Step] = []
    for line in block.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") || line.hasPrefix("# sh ") {
        steps.append(Step(command: String(line.dropFirst(2)), isForUsers: line.hasPrefix("$")))
      } else if !steps.isEmpty {
        steps[steps.count - 1].output += line + "\n"
      }
    }
    return steps
  }

  /// The fenced blocks of a language behind the first place where a text stands.
  private static func blocks(_ language: String, in text: String, after place: String) -> [String] {
    let rest =
      place.isEmpty ? text[...] : text.range(of: place).map { text[$0.upperBound...] } ?? ""
    return rest.components(separatedBy: "```\(language)\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
  }
}
