/// Text in which parts of a request may stand, as nginx' variables name them: the value of a
/// header, the key of a cache.
///
/// Literal parts are printable ASCII without `$`.
package struct RequestTemplate: Hashable, Sendable {
  package enum Part: Hashable, Sendable {
    case literal(String)
    case scheme
    /// `Host` with its port.
    case host
    /// Path and query as the client sent them.
    case requestURI
    case method
    case clientAddress
    case serverPort
    /// nginx' own number, whatever the client wrote.
    case requestID
    /// The name in `Authorization: Basic`, which nobody has checked.
    case user
    /// The header's name, with `_` for `-`.
    case header(HTTPToken)
    case cookie(HTTPToken)
  }

  /// As written.
  package let text: String
  /// Neighbouring literals are one.
  package let parts: [Part]

  package init(parsing text: String) throws(RequestTemplateError) {
    guard text.utf8.count <= HTTPText.maximumLength else { throw .tooLong(text.utf8.count) }
    var parts: [Part] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.first {
      if first == UInt8(ascii: "$") {
        parts.append(try Self.variable(from: &rest))
        continue
      }
      let literal = rest.prefix { $0 != UInt8(ascii: "$") }
      if let byte = literal.first(where: { !(0x20...0x7E).contains($0) }) { throw .badByte(byte) }
      parts.append(.literal(String(decoding: literal, as: UTF8.self)))
      rest = rest[literal.endIndex...]
    }
    self.text = text
    self.parts = parts
  }

  private static func variable(
    from rest: inout ArraySlice<UInt8>
  ) throws(RequestTemplateError) -> Part {
    rest.removeFirst()
    let isBraced = rest.first == UInt8(ascii: "{")
    if isBraced { rest.removeFirst() }
    let word = rest.prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
    let name = String(decoding: word.prefix(HTTPToken.maximumLength), as: UTF8.self)
    rest = rest[word.endIndex...]
    if isBraced, rest.popFirst() != UInt8(ascii: "}") { throw .unknownVariable(name) }
    guard let part = Part(variable: name) else {
      throw isOfQuestion(name) ? .ofQuestion(name) : .unknownVariable(name)
    }
    return part
  }

  /// Variables that mean the question to the other server where it is the one that is asked.
  private static func isOfQuestion(_ name: String) -> Bool {
    ["uri", "document_uri", "args", "query_string", "is_args"].contains(name)
      || name.hasPrefix("arg_")
  }
}

extension RequestTemplate.Part {
  /// What is said in a few words.
  package static let summary =
    "`$scheme`, `$host`, `$request_uri`, `$request_method`, `$remote_addr`, `$remote_user`, "
    + "`$server_port`, `$request_id`, `$http_NAME`, `$cookie_NAME`"

  init?(variable: String) {
    switch variable {
    case "scheme", "pass_access_scheme": self = .scheme
    case "host", "http_host", "best_http_host": self = .host
    case "request_uri": self = .requestURI
    case "request_method": self = .method
    case "remote_addr", "binary_remote_addr": self = .clientAddress
    case "server_port", "pass_server_port": self = .serverPort
    case "request_id": self = .requestID
    case "remote_user": self = .user
    default:
      let families: [(String, (HTTPToken) -> Self)] = [
        ("http_", Self.header), ("cookie_", Self.cookie),
      ]
      for (prefix, make) in families where variable.hasPrefix(prefix) {
        guard let name = HTTPToken(String(variable.dropFirst(prefix.utf8.count))) else {
          return nil
        }
        self = make(name)
        return
      }
      return nil
    }
  }
}

/// Why a text is none in which parts of a request stand.
package enum RequestTemplateError: Error, Hashable, Sendable {
  case tooLong(Int)
  case badByte(UInt8)
  /// `$` and a word that is no variable of a request, or no word.
  case unknownVariable(String)
  /// A variable that would not mean the request.
  case ofQuestion(String)

  package var message: String {
    switch self {
    case .tooLong(let count): "\(count) bytes are over \(HTTPText.maximumLength)"
    case .badByte(let byte): "\(HTTPCharacters.inWords(byte)) stands in no header"
    case .unknownVariable(let name):
      name.isEmpty
        ? "`$` begins a variable, and no name follows" : "`$\(name)` is no variable of a request"
    case .ofQuestion(let name): "`$\(name)` is that of the question, not of the request"
    }
  }

  package var help: String? {
    switch self {
    case .ofQuestion: "write `$request_uri`"
    case .unknownVariable: "netc knows \(RequestTemplate.Part.summary)"
    case .tooLong, .badByte: nil
    }
  }
}

/// How long answers are kept: nginx' `proxy_cache_valid`.
package struct CacheDuration: Hashable, Sendable {
  package enum Answers: Hashable, Sendable {
    /// 200, 301 and 302.
    case usual
    case any
    /// Sorted, each once.
    case statuses([Int])
  }
  package let answers: Answers
  package let seconds: Int

  package init(_ answers: Answers, seconds: Int) {
    self.answers = answers
    self.seconds = seconds
  }
}

/// A header that a request is sent with; an empty value leaves it away.
package struct HeaderValue: Hashable, Sendable {
  package let name: HTTPToken
  package let value: RequestTemplate

  package init(name: HTTPToken, value: RequestTemplate) {
    self.name = name
    self.value = value
  }
}
