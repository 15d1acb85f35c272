import Diagnostics
import NetworkTypes
import Resources

extension AnnotationGrammar where Value == HTTPPath {
  static let path = AnnotationGrammar("an absolute path") { text throws(AnnotationProblem) in
    do throws(HTTPPathError) {
      return try HTTPPath(parsing: text)
    } catch {
      throw AnnotationProblem("is no path: \(error.message)")
    }
  }
}

extension AnnotationGrammar where Value == HTTPText {
  /// A path as it is, for a header.
  static let plainPath = AnnotationGrammar("an absolute path") { text throws(AnnotationProblem) in
    guard text.utf8.first == UInt8(ascii: "/"),
      text.utf8.allSatisfy(HTTPCharacters.isPathCharacter), let line = HTTPText(text)
    else { throw AnnotationProblem("is no path", help: "write it like `/app`") }
    return line
  }
}

extension AnnotationGrammar where Value == RewriteTemplate {
  static let rewrite = AnnotationGrammar("a path, with `$1` to `$9` for what groups captured") {
    text throws(AnnotationProblem) in
    do throws(RewriteTemplateError) {
      return try RewriteTemplate(parsing: text)
    } catch {
      throw AnnotationProblem(
        "is no path to rewrite to: \(error.message)",
        help: error == .badByte(UInt8(ascii: "?"))
          ? "the query of the request is kept by itself" : nil)
    }
  }
}

extension AnnotationGrammar where Value == URLTemplate {
  private static let variables = RequestVariable.allCases.map { "`$\($0.rawValue)`" }
    .joined(separator: ", ")

  /// Where clients are sent.
  static let url = AnnotationGrammar("a URL or an absolute path, with \(variables)") {
    text throws(AnnotationProblem) in
    let template = try parse(text)
    guard template.isAbsolute || template.isPath else {
      throw AnnotationProblem(
        "is neither a URL of http or https nor a path",
        help: "write it like `https://shop.example/`")
    }
    guard template.hasPlainServer else {
      throw AnnotationProblem("names a server that is none")
    }
    return template
  }

  static let pathURL = AnnotationGrammar("an absolute path, with a query if need be") {
    text throws(AnnotationProblem) in
    let template = try parse(text)
    guard template.isPath, case .literal = template.parts[0], template.parts.count == 1 else {
      throw AnnotationProblem("is no absolute path", help: "write it like `/app`")
    }
    return template
  }

  /// Behind a server: a path with a query, in which parts of the request may stand.
  static let target = AnnotationGrammar("a path, with \(variables)") {
    text throws(AnnotationProblem) in
    let template = try parse(text)
    guard template.isPath else {
      throw AnnotationProblem("has no absolute path behind its server")
    }
    return template
  }

  /// Where requests for `/` go.
  static let appRoot = AnnotationGrammar("an absolute path, but for `/`") {
    text throws(AnnotationProblem) in
    let template = try pathURL.parse(text)
    guard text.utf8.dropFirst().first.map({ $0 != UInt8(ascii: "?") }) ?? false else {
      throw AnnotationProblem("would send requests for `/` back to `/`")
    }
    return template
  }

  private static func parse(_ text: String) throws(AnnotationProblem) -> URLTemplate {
    do throws(URLTemplateError) {
      return try URLTemplate(parsing: text)
    } catch {
      var help: String?
      if case .unknownVariable = error { help = "netc knows \(variables)" }
      throw AnnotationProblem("is no URL: \(error.message)", help: help)
    }
  }
}

/// An `auth-url` before its server is looked up.
struct WrittenAuthURL: Sendable {
  let usesTLS: Bool
  /// Nil: `$host`.
  let host: String?
  let port: Port?
  let target: URLTemplate
}

extension AnnotationGrammar where Value == WrittenAuthURL {
  static let authURL = AnnotationGrammar(
    "a URL; the host may be `$host`, and behind it the variables of `auth-signin` may stand"
  ) {
    text throws(AnnotationProblem) in
    guard let scheme = ["https", "http"].first(where: { text.hasPrefix("\($0)://") }) else {
      throw AnnotationProblem("is no URL of http or https")
    }
    let rest = text.dropFirst(scheme.utf8.count + 3)
    let end = rest.utf8.indices.first { index in
      let byte = rest.utf8[index]
      return byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?")
        || byte == UInt8(ascii: "$") && index > rest.startIndex
    }
    let authority = String(rest[..<(end ?? rest.endIndex)])
    var path = end.map { String(rest[$0...]) } ?? "/"
    if path.hasPrefix("?") { path = "/\(path)" }
    let target = try AnnotationGrammar<URLTemplate>.target.parse(path)
    let words = Substring(authority).split(separator: ":", omittingEmptySubsequences: false)
    let (host, port) = try server(authority, isRequestHost: words.first == "$host")
    return WrittenAuthURL(usesTLS: scheme == "https", host: host, port: port, target: target)
  }

