import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func named(_ kind: String, _ name: String, _ namespace: String = "default") -> String {
  let spec =
    kind == "Service"
    ? "{ports: [{port: 80}]}" : kind == "Pod" ? "{containers: [{name: c}]}" : "{}"
  return
    "apiVersion: v1\nkind: \(kind)\nmetadata: {name: \(name), namespace: \(namespace)}\nspec: \(spec)\n"
}

struct ResourceReaderTests {
  @Test func `nothing comes of nothing`() {
    for text in ["", "---\n", "# only a comment\n", "---\n---\n...\n", "null\n"] {
      let result = readText(text)
      #expect(result.diagnostics.isEmpty && result.resources.documentCount == 0)
    }
  }

  @Test func `the order of files and documents does not matter`() {
    let documents = [
      named("Service", "b"), named("Service", "a"), named("Service", "a", "shop"),
      named("Pod", "x"), named("Namespace", "shop"), named("ConfigMap", "c"), named("Secret", "s"),
    ]
    let straight = readText(documents.joined(separator: "---\n")).resources
    let reversed = readText(documents.reversed().joined(separator: "---\n")).resources
    let files = readFiles(
      documents.enumerated().map { SourceFile(path: "\($0.offset)", bytes: Array($0.element.utf8)) }
    ).resources
    for other in [reversed, files] {
      #expect(
        other.services.map(\.metadata.objectName) == straight.services.map(\.metadata.objectName))
      #expect(other.pods.map(\.metadata.objectName) == straight.pods.map(\.metadata.objectName))
      #expect(other.skipped == straight.skipped && other.documentCount == straight.documentCount)
    }
    #expect(
      straight.services.map(\.metadata.objectName.description)
        == ["default/a", "default/b", "shop/a"])
    #expect(straight.skipped.map(\.kind) == ["v1/ConfigMap", "v1/Secret"])
  }

  @Test func `a second object of one name shows both places`() {
    let result = readText(
      named("Service", "a"), named("Service", "b") + "---\n" + named("Service", "a"))
    #expect(result.errors.map(\.code) == [213], "\(result.summary)")
    #expect(result.errors[0].message == "Service default/a is declared twice")
    #expect(result.errors[0].range?.file == 1 && result.errors[0].notes.map(\.range.file) == [0])
    #expect(result.resources.services.map(\.metadata.name.value) == ["a", "b"])
    #expect(result.resources.services.first?.range.file == 0)
  }

  @Test func `the same name in another kind or namespace is another object`() {
    let result = readText(
      named("Service", "a"), named("Pod", "a"), named("Service", "a", "shop"),
      named("ConfigMap", "a"), named("ConfigMap", "a"))
    #expect(result.diagnostics.isEmpty, "\(result.summary)")
  }

  @Test func `a duplicate of a broken object is one too`() {
    let broken = named("Service", "a").replacing("port: 80", with: "port: 0")
    let result = readText(broken, named("Service", "a"))
    #expect(result.errors.map(\.code) == [205, 213], "\(result.summary)")
  }

  @Test func `lists are unpacked, with or without the kinds of their items`() {
    let text = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
      - apiVersion: v1
        kind: NamespaceList
        metadata: {resourceVersion: "1"}
        items: [{metadata: {name: b}}, null, {metadata: {name: c}}]
      - {apiVersion: example.com/v1, kind: ThingList, items: [{}, {}]}
      """
    let result = readText(text)
    #expect(result.diagnostics.isEmpty, "\(result.summary)")
    #expect(result.resources.namespaces.map(\.metadata.name.value) == ["a", "b", "c"])
    #expect(result.resources.skipped == [SkippedKind(kind: "example.com/v1/Thing", count: 2)])
  }

  @Test(arguments: [
    ("apiVersion: v1\nkind: List\nitems: 7\n", "NC0201"),
    ("apiVersion: v1\nkind: List\nitems: [a]\n", "NC0201"),
    ("apiVersion: v1\nkind: List\nitems: [{kind: Pod}]\n", "NC0202"),
    ("- a\n", "NC0201"), ("text\n", "NC0201"), ("7\n", "NC0201"), ("a: b\n", "NC0202"),
    ("kind: Pod\n", "NC0202"), ("apiVersion: v1\n", "NC0202"), ("{}\n", "NC0202"),
    ("apiVersion: v1\nkind: 7\n", "NC0206"), ("apiVersion: 1\nkind: Pod\n", "NC0206"),
    ("apiVersion: [v1]\nkind: Pod\n", "NC0206"), ("apiVersion: a b\nkind: Pod\n", "NC0203"),
    ("apiVersion: v1\nkind: \"Pod\\n\"\n", "NC0203"), ("apiVersion: a/b/c\nkind: D\n", "NC0203"),
  ])
  func `a document that is no object is refused`(text: String, code: String) {
    let result = readText(text)
    #expect(result.errors.map(\.code.description) == [code], "\(result.summary)")
  }

  @Test func `lists within lists end somewhere`() {
    let open = [String](repeating: "{apiVersion: v1, kind: List, items: [", count: 8).joined()
    let close = [String](repeating: "]}", count: 8).joined()
    #expect(readText(open + close).errors.map(\.code) == [201])
  }

  @Test func `a misspelt kind field is recognised`() {
    let result = readText("apiVersion: v1\nKind: Namespace\nmetadata: {name: a}\n")
    #expect(result.errors.first?.help == "is `Kind` meant to be `kind`?")
    #expect(result.errors.first.flatMap(result.text) == "Kind")
  }

  @Test func `a document with a syntax error is broken, its neighbours are read`() {
    let text = named("Service", "a") + "  bad: [\n---\n" + named("Service", "b")
    let result = readText(text)
    #expect(result.errors.allSatisfy { $0.code < 200 } && !result.errors.isEmpty)
    #expect(result.resources.services.map(\.metadata.name.value) == ["b"])
  }

  @Test func `a duplicate key breaks its object and says nothing else`() {
    let result = readText(
      "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [], ports: []}\n")
    #expect(result.errors.count == 1 && result.errors[0].code < 200, "\(result.summary)")
    #expect(result.resources.broken.count == 1)
  }
}
