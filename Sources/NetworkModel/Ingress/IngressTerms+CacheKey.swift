import Diagnostics
import NetworkTypes

extension IngressTerms {
  /// Reports a key that is the same for a client that has leave and one that has none. A live
  /// cluster takes it.
  func checkCacheKey(log: inout DiagnosticLog) {
    guard let key = auth.cacheKey, let place = place("auth-cache-key"),
      !key.parts.contains(where: \.isProof)
    else { return }
    let onlyName = key.parts.contains(.user)
    report(
      .sharedLeave,
      onlyName
        ? "`$remote_user` alone is a name that anybody can write: whoever does gets the answer "
          + "that its owner got"
        : "nothing in the key tells who asks: everybody gets the answer that the first one got",
      at: place,
      help: onlyName
        ? "write `$remote_user$http_authorization`"
        : "add what the other server looks at, as `$http_authorization` or `$cookie_NAME`", &log)
  }
}

extension RequestTemplate.Part {
  /// Whether a client has to know something to have this part the same as another's.
  fileprivate var isProof: Bool {
    switch self {
    case .cookie: true
    case .header(let name): !Self.openHeaders.contains(name.text.lowercased())
    case .literal, .scheme, .host, .requestURI, .method, .clientAddress, .serverPort, .requestID,
      .user:
      false
    }
  }

  /// Headers that many clients send alike.
  private static let openHeaders: Set<String> = [
    "accept", "accept_charset", "accept_encoding", "accept_language", "cache_control", "connection",
    "content_length", "content_type", "dnt", "host", "origin", "pragma", "range", "referer",
    "upgrade", "user_agent", "via", "x_forwarded_for", "x_forwarded_host", "x_forwarded_port",
    "x_forwarded_proto", "x_real_ip", "x_requested_with",
  ]
}