  private static func server(
    _ text: String, isRequestHost: Bool
  ) throws(AnnotationProblem) -> (String?, Port?) {
    guard let (host, port) = HostAndPort.split(text) else {
      throw AnnotationProblem("has no host and port in its middle")
    }
    if isRequestHost { return (nil, port) }
    guard DNSSubdomain.problem(in: host.utf8.span) == nil else {
      throw AnnotationProblem(
        "names a host that is none", help: "write a DNS name, an IPv4 address or `$host`")
    }
    return (host, port)
  }
}

extension AnnotationGrammar where Value == [RetryCondition] {
  static let retry = AnnotationGrammar(
    "`off`, or conditions with blanks between: "
      + RetryCondition.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  ) { text throws(AnnotationProblem) in
    let items = text.items(separatedBy: " ,")
    if items == ["off"] { return [] }
    var found: [RetryCondition] = []
    for item in items {
      guard let condition = RetryCondition(rawValue: item) else {
        let near = Spelling.nearest(item, among: RetryCondition.allCases.map(\.rawValue))
        throw AnnotationProblem(
          "holds \(quoted(item)), which is no condition of nginx",
          help: near.map { "did you mean `\($0)`?" })
      }
      found.append(condition)
    }
    guard !found.isEmpty else { throw AnnotationProblem("names no condition") }
    return RetryCondition.allCases.filter(found.contains)
  }
}

extension AnnotationGrammar where Value == HeaderPattern {
  static let pattern = AnnotationGrammar("an expression") { text throws(AnnotationProblem) in
    do throws(PathRegexError) {
      return try HeaderPattern(parsing: text)
    } catch {
      throw AnnotationProblem("is no expression that netc takes: \(error.message)")
    }
  }
}

extension AnnotationGrammar where Value == [HashPart] {
  static let hash = AnnotationGrammar(
    "`$request_uri`, `$uri`, `$host`, `$remote_addr`, `$args`, `$http_NAME`, `$cookie_NAME`, "
      + "`$arg_NAME` and words, one behind the other"
  ) { text throws(AnnotationProblem) in
    var parts: [HashPart] = []
    var rest = Substring(text)
    while let first = rest.utf8.first {
      guard first == UInt8(ascii: "$") else {
        let word = rest.utf8.prefix { $0 != UInt8(ascii: "$") }
        guard let token = HTTPToken(String(Substring(word))) else {
          throw AnnotationProblem("holds more than variables, letters, digits, `-` and `_`")
        }
        parts.append(.literal(token))
        rest = rest[word.endIndex...]
        continue
      }
      parts.append(try variable(from: &rest))
    }
    guard parts.contains(where: { if case .literal = $0 { false } else { true } }) else {
      throw AnnotationProblem("names no variable of a request")
    }
    return parts
  }

  private static func variable(
    from rest: inout Substring
  ) throws(AnnotationProblem) -> HashPart {
    rest.removeFirst()
    let isBraced = rest.utf8.first == UInt8(ascii: "{")
    if isBraced { rest.removeFirst() }
    let word = rest.utf8.prefix {
      HTTPCharacters.isTokenCharacter($0) && $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: "-")
    }
    let name = String(Substring(word))
    rest = rest[word.endIndex...]
    if isBraced {
      guard rest.utf8.first == UInt8(ascii: "}") else {
        throw AnnotationProblem("opens `${` and does not close it")
      }
      rest.removeFirst()
    }
    guard let part = HashPart(variable: name) else {
      throw AnnotationProblem("holds \(quoted("$\(name)")), which is no variable that netc takes")
    }
    return part
  }
}

extension HashPart {
  init?(variable: String) {
    switch variable {
    case "request_uri": self = .requestURI
    case "uri": self = .uri
    case "host", "http_host": self = .host
    case "remote_addr", "binary_remote_addr": self = .remoteAddress
    case "args", "query_string": self = .query
    default:
      let kinds: [(String, (HTTPToken) -> HashPart)] = [
        ("http_", HashPart.header), ("cookie_", HashPart.cookie), ("arg_", HashPart.parameter),
      ]
      for (prefix, make) in kinds where variable.hasPrefix(prefix) {
        guard let token = HTTPToken(String(variable.dropFirst(prefix.utf8.count))),
          token.text == token.text.lowercased() || prefix == "cookie_"
        else { return nil }
        self = make(token)
        return
      }
      return nil
    }
  }
}

extension URLTemplate {
  /// Whether the server, as far as it is written, is made of what names, addresses and ports are:
  /// no user that looks like a server.
  fileprivate var hasPlainServer: Bool {
    guard let scheme, case .literal(let text) = parts[0] else { return true }
    let server = text.utf8.dropFirst(scheme.utf8.count + 3).prefix { !"/?#".utf8.contains($0) }
    let plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]".utf8
    return server.allSatisfy(plain.contains)
  }
}
