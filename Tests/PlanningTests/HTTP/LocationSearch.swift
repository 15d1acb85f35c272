import NetworkTypes

@testable import Planning

/// What nginx does with a path and locations (ngx_http_core_find_location, 1.22.1), slowly.
enum LocationSearch {
  /// The status that the location found answers with; 301 for the redirect that nginx makes up.
  static func status(_ path: String, in locations: [HTTPLocationPlan]) -> Int? {
    found(path, in: locations).status
  }

  private struct Found {
    var status: Int?
    var isExact = false
  }

  private static func found(_ path: String, in locations: [HTTPLocationPlan]) -> Found {
    var best: (text: String, location: HTTPLocationPlan)?
    for location in locations {
      switch location.match {
      case .exact(let text) where text == path:
        return Found(status: status(of: location, path), isExact: true)
      case .prefix(let text) where path.hasPrefix(text) && text.count > (best?.text.count ?? -1):
        best = (text, location)
      default: continue
      }
    }
    let isRedirected = locations.contains { redirects($0, path) }
    if isRedirected, best?.text != path { return Found(status: 301, isExact: true) }
    if let best, case .within(let inner) = best.location.body {
      let deeper = found(path, in: inner)
      if deeper.status != nil { return deeper }
    }
    for location in locations where matches(location.match, path) {
      return Found(status: status(of: location, path))
    }
    return Found(status: best.flatMap { status(of: $0.location, path) })
  }

  /// A location `/foo/` that passes on makes nginx send `/foo` there.
  private static func redirects(_ location: HTTPLocationPlan, _ path: String) -> Bool {
    guard case .answer = location.body else { return false }
    switch location.match {
    case .exact(let text), .prefix(let text): return text == path + "/"
    case .expression, .turn: return false
    }
  }

  private static func matches(_ match: HTTPLocationPlan.Match, _ path: String) -> Bool {
    switch match {
    case .exact, .prefix: return false
    case .turn(let own): return own.text == path
    case .expression(let regex):
      guard let expression = try? Regex(regex.text) else { preconditionFailure(regex.text) }
      return path.wholeMatch(of: expression) != nil
    }
  }

  private static func status(of location: HTTPLocationPlan, _ path: String) -> Int? {
    guard case .answer(let answer) = location.body, case .respond(let status) = answer.action
    else { return nil }
    return status
  }
}
