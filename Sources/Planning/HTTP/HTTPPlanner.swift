import Diagnostics
import NetworkModel
import NetworkTypes

/// One host's rules → locations, for requests that came over one scheme.
///
/// A prefix `/p` is two locations, the exact `/p` and the prefix `/p/`, so that `/pq` is none of
/// it. A server that matches strings then finds the longest of them by itself, and an order is
/// needed only among expressions: those stand within the location of the literal text they begin
/// with, so that no other path is ever compared with them.
struct HTTPPlanner {
  static let slash = UInt8(ascii: "/")
  /// Where a certificate authority looks (RFC 8555 8.3).
  private static let challenge = Array("/.well-known/acme-challenge/".utf8)

  private let answers: HTTPAnswers
  private let index: HTTPRuleIndex
  private let fallback: HTTPRule
  private let redirectsAll: Bool
  /// Whether some requests are sent to HTTPS, so that challenges need a place of their own.
  private let redirectsSome: Bool
  private var locations: [HTTPLocationPlan] = []
  /// Exact locations that stand within another, by the text of that.
  private var inner: [[UInt8]: [HTTPLocationPlan]] = [:]
  /// Paths of prefixes that come in their turn among expressions.
  private var turns: Set<[UInt8]> = []

  init(_ host: VirtualHost, _ scheme: HTTPAnswers.Scheme) {
    let hasCertificate = host.certificate != nil
    answers = HTTPAnswers(scheme, hasCertificate: hasCertificate)
    index = HTTPRuleIndex(host.rules)
    fallback = host.fallback
    let redirects = scheme == .plain && hasCertificate
    redirectsSome = redirects && host.rules.contains(where: \.redirectsToHTTPS)
    redirectsAll = redirectsSome && host.rules.allSatisfy(\.redirectsToHTTPS)
  }

  /// Sorted by path.
  mutating func plan(_ host: VirtualHost, _ draft: inout HTTPDraft) -> [HTTPLocationPlan] {
    if redirectsAll { return planRedirect(host, &draft) }
    var starts: [[UInt8]] = [[Self.slash]]
    if redirectsSome { starts.append(Self.challenge) }
    return plan(host.rules, starts, &draft).sorted { $0.sortKey < $1.sortKey }
  }

  private mutating func plan(
    _ rules: [HTTPRule], _ given: [[UInt8]], _ draft: inout HTTPDraft
  ) -> [HTTPLocationPlan] {
    var starts = given
    for rule in rules {
      switch rule.match.path {
      case .exact(let path): addExact(path, rule, &starts, &draft)
      case .prefix(let path): addPrefix(path, rule, &starts, &draft)
      case .expression: starts.append(rule.match.path.literalBytes)
      }
    }
    var seen = Set<[UInt8]>()
    for start in starts where seen.insert(start).inserted {
      locations.append(location(start, &draft))
    }
    return locations
  }

  /// Everything to HTTPS but challenges.
  private mutating func planRedirect(
    _ host: VirtualHost, _ draft: inout HTTPDraft
  ) -> [HTTPLocationPlan] {
    let challenges = host.rules.filter { Self.isChallenge($0.match.path.literalBytes) }
    var planned = plan(challenges, [Self.challenge], &draft)
    let redirect = HTTPAnswerPlan(
      policy: draft.position(fallback.policy), action: .redirectToHTTPS)
    planned.append(HTTPLocationPlan(match: .prefix("/"), body: .answer(redirect)))
    return planned.sorted { $0.sortKey < $1.sortKey }
  }

  private static func isChallenge(_ path: [UInt8]) -> Bool { path.starts(with: challenge) }

  private func answer(_ rule: HTTPRule, at path: [UInt8], _ draft: inout HTTPDraft)
    -> HTTPAnswerPlan
  {
    answers.answer(rule, isChallenge: Self.isChallenge(path), &draft)
  }

  // MARK: Paths

