import Diagnostics
import NetworkTypes
import Resources

extension AnnotationGrammar where Value == [IPPrefix] {
  /// Blocks and addresses; bits behind a block's length are masked, as in a live cluster.
  static let sources = AnnotationGrammar("a list of blocks, as `10.0.0.0/8`", isList: true) {
    text throws(AnnotationProblem) in
    var prefixes: Set<IPPrefix> = []
    for item in text.items() { prefixes.insert(try prefix(item)) }
    guard !prefixes.isEmpty else { throw AnnotationProblem("names no block") }
    return prefixes.sorted()
  }

  private static func prefix(_ text: String) throws(AnnotationProblem) -> IPPrefix {
    do throws(AddressError) {
      if text.utf8.contains(UInt8(ascii: "/")) { return try IPPrefix(parsing: text) }
      return IPPrefix(try IPAddress(parsing: text))
    } catch .hostBitsSet(let prefix) {
      return prefix
    } catch {
      throw AnnotationProblem("holds \(quoted(text)): \(error.message)", help: error.help)
    }
  }
}

extension AnnotationGrammar where Value == DNSSubdomain {
  static let host = AnnotationGrammar("a DNS name") { text throws(AnnotationProblem) in
    do throws(NameError) {
      return try DNSSubdomain(parsing: text)
    } catch {
      throw AnnotationProblem("is no DNS name: \(error.message)")
    }
  }

  /// The name of a Service or a Secret in the object's namespace.
  static let objectName = AnnotationGrammar("a name in the same namespace") {
    text throws(AnnotationProblem) in
    do throws(NameError) {
      return try DNSSubdomain(parsing: text)
    } catch {
      throw AnnotationProblem(
        "is not the name of an object",
        help: text.utf8.contains(UInt8(ascii: "/"))
          ? "objects of other namespaces are out of reach: write the name alone" : nil)
    }
  }
}

extension AnnotationGrammar where Value == [HostPattern] {
  static let hosts = AnnotationGrammar("a list of DNS names, `*.` before one allowed", isList: true)
  {
    text throws(AnnotationProblem) in
    var hosts: Set<HostPattern> = []
    for item in text.items() {
      let isWildcard = item.hasPrefix("*.")
      let name: DNSSubdomain
      do throws(NameError) {
        name = try DNSSubdomain(parsing: isWildcard ? String(item.dropFirst(2)) : item)
      } catch {
        throw AnnotationProblem("holds \(quoted(item)): \(error.message)")
      }
      hosts.insert(isWildcard ? .oneLabel(name) : .exact(name))
    }
    guard !hosts.isEmpty else { throw AnnotationProblem("names no host") }
    return hosts.sorted()
  }
}

/// Origins; nil: every one.
extension AnnotationGrammar where Value == [OriginPattern] {
  static let origins = AnnotationGrammar(
    "`*`, or a list of origins, as `https://*.shop.example`", isList: true
  ) {
    text throws(AnnotationProblem) in
    var origins: Set<OriginPattern> = []
    for item in text.items() {
      if item == "*" { return [] }
      guard let origin = OriginPattern(parsing: item) else {
        throw AnnotationProblem(
          "holds \(quoted(item)), which is no origin",
          help: "an origin is a scheme, a host and perhaps a port: `https://shop.example:8443`")
      }
      origins.insert(origin)
    }
    guard !origins.isEmpty else { throw AnnotationProblem("names no origin") }
    return origins.sorted()
  }
}

extension OriginPattern {
  /// Nil for text that is no origin.
  init?(parsing text: String) {
    guard let scheme = ["https", "http"].first(where: { text.hasPrefix("\($0)://") }) else {
      return nil
    }
    var rest = String(text.dropFirst(scheme.utf8.count + 3))
    let hasWildcard = rest.hasPrefix("*.")
    if hasWildcard { rest.removeFirst(2) }
    guard let (host, port) = HostAndPort.split(rest),
      DNSSubdomain.problem(in: host.utf8.span) == nil
    else { return nil }
    self.init(
      scheme: scheme, hasWildcard: hasWildcard, host: DNSSubdomain(checked: host), port: port)
  }
}

/// `host` or `host:port`.
enum HostAndPort {
  static func split(_ text: String) -> (host: String, port: Port?)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count) else { return nil }
    if parts.count == 1 { return (parts[0], nil) }
    guard let number = parts[1].wholeNumber, let port = Port(number) else { return nil }
    return (parts[0], port)
  }
}
