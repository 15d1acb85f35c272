import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

struct ConfigMapReadingTests {
  private static func configMap(_ fields: String, name: String = "ask") -> String {
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: \(name), namespace: shop}\n\(fields)\n"
  }

  private static let name = ObjectName(checkedNamespace: "shop", name: "ask")

  @Test func `entries are kept by key, and the object is counted`() throws {
    let read = readGood(Self.configMap("data: {X-B: 'b', X-A: \"a\\nb\", x: }"))
    let entries = try #require(read.configMaps[Self.name]).entries
    #expect(entries.map(\.key) == ["X-A", "X-B", "x"])
    #expect(entries.map(\.text) == ["a\nb", "b", ""])
    #expect(read.skipped.map(\.kind) == ["v1/ConfigMap"])
  }

  @Test(arguments: [
    "data: {pin: 1234}", "data: {list: [x]}", "data: [x]", "data: x", "binaryData: {x: AA==}", "",
    "immutable: true\ndata: {\"not a key\": x}", "unknown: {x: y}",
  ])
  func `nothing is said about one that nobody uses`(_ fields: String) {
    #expect(readGood(Self.configMap(fields)).skipped.map(\.count) == [1])
  }

  @Test func `what is no text, or too long, has none`() throws {
    let long = String(repeating: "x", count: HTTPText.maximumLength)
    let read = readGood(
      Self.configMap("data: {a: 5, b: [x], c: \(long), d: \(long)x, e: true}"))
    let entries = try #require(read.configMaps[Self.name]).entries
    #expect(entries.map { $0.text?.utf8.count } == [nil, nil, long.utf8.count, nil, nil])
  }

  @Test func `the first of two is kept, whatever the order they are read in`() throws {
    let read = readGood(
      [Self.configMap("data: {a: first}"), Self.configMap("data: {a: second}")]
        .joined(separator: "---\n"))
    let kept = try #require(read.configMaps[Self.name])
    #expect(kept.entries.map(\.text) == ["first"])
    #expect(try #require(kept.secondRange) > kept.metadata.name.range)
    #expect(read.skipped.map(\.count) == [2])
  }

  @Test func `MetalLB's old configuration is none of these`() {
    let read = readGood(
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: config, namespace: metallb-system}
      data:
        config: |
          address-pools:
          - {name: a, protocol: layer2, addresses: [192.0.2.0/24]}
      """)
    #expect(read.configMaps.isEmpty && read.skipped.isEmpty && read.addressPools.count == 1)
  }
}
