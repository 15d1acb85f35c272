import Diagnostics
import Testing

@testable import YAMLSyntax

/// No bytes whatever may trap, hang, or yield a range outside of the file.
struct MutationTests {
  private static let seeds = [
    "apiVersion: v1\nkind: Service\nmetadata: &m\n  name: web # c\n  labels: {a: 'b', \"c\": [1, *m]}\n",
    "a: &x {k: v, <<: {z: 1}}\nb:\n- <<: [*x, {q: 2}]\n- |\n  text\n- >-\n  ä€😀\n---\n...\n%YAML 1.1\n--- !!map {a: !!int 5}\n",
    "{\"a\":[{\"b\":\"\\u00e4\\n\"},null,true,1.5e3]}\n? x\n: y\nz: !!binary aGk=\n",
    "a: {{ .Values.x }}\nb: \"{{ y }}\"\n# {{-\n{{- if }}\nc: 1\r\nd:\r\te\u{FEFF}\u{85}\n",
  ]

  @Test(arguments: 0..<8)
  func `mutated text never traps, and every range lies in the file`(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    for round in 0..<2000 {
      let bytes = Self.mutant(&random)
      let reading = Reading(bytes)
      for finding in reading.findings {
        #expect((finding.range?.end ?? 0) <= bytes.count, "seed \(seed), round \(round)")
      }
      for document in reading.documents {
        guard let root = document.root else { continue }
        #expect(Self.isSound(root, 0, bytes.count), "seed \(seed), round \(round)")
      }
    }
  }

  private static let tokens = [
    "---\n", "...\n", "- ", "? ", ": ", "[", "]", "{", "}", ",", "&a ", "*a", "<<: ", "!!str ", "!",
    "|\n", ">\n", "'", "\"", "\\", "\t", "\r", "\n  ", "#", "%", "{{", "}}", "~", "ä", "😀",
  ]

  private static func mutant(_ random: inout SplitMix) -> [UInt8] {
    var bytes = Array(seeds[Int.random(in: 0..<seeds.count, using: &random)].utf8)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let place = Int.random(in: 0...bytes.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        let token = tokens[Int.random(in: 0..<tokens.count, using: &random)]
        bytes.insert(contentsOf: token.utf8, at: place)
      case 1:
        bytes.removeSubrange(
          place..<min(bytes.count, place + Int.random(in: 0...9, using: &random)))
      case 2 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 3: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
      default: bytes.insert(contentsOf: bytes.suffix(30), at: place)
      }
    }
    return bytes
  }

  /// Walks at most so deep: aliases may repeat what is long.
  private static func isSound(_ node: YAMLNode, _ depth: Int, _ count: Int) -> Bool {
    guard node.range.end <= count, node.range.start <= node.range.end else { return false }
    guard depth < 12 else { return true }
    _ = (node.scalar, node.string, node.anchoredRange)
    return node.items.allSatisfy { isSound($0, depth + 1, count) }
      && node.entries.allSatisfy {
        isSound($0.key, depth + 1, count) && isSound($0.value, depth + 1, count)
      }
  }
}
