import NetworkModel
import NetworkTypes
import Testing

/// Random rules held against a slow reading of the specification that shares no code with it.
struct IngressOracleTests {
  private struct Rule {
    let path: String
    let isExact: Bool
    let service: String

    /// The elements of the path, without the empty ones at its ends.
    var elements: [Substring] { path.split(separator: "/") }

    func matches(_ request: String) -> Bool {
      if isExact { return request == path }
      let wanted = elements
      return Array(request.split(separator: "/").prefix(wanted.count)) == wanted
    }
  }

  private static func expected(_ rules: [Rule], _ request: String) -> String {
    let matching = rules.filter { $0.matches(request) }
    if let exact = matching.first(where: \.isExact) { return exact.service }
    return matching.max { $0.elements.count < $1.elements.count }?.service ?? "404"
  }

  @Test func `random rules answer random requests as the specification says`() throws {
    var random = SeededGenerator(state: 20_261_124)
    var requests = 0
    for _ in 0..<120 {
      let rules = Self.rules(&random)
      let object = Ingress.object(
        "web", rules.map { ($0.path, $0.isExact ? "Exact" : "Prefix", $0.service) })
      let network = try Ingress.lower([object]).network
      for _ in 0..<60 {
        let request = Self.path(&random)
        requests += 1
        let answer = try network.answer(host: "h.example", path: request)
        #expect(answer == Self.expected(rules, request), "\(rules) \(request)")
      }
    }
    #expect(requests == 7200)
  }

  private static func rules(_ random: inout SeededGenerator) -> [Rule] {
    var taken: Set<String> = []
    return (0..<Int.random(in: 1...7, using: &random)).compactMap { _ in
      let rule = Rule(
        path: path(&random), isExact: Bool.random(using: &random),
        service: ["a", "b", "c", "d"].randomElement(using: &random) ?? "a")
      let trimmed = rule.elements.joined(separator: "/")
      let key = rule.isExact ? "=\(rule.path)" : trimmed
      return taken.insert(key).inserted ? rule : nil
    }
  }

  private static func path(_ random: inout SeededGenerator) -> String {
    let elements = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      ["x", "xy", "y", "X", "x.y"].randomElement(using: &random) ?? "x"
    }
    guard !elements.isEmpty else { return "/" }
    return "/" + elements.joined(separator: "/") + (Bool.random(using: &random) ? "/" : "")
  }
}
