import NetworkModel
import NetworkTypes
import TestSupport
import Testing

@testable import Planning

/// Rules → locations, by what nginx makes of them.
@Suite struct HTTPLocationTests {
  private typealias Make = HTTPHosts

  private func status(_ path: String, _ rules: [HTTPRule]) -> Int? {
    LocationSearch.status(path, in: Make.locations(Make.host(rules)))
  }

  private func prefix(_ path: String, _ status: Int) -> HTTPRule {
    Make.rule(.prefix(Make.path(path).withoutFinalSlash), status)
  }

  private func exact(_ path: String, _ status: Int) -> HTTPRule {
    Make.rule(.exact(Make.path(path)), status)
  }

  private func regex(_ text: String, _ status: Int) -> HTTPRule {
    Make.rule(.expression(Make.regex(text)), status)
  }

  @Test func `a prefix is two locations`() {
    let rules = [prefix("/aaa/bbb", 1)]
    #expect(["/aaa/bbb", "/aaa/bbb/", "/aaa/bbb/c"].map { status($0, rules) } == [1, 1, 1])
    #expect(
      ["/aaa/bbbc", "/aaa", "/aaa/bb", "/"].map { status($0, rules) } == [404, 404, 404, 404])
  }

  @Test func `a request without the slash of an exact rule is not sent to it`() {
    #expect(status("/foo", [exact("/foo/", 1)]) == 404)
    #expect(status("/foo", [exact("/foo/", 1), prefix("/", 2)]) == 2)
    #expect(status("/foo/", [exact("/foo/", 1), prefix("/", 2)]) == 1)
    #expect(status("/foo", [exact("/foo/", 1), exact("/foo", 3)]) == 3)
    #expect(status("/foo", [exact("/foo/", 1), regex("/fo+", 4)]) == 4)
    #expect(status("/foo", [exact("/foo/", 1), regex("/f[a-b]+", 4), prefix("/", 2)]) == 2)
  }

  @Test func `an expression takes its turn by the text it begins with`() {
    let rules = [
      prefix("/", 1), prefix("/api", 2), prefix("/api/v1/static", 3), regex("/api/v[0-9]/.*", 4),
    ]
    #expect(status("/api/v1/x", rules) == 4)
    #expect(status("/api/v1/static/x", rules) == 3)
    #expect(status("/api/vx", rules) == 2)
    #expect(status("/api", rules) == 2)
    #expect(status("/else", rules) == 1)
  }

  @Test func `an expression of the same length comes before a prefix`() {
    let rules = [prefix("/api", 1), regex("/api(x|)", 2), prefix("/", 3)]
    #expect(status("/api", rules) == 2)
    #expect(status("/apix", rules) == 2)
    #expect(status("/api/", rules) == 1)
    #expect(status("/apiy", rules) == 3)
    #expect(status("/api", [prefix("/api", 1), regex("/api[0-9]", 2)]) == 1)
  }

  @Test func `a host without expressions has none`() {
    let locations = Make.locations(Make.host([prefix("/", 1), exact("/a/", 2), prefix("/b", 3)]))
    for location in locations {
      guard case .answer = location.body else {
        Issue.record("\(location)")
        continue
      }
    }
  }

  @Test func `a host whose requests all go to HTTPS says so once`() {
    let rules = [
      Make.rule(.prefix(.root), 1, redirects: true),
      Make.rule(.prefix(Make.path("/a")), 2, redirects: true),
      Make.rule(.exact(Make.path("/.well-known/acme-challenge/x")), 3, redirects: true),
    ]
    let host = Make.host(rules, hasCertificate: true)
    let plain = Make.locations(host, .plain)
    #expect(plain.count == 3)
    #expect(LocationSearch.status("/.well-known/acme-challenge/y", in: plain) == 1)
    #expect(LocationSearch.status("/.well-known/acme-challenge/x", in: plain) == 3)
    #expect(LocationSearch.status("/a", in: plain) == nil)
    #expect(LocationSearch.status("/a", in: Make.locations(host, .secure)) == 2)
  }

  /// Against the definition: the first rule in order that matches.
  @Test func `random rules answer as defined`() {
    var random = SeededGenerator(seed: 20)
    for round in 0..<600 {
      let rules = (0..<Int.random(in: 1...7, using: &random)).map { number in
        randomRule(100 + number, withExpressions: round % 2 == 0, &random)
      }
      let host = Make.host(unique(rules))
      let locations = Make.locations(host)
      for _ in 0..<40 {
        let path = randomPath(&random)
        let expected = host.rules.first { matches($0, path) }.map(statusOf) ?? 404
        #expect(
          LocationSearch.status(path, in: locations) == expected,
          "\(path) with \(host.rules.map(\.match.path))")
      }
    }
  }

  private func unique(_ rules: [HTTPRule]) -> [HTTPRule] {
    var seen = Set<PathMatch>()
    return rules.filter { seen.insert($0.match.path).inserted }
  }

  private func statusOf(_ rule: HTTPRule) -> Int {
    if case .respond(let status) = rule.action { status } else { 0 }
  }

  private func matches(_ rule: HTTPRule, _ path: String) -> Bool {
    switch rule.match.path {
    case .exact(let own): return own.text == path
    case .prefix(let own):
      return own.isRoot || path == own.text || path.hasPrefix(own.text + "/")
    case .expression(let regex):
      guard let expression = try? Regex(regex.text) else { preconditionFailure(regex.text) }
      return path.wholeMatch(of: expression) != nil
    }
  }

  private static let elements = ["a", "b", "aa", "ab"]

  private func randomPath(_ random: inout SeededGenerator) -> String {
    let count = Int.random(in: 0...3, using: &random)
    let path = (0..<count).map { _ in "/" + (Self.elements.randomElement(using: &random) ?? "") }
      .joined()
    return path.isEmpty ? "/" : path + (Bool.random(using: &random) ? "/" : "")
  }

  private static let tails = ["[ab]", ".*", "/.*", "a+", "(a|b)", "(/|$)(.*)", "a?", "[ab]/?"]

  private func randomRule(
    _ status: Int, withExpressions: Bool, _ random: inout SeededGenerator
  ) -> HTTPRule {
    let path = randomPath(&random)
    switch Int.random(in: 0..<(withExpressions ? 4 : 2), using: &random) {
    case 0: return exact(path, status)
    case 1: return prefix(path, status)
    default: return regex(path + (Self.tails.randomElement(using: &random) ?? ""), status)
    }
  }
}
