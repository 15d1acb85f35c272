import Foundation
import NetworkModel
import NetworkTypes
import Testing
import TestSupport

/// Which Service answers which request.
struct IngressRoutingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let paths: [(String, String, String)]
    let request: String
    let answer: String

    var testDescription: String { "\(paths) \(request)" }
  }

  /// The table of the API's documentation, and what follows from it.
  @Test(arguments: [
    Case(paths: [("/", "Prefix", "a")], request: "/any/path", answer: "a"),
    Case(paths: [("/foo", "Exact", "a")], request: "/foo", answer: "a"),
    Case(paths: [("/foo", "Exact", "a")], request: "/bar", answer: "404"),
    Case(paths: [("/foo", "Exact", "a")], request: "/foo/", answer: "404"),
    Case(paths: [("/foo/", "Exact", "a")], request: "/foo", answer: "404"),
    Case(paths: [("/foo", "Exact", "a")], request: "/FOO", answer: "404"),
    Case(paths: [("/foo", "Prefix", "a")], request: "/foo", answer: "a"),
    Case(paths: [("/foo", "Prefix", "a")], request: "/foo/", answer: "a"),
    Case(paths: [("/foo/", "Prefix", "a")], request: "/foo", answer: "a"),
    Case(paths: [("/foo/", "Prefix", "a")], request: "/foo/", answer: "a"),
    Case(paths: [("/foo", "Prefix", "a")], request: "/FOO", answer: "404"),
    Case(paths: [("/aaa/bb", "Prefix", "a")], request: "/aaa/bbb", answer: "404"),
    Case(paths: [("/aaa/bbb", "Prefix", "a")], request: "/aaa/bbb", answer: "a"),
    Case(paths: [("/aaa/bbb/", "Prefix", "a")], request: "/aaa/bbb", answer: "a"),
    Case(paths: [("/aaa/bbb", "Prefix", "a")], request: "/aaa/bbb/", answer: "a"),
    Case(paths: [("/aaa/bbb", "Prefix", "a")], request: "/aaa/bbb/ccc", answer: "a"),
    Case(paths: [("/aaa/bbb", "Prefix", "a")], request: "/aaa/bbbxyz", answer: "404"),
    Case(paths: [("/", "Prefix", "a"), ("/aaa", "Prefix", "b")], request: "/aaa/ccc", answer: "b"),
    Case(
      paths: [("/", "Prefix", "a"), ("/aaa", "Prefix", "b"), ("/aaa/bbb", "Prefix", "c")],
      request: "/aaa/bbb", answer: "c"),
    Case(
      paths: [("/", "Prefix", "a"), ("/aaa", "Prefix", "b"), ("/aaa/bbb", "Prefix", "c")],
      request: "/ccc", answer: "a"),
    Case(paths: [("/aaa", "Prefix", "a")], request: "/ccc", answer: "404"),
    Case(paths: [("/foo", "Prefix", "a"), ("/foo", "Exact", "b")], request: "/foo", answer: "b"),
    Case(paths: [("/foo", "Prefix", "a"), ("/foo", "Exact", "b")], request: "/foo/", answer: "a"),
    Case(paths: [("/", "Prefix", "a"), ("/foo/", "Exact", "b")], request: "/foo", answer: "a"),
    Case(paths: [("/a%20b", "Exact", "a")], request: "/a%20b", answer: "a"),
    Case(paths: [("/a%20b", "Exact", "a")], request: "/a%2520b", answer: "404"),
    Case(paths: [("/foo", "ImplementationSpecific", "a")], request: "/foo/x", answer: "a"),
    Case(paths: [("/foo", "ImplementationSpecific", "a")], request: "/foobar", answer: "404"),
    Case(paths: [("/$x;y", "Prefix", "a")], request: "/$x;y/z", answer: "a"),
  ])
  func `a path meets its rule`(_ example: Case) throws {
    let lowering = Ingress.lower([Ingress.object("web", example.paths)])
    #expect(try lowering.network.answer(host: "h.example", path: example.request) == example.answer)
  }

  @Test(arguments: [
    ("bar.foo.example", "a"), ("baz.bar.foo.example", "404"), ("foo.example", "404"),
    ("one.foo.example", "b"), ("ONE.foo.example:8080", "b"), ("other.example", "404"),
    ("alias.example", "b"),
  ])
  func `a host meets the most exact pattern, and no other`(_ host: String, _ answer: String) throws
  {
    let lowering = Ingress.lower([
      Ingress.object("all", host: "*.foo.example", [("/", "Prefix", "a")]),
      Ingress.object(
        "one", host: "one.foo.example", [("/", "Prefix", "b")],
        annotations: ["server-alias": "alias.example"]),
    ])
    #expect(try lowering.network.answer(host: host, path: "/") == answer)
  }

  @Test func `a host without a rule for a path does not fall to the wildcard`() throws {
    let network = try Ingress.lower([
      Ingress.object("all", host: "*.foo.example", [("/", "Prefix", "a")]),
      Ingress.object("any", host: nil, [("/", "Prefix", "c")]),
      Ingress.object("one", host: "one.foo.example", [("/cart", "Prefix", "b")]),
    ]).network
    #expect(try network.answer(host: "one.foo.example", path: "/x") == "404")
    #expect(try network.answer(host: "else.example", path: "/x") == "c")
  }

  @Test func `the default backend of an object is for its hosts, or for all that nobody has`()
    throws
  {
    let spec = "defaultBackend: {service: {name: d, port: {number: 80}}}"
    let network = try Ingress.lower([
      Ingress.object("web", [("/a", "Prefix", "a")], spec: spec),
      Ingress.object("rest", spec: spec.replacing("name: d", with: "name: c")),
    ]).network
    #expect(try network.answer(host: "h.example", path: "/x") == "d")
    #expect(try network.answer(host: "h.example", path: "/a") == "a")
    #expect(try network.answer(host: "else.example", path: "/a") == "c")
  }

  @Test func `rules of several objects for one host are one list`() throws {
    let network = try Ingress.lower([
      Ingress.object("two", [("/", "Prefix", "a")]), Ingress.object("one", [("/b", "Prefix", "b")]),
    ]).network
    #expect(network.http.hosts.count == 1)
    #expect(network.http.hosts[0].objects.map(\.name.name) == ["one", "two"])
    #expect(try network.answer(host: "h.example", path: "/b/c") == "b")
    #expect(try network.answer(host: "h.example", path: "/c") == "a")
  }

  @Test func `an expression is held against the whole path, and only in its object`() throws {
    let network = try Ingress.lower([
      Ingress.object(
        "v", [("/v[0-9]+(/.*)?", "ImplementationSpecific", "a"), ("/", "Prefix", "d")],
        annotations: ["use-regex": "true"]),
      Ingress.object("w", [("/v1/own", "Prefix", "b"), ("/w.x", "ImplementationSpecific", "c")]),
    ]).network
    #expect(try network.answer(host: "h.example", path: "/v12/x") == "a")
    #expect(try network.answer(host: "h.example", path: "/v12x") == "d")
    #expect(try network.answer(host: "h.example", path: "/V1") == "d")
    #expect(try network.answer(host: "h.example", path: "/v1/own/x") == "b")
    #expect(try network.answer(host: "h.example", path: "/w.x") == "c")
    #expect(try network.answer(host: "h.example", path: "/wax") == "d")
  }

  @Test func `every row of the corpus is answered as it says`() throws {
    let folder = Repository.root.appending(path: "../shared/corpus/cases/ingress")
    guard
      let table = try? String(contentsOf: folder.appending(path: "requests.tsv"), encoding: .utf8)
    else { return print("SKIPPED: no ../shared/corpus/cases/ingress/requests.tsv") }
    let rows = table.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst()
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
    #expect(rows.count > 40)
    for row in rows {
      let objects = folder.appending(path: "objects/\(row[1])")
      let text = try String(contentsOf: objects, encoding: .utf8)
      let network = try Lowering([text], cluster: Ingress.cluster).network
      let host = row[4].hasPrefix("(") ? "192.0.2.1" : row[4]
      let expected = row[6].hasPrefix("echo-service (") ? "echo-service" : row[6]
      guard expected != "unserved" else {
        #expect(network.http.hosts.isEmpty, "\(row[0])")
        continue
      }
      let answer =
        expected.contains("/")
        ? try network.namespacedAnswer(host: host, path: row[5])
        : try network.answer(host: host, path: row[5])
      #expect(answer == expected, "\(row[0]): \(row[4])\(row[5])")
    }
  }
}
