import Diagnostics
import Foundation
import NetworkTypes
import Testing

@testable import Resources

/// Odd and hostile input: a diagnostic with its place, or read as it is meant.
struct HostileInputTests {
  @Test func `every odd YAML file ends as its row says`() throws {
    guard Corpus.isThere(for: "hostile YAML") else { return }
    for row in try Corpus.table("cases/hostile/yaml.tsv") {
      let (id, file) = (row["id", default: ""], row["file", default: ""])
      let bytes = try Corpus.bytes("cases/hostile/yaml/\(file)")
      let result = readFiles([SourceFile(path: file, bytes: bytes)])
      switch row["expected"] {
      case "accept":
        #expect(result.errors.isEmpty, "\(id) \(file): \(result.summary)")
      case "reject":
        #expect(!result.errors.isEmpty, "\(id) \(file) was accepted")
      default: break
      }
      for finding in result.diagnostics {
        #expect(finding.range != nil, "\(id): a diagnostic without a place")
      }
    }
  }

  /// What the files hold that both outcomes allow: never another value.
  @Test(arguments: [
    ("y003-crlf.yaml", [80]), ("y035-tab-trailing.yaml", [80]), ("y084-port-0o120.yaml", [80]),
    ("y085-port-0120.yaml", [80]), ("y086-port-0x50.yaml", [80]), ("y088-port-8_0.yaml", [80]),
    ("y089-port-_80.yaml", [80]), ("y114-port-0080.yaml", [80]), ("y181-merge-key.yaml", [80, 81]),
  ])
  func `an odd number is the right port or none`(file: String, ports: [Int]) throws {
    guard Corpus.isThere(for: file) else { return }
    let bytes = try Corpus.bytes("cases/hostile/yaml/\(file)")
    let result = readFiles([SourceFile(path: file, bytes: bytes)])
    guard result.errors.isEmpty else { return }
    let read = result.resources.services.flatMap(\.ports).map { Int($0.port.value.number) }
    #expect(read == ports, "\(result.summary)")
  }

  @Test(arguments: ["y059", "y060", "y061", "y066", "y071"])
  func `a boolean word never becomes another text`(id: String) throws {
    guard Corpus.isThere(for: id) else { return }
    let file = try #require(
      Corpus.files(in: "cases/hostile/yaml", [".yaml"]).first { $0.contains(id) })
    let result = readFiles([SourceFile(path: file, bytes: try Corpus.bytes(file))])
    #expect(result.errors.map(\.code.description) == ["NC0206"], "\(result.summary)")
    #expect(result.errors.first?.fixes.isEmpty == false)
  }

  @Test(arguments: [
    ("y161-list-kind.yaml", 2), ("y162-service-list.yaml", 1), ("y164-list-null-items.yaml", 0),
    ("y023-end-marker-then-doc.yaml", 2), ("y173-json.yaml", 1), ("y174-json-tabs.yaml", 1),
  ])
  func `lists and streams hold as many Services as they should`(file: String, count: Int) throws {
    guard Corpus.isThere(for: file) else { return }
    let result = readFiles([
      SourceFile(path: file, bytes: try Corpus.bytes("cases/hostile/yaml/\(file)"))
    ])
    #expect(result.resources.services.count == count, "\(result.summary)")
  }

  @Test func `a payload in any field is refused with its place, or is harmless text`() throws {
    guard Corpus.isThere(for: "payloads") else { return }
    let payloads = try Corpus.table("cases/hostile/payloads.tsv").map { $0["json", default: ""] }
    var readCount = 0
    for row in try Corpus.table("cases/hostile/fields.tsv") {
      let file = row["file", default: ""]
      let text = String(
        decoding: try Corpus.bytes("cases/hostile/fields/\(file)"), as: UTF8.self)
      for payload in payloads {
        let bytes = Array(text.replacingOccurrences(of: "@@P@@", with: payload).utf8)
        let result = readFiles([SourceFile(path: file, bytes: bytes)])
        for finding in result.diagnostics {
          #expect(finding.range != nil)
          #expect(!Self.hasControl(finding.message + (finding.help ?? "")), "\(file) \(payload)")
          #expect(finding.message.utf8.count < 1000, "\(file) \(payload)")
        }
        if result.errors.isEmpty {
          readCount += 1
          for text in result.resources.allTexts {
            #expect(Self.isToken(text), "\(file) lets \(payload) through")
          }
        }
      }
    }
    #expect(readCount > 0)
  }

  /// Whether every printer can take the text as it is.
  private static func isToken(_ text: String) -> Bool {
    text.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "-_./:".utf8.contains($0)
    }
  }

  private static func hasControl(_ text: String) -> Bool {
    text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
  }
}

extension ResourceSet {
  /// Every text that a later stage can see, but for annotations, reasons and paths of Ingress,
  /// which are free; lowering looks at them.
  var allTexts: [String] {
    let free = ["annotations", "path", "legacyClassName"]
    var texts: [String] = []
    func walk(_ value: Any) {
      if value is [Allowance] { return }
      if let text = value as? String { return texts.append(text) }
      let mirror = Mirror(reflecting: value)
      for child in mirror.children where !free.contains(child.label ?? "") { walk(child.value) }
    }
    walk(self)
    return texts
  }
}
