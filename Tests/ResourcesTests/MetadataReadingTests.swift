import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func namespace(_ metadata: String) -> String {
  "apiVersion: v1\nkind: Namespace\nmetadata: \(metadata)\n"
}

private func pod(_ metadata: String) -> String {
  "apiVersion: v1\nkind: Pod\nmetadata: \(metadata)\nspec: {containers: [{name: c}]}\n"
}

struct MetadataReadingTests {
  @Test func `metadata is read in full`() throws {
    let text = pod(
      """
      {name: web-0, namespace: shop, labels: {b: "2", a: null}, uid: x, creationTimestamp: null,
       ownerReferences: [{kind: Node, name: m, apiVersion: v1, uid: u},
                         {kind: ReplicaSet, name: web, controller: true, uid: v}]}
      """)
    let metadata = try #require(readGood(text).pods.first).metadata
    #expect(metadata.objectName.description == "shop/web-0" && metadata.namespaceRange != nil)
    #expect(metadata.labels.map { "\($0.key)=\($0.value)" } == ["a=", "b=2"])
    #expect(metadata.controller?.kind == "ReplicaSet" && metadata.controller?.name == "web")
    #expect(!metadata.isTerminating)
  }

  @Test func `a namespace on an object without one is passed over`() throws {
    let text = "apiVersion: v1\nkind: Node\nmetadata: {name: a, namespace: default}\n"
    #expect(try #require(readGood(text).nodes.first).metadata.namespace.isEmpty)
  }

  @Test(arguments: [
    ("NC0412: why", ["NC0412 why"]), ("nc0412:why", ["NC0412 why"]),
    ("NC0412: a, b, and c", ["NC0412 a, b, and c"]),
    ("NC0412: a, NC0413: b", ["NC0412 a", "NC0413 b"]),
    ("NC0412: a\\nNC0413: b\\n", ["NC0412 a", "NC0413 b"]),
    ("\\n NC0412 : a: b ", ["NC0412 a: b"]),
  ])
  func `allowances are read`(text: String, allowed: [String]) throws {
    let read = readGood(pod("{name: a, annotations: {netc.dev/allow: \"\(text)\"}}"))
    let allowances = try #require(read.pods.first).metadata.allowances
    #expect(allowances.map { "\($0.code) \($0.reason)" } == allowed)
  }

  @Test(arguments: ["", " ", "NC0412", "NC0412:", "NC412: a", "why", "NC0412 why", "XX0412: why"])
  func `an allowance without code or reason is refused`(text: String) {
    let result = readText(pod("{name: a, annotations: {netc.dev/allow: \"\(text)\"}}"))
    #expect(result.errors.map(\.code) == [219], "\(result.summary)")
  }

  @Test(arguments: [
    BadCase("{}", "NC0205", "metadata.name: required, but not set", at: "{}"),
    BadCase("null", "NC0205", "metadata: required, but not set", at: "apiVersion"),
    BadCase("{name: null}", "NC0205", "metadata.name: required, but not set", at: "name"),
    BadCase("{name: ''}", "NC0205", "metadata.name: required, but not set", at: "name"),
    BadCase(
      "{name: 7}", "NC0206", "metadata.name: the number `7` stands where a string is needed",
      at: "7"),
    BadCase(
      "{name: [a]}", "NC0206", "metadata.name: a list stands where a string is needed", at: "[a]"),
    BadCase(
      "{name: a.b}", "NC0209",
      "metadata.name: \"a.b\": '.' is not allowed; a DNS label must have at most 63 characters of "
        + "a-z, 0-9 and '-', and start and end with a letter or digit", at: "a.b"),
    BadCase(
      "{name: a, label: {}}", "NC0204", "metadata.label: unknown field", at: "label"),
    BadCase(
      "{name: a, labels: {\"a/b/c\": x}}", "NC0210",
      "metadata.labels[a/b/c]: \"a/b/c\": '/' is not allowed; a label key must be a name of at most "
        + "63 letters, digits, '-', '_' and '.' that starts and ends with a letter or digit, after "
        + "an optional DNS name and '/'", at: "\"a/b/c\""),
    BadCase(
      "{name: a, labels: {a: 1.10}}", "NC0206",
      "metadata.labels[a]: the number `1.10` stands where a string is needed", at: "1.10"),
    BadCase(
      "{name: a, annotations: {a: [1]}}", "NC0206",
      "metadata.annotations[a]: a list stands where a string is needed", at: "[1]"),
    BadCase(
      "{name: a, labels: [a]}", "NC0206",
      "metadata.labels: a list stands where a mapping is needed",
      at: "[a]"),
  ])
  func `wrong metadata is refused with its place`(bad: BadCase) { bad.check(in: namespace) }

  @Test func `control characters of the input are shown by number`() {
    let message = readBad(namespace("{name: \"a\\e[31mb\\u202e\"}"))
    #expect(message.contains(#""a\u{1B}[31mb\u{202E}""#))
  }

  @Test func `a generated name depends on the object alone`() throws {
    let one = pod("{generateName: probe-}")
    let two = pod("{generateName: probe-, labels: {a: b}}")
    let names = Set(readGood(one + "---\n" + two).pods.map(\.metadata.name.value))
    #expect(names.count == 2 && names.allSatisfy { $0.hasPrefix("probe-") && $0.utf8.count == 11 })
    #expect(Set(readGood(two + "---\n" + one).pods.map(\.metadata.name.value)) == names)
    #expect(Set(readText(one, two).resources.pods.map(\.metadata.name.value)) == names)
  }

  @Test func `two equal objects get two generated names`() {
    let one = pod("{generateName: probe-}")
    let result = readText(one, one)
    #expect(Set(result.resources.pods.map(\.metadata.name.value)).count == 2)
    #expect(result.diagnostics.map(\.code) == [222, 222])
  }

  @Test func `an object whose namespace is wrong has no known name`() {
    let result = readText(pod("{name: a, namespace: A_B}"))
    #expect(result.errors.count == 1 && result.resources.broken.isEmpty)
    #expect(result.errors.first?.object == nil)
  }
}
