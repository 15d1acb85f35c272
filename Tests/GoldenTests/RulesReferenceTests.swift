import Foundation
import TestSupport
import Testing

/// Every reference in every rules file of every golden case holds, whatever the shape.
@Suite struct RulesReferenceTests {
  @Test func `each chain is declared, reached, and not too deep`() throws {
    var seen: Set<Data> = []
    for golden in GoldenCase.all {
      for (path, file) in try golden.expectedFiles().sorted(by: { $0.key < $1.key })
      where path.hasSuffix("tables.rules") && seen.insert(file.bytes).inserted {
        let text = try RestoreText(String(decoding: file.bytes, as: UTF8.self))
        for fault in RestoreReferences.faults(in: text) {
          Issue.record("\(golden.name)/\(path): \(fault)")
        }
      }
    }
    #expect(seen.count > 50, "the golden cases hold rules files")
  }

  @Test func `a whole file has no fault`() throws {
    #expect(try faults(":A - [0:0]", "-I OUTPUT 1 -j A", "-A A -p tcp -j RETURN").isEmpty)
  }

  @Test(arguments: [
    ("-A A -j RETURN", "filter: line 2: chain A is not declared"),
    ("-A OUTPUT -g A", "filter: line 2: target A is not declared"),
    ("-A OUTPUT -j INPUT", "filter: line 2: target INPUT is not declared"),
  ])
  func `what is not there is missed`(line: String, fault: String) throws {
    #expect(try faults(line) == [fault])
  }

  @Test func `a chain that nothing leads to is found`() throws {
    let lines = [":A - [0:0]", ":B - [0:0]", "-A A -j B"]
    #expect(
      try faults(lines)
        == ["filter: nothing leads to chain A", "filter: nothing leads to chain B"])
  }

  @Test func `names that are taken, twice there or too long are found`() throws {
    let long = String(repeating: "L", count: 29)
    let found = try faults(
      ["MARK", "A", "A", long].map { ":\($0) - [0:0]" } + ["-A OUTPUT -j A"])
    #expect(found.contains("filter: chain MARK has a name that is taken"))
    #expect(found.contains("filter: chain A is declared twice"))
    #expect(found.contains("filter: chain \(long) has a name too long"))
  }

  @Test func `a circle is found`() throws {
    let found = try faults(
      ":A - [0:0]", ":B - [0:0]", "-A OUTPUT -j A", "-A A -g B", "-A B -j A")
    #expect(found == ["filter: some chain leads back to itself"])
  }

  @Test(arguments: [(15, true), (16, false)])
  func `fifteen jumps are the most`(count: Int, isFine: Bool) throws {
    let chains = (1...count).map { ":C\($0) - [0:0]" }
    let jumps = (1..<count).map { "-A C\($0) -g C\($0 + 1)" }
    #expect(try faults(chains + ["-A OUTPUT -j C1"] + jumps).isEmpty == isFine)
  }

  @Test(arguments: [
    "-A OUTPUT -j A\n:A - [0:0]", "*nat", "-A", "-I OUTPUT -j A", "-A OUTPUT -j", "rubbish",
    "-A OUTPUT -m comment --comment \"a -j DROP",
  ])
  func `what is no rules file is refused`(line: String) {
    #expect(throws: RestoreText.Fault.self) { try faults(line) }
  }

  private func faults(_ lines: String...) throws -> [String] { try faults(lines) }

  private func faults(_ lines: [String]) throws -> [String] {
    RestoreReferences.faults(
      in: try RestoreText("*filter\n" + lines.joined(separator: "\n") + "\nCOMMIT\n"))
  }
}