  private mutating func addExact(
    _ path: HTTPPath, _ rule: HTTPRule, _ starts: inout [[UInt8]], _ draft: inout HTTPDraft
  ) {
    let location = HTTPLocationPlan(
      match: .exact(path.text), body: .answer(answer(rule, at: path.bytes, &draft)))
    guard path.endsWithSlash, !path.isRoot, !isNamed(path.withoutFinalSlash.bytes) else {
      locations.append(location)
      return
    }
    // nginx sends requests for `/foo` to `/foo/` where there is a location for that alone; so
    // there must be one for `/foo` too, with the answer that it has in any case.
    let bare = path.withoutFinalSlash
    let last = index.enclosing(bare.bytes)
    if expressions(for: bare.bytes, before: last).isEmpty {
      let body = answer(last?.rule ?? fallback, at: bare.bytes, &draft)
      locations.append(location)
      locations.append(HTTPLocationPlan(match: .exact(bare.text), body: .answer(body)))
    } else {
      // Or it stands where nginx does not look for what to send on.
      starts.append(path.bytes)
      inner[path.bytes, default: []].append(location)
    }
  }

  /// Whether some rule is for exactly this path.
  private func isNamed(_ path: [UInt8]) -> Bool {
    index.exact[path] != nil || index.prefix(path) != nil
  }

  private mutating func addPrefix(
    _ path: HTTPPath, _ rule: HTTPRule, _ starts: inout [[UInt8]], _ draft: inout HTTPDraft
  ) {
    let bare = path.withoutFinalSlash
    guard !bare.isRoot else { return }
    starts.append(bare.bytes + [Self.slash])
    guard index.exact[bare.bytes] == nil, let entry = index.prefix(bare.bytes) else { return }
    guard expressions(for: bare.bytes, before: entry).isEmpty else {
      // Expressions that begin with this very text come first: see `location`.
      turns.insert(bare.bytes)
      return
    }
    let body = answer(rule, at: bare.bytes, &draft)
    locations.append(HTTPLocationPlan(match: .exact(bare.text), body: .answer(body)))
  }

  private func expressions(
    for text: [UInt8], before last: HTTPRuleIndex.Entry?
  ) -> [HTTPRuleIndex.Entry] {
    guard index.hasExpressions else { return [] }
    return index.expressions(for: text).filter { $0.order < (last?.order ?? .max) }
  }

  /// The location of all paths that begin with a text and with no longer one that has a location.
  private func location(_ start: [UInt8], _ draft: inout HTTPDraft) -> HTTPLocationPlan {
    let match = HTTPLocationPlan.Match.prefix(String(decoding: start, as: UTF8.self))
    let last = index.enclosing(start)
    let answer = HTTPLocationPlan.Body.answer(
      answer(last?.rule ?? fallback, at: start, &draft))
    var tried = expressions(for: start, before: last)
    if turns.contains(start), let own = index.prefix(start) { tried.append(own) }
    tried.sort { $0.order < $1.order }
    let within = (inner[start] ?? []) + tried.map { turn($0, at: start, &draft) }
    guard !within.isEmpty else { return HTTPLocationPlan(match: match, body: answer) }
    return HTTPLocationPlan(
      match: match, body: .within(within + [HTTPLocationPlan(match: match, body: answer)]))
  }

  private func turn(
    _ entry: HTTPRuleIndex.Entry, at start: [UInt8], _ draft: inout HTTPDraft
  ) -> HTTPLocationPlan {
    let match: HTTPLocationPlan.Match =
      switch entry.rule.match.path {
      case .expression(let regex): .expression(regex)
      case .exact(let path), .prefix(let path): .turn(path.withoutFinalSlash)
      }
    return HTTPLocationPlan(
      match: match, body: .answer(answer(entry.rule, at: start, &draft)))
  }
}

extension HTTPLocationPlan {
  /// By path; at the same one what is exact before what is not.
  fileprivate var sortKey: (String, Int) {
    switch match {
    case .exact(let path): (path, 0)
    case .prefix(let text): (text, 1)
    case .expression(let regex): (regex.text, 2)
    case .turn(let path): (path.text, 2)
    }
  }
}
