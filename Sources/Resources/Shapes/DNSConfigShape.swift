internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Limits of `resolv.conf` as Kubernetes sets them (`MaxDNSNameservers` and its neighbours).
private enum DNSLimit {
  static let nameservers = 3
  static let searches = 32
  static let searchBytes = 2048
  /// Not Kubernetes' limit: glibc knows no option as long.
  static let optionBytes = 64
}

extension ObjectShape where Value == DNSConfig {
  static let dnsConfig = ObjectShape<DNSConfig>(
    "PodDNSConfig",
    fields: [
      Field(
        "nameservers", .list(.ipAddress, atMost: DNSLimit.nameservers), "The name servers to ask"
      ) { $0.nameservers = $1.value },
      Field(
        "searches", .list(.searchDomain, atMost: DNSLimit.searches),
        "The domains that short names are tried in"
      ) { $0.searches = $1.value },
      Field("options", .objects(.dnsOption), "Options of the resolver") {
        $0.options = $1.value
      },
    ], make: { _ in DNSConfig() }, check: checkSearches)
}

private func checkSearches(_ config: inout DNSConfig, _ node: YAMLNode, _ reading: inout Reading) {
  let bytes = config.searches.reduce(0) { $0 + $1.value.utf8.count + 1 }
  guard bytes > DNSLimit.searchBytes + 1, let place = node["searches"]?.range else { return }
  reading.within("searches") {
    $0.report(
      .tooMany, "\(bytes - 1) characters are more than the \(DNSLimit.searchBytes) allowed",
      at: place)
  }
}

extension ObjectShape where Value == DNSOption {
  fileprivate static let dnsOption = ObjectShape<DNSOption>(
    "PodDNSConfigOption",
    fields: [
      Field("name", .resolverWord, "The option's name, as ndots", .required) {
        $0.name = $1.value
      },
      Field("value", .resolverWord, "The option's value") { $0.value = $1.value },
    ], make: { _ in DNSOption() })
}

extension Shape where Value == String {
  /// A domain to search, which may end in a dot, be a lone dot, or hold underscores
  /// (`RelaxedDNSSearchValidation`).
  fileprivate static var searchDomain: Shape<String> {
    let description = TextDescription(
      summary: "a domain", pattern: "[-a-z0-9_.]+", maximumLength: 254)
    return text(description) { text in
      if text == "." { return nil }
      let name = text.utf8.last == UInt8(ascii: ".") ? String(text.dropLast()) : text
      let relaxed = name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "a") : $0 }
      do throws(NameError) {
        _ = try DNSSubdomain(parsing: String(decoding: relaxed, as: UTF8.self))
        return nil
      } catch {
        return error.message
      }
    }
  }

  /// A word of resolv.conf. Every option that resolvers know is made of these characters, and
  /// nothing else reaches the file.
  fileprivate static var resolverWord: Shape<String> {
    let description = TextDescription(
      summary: "a word of resolv.conf", pattern: "[A-Za-z0-9._:/@+][-A-Za-z0-9._:/@+]*",
      maximumLength: DNSLimit.optionBytes)
    return text(description) { text in
      if text.isEmpty { return "an option cannot be empty" }
      if text.utf8.count > DNSLimit.optionBytes {
        return "\(text.utf8.count) bytes are over \(DNSLimit.optionBytes)"
      }
      return PlainToken.isPlain(text)
        ? nil : "an option is a word of letters, digits and `._:/@+-`, which cannot begin with `-`"
    }
  }
}
