internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == DNSResource {
  static let clusterDNS = ObjectShape<DNSResource>(
    "ClusterDNS", fields: placeFields + answerFields + serverFields,
    make: { _ in DNSResource() }, check: checkDNS)

  private static let placeFields: [Field<DNSResource>] = [
    Field(
      "serviceIPs", .list(.ordinaryAddress), "The cluster IPs that pods ask, one per family",
      .defaults("with `nodes`: the lowest free ones")
    ) { $0.serviceIPs = $1.value },
    Field(
      "nodes", .list(.dnsSubdomain),
      "The nodes that serve DNS: they get a Corefile and zones, and the Service leads to them"
    ) { $0.nodes = $1.value },
    Field(
      "upstreams", .list(.dnsUpstream, atMost: DNSLimit.upstreams),
      "The servers asked about other names: `IP`, `IP:PORT` or `tls://IP:PORT%NAME`"
    ) { $0.upstreams = $1.value },
  ]

  private static let answerFields: [Field<DNSResource>] = [
    // An hour at most, as CoreDNS' kubernetes plugin has it.
    Field(
      "ttl", .integer(0...3600), "How long answers may be kept, in seconds",
      .defaults("5"), blank: .isValue
    ) { $0.ttlSeconds = $1 },
    // 0 never loads in CoreDNS.
    Field(
      "serial", Shape<Int>.integer(1...Int(UInt32.max)).map { UInt32($0) },
      "The serial of every zone, for secondaries that must see it grow",
      .defaults("made from each zone's content"), blank: .isValue
    ) { $0.serial = $1 },
    Field(
      "pods", .choice(PodRecords.self),
      "Whether pods have names like `10-244-1-2.shop.pod.cluster.local`",
      .defaults("verified"), blank: .isValue
    ) { $0.podRecords = $1 },
  ]

  private static let serverFields: [Field<DNSResource>] = [
    Field(
      "coreDNSVersion", .coreDNSVersion, "The oldest CoreDNS that must understand the Corefile",
      .defaults("\(ReleaseNumber.defaultCoreDNS)"), blank: .isValue
    ) { $0.coreDNSVersion = $1 },
    Field(
      "transports", .objects(.dnsTransport, atMost: DNSLimit.transports),
      "What carries DNS beside plain UDP and TCP on port 53"
    ) { $0.transports = $1.value },
    .part("ports", .dnsPorts, "Where CoreDNS says how it is, on 127.0.0.1", in: \.ports),
    Field("log", .boolean, "Whether every question is logged", .defaults("false")) {
      $0.logsQueries = $1
    },
    Field(
      "nodeResolver", .object(.dnsConfig),
      "What the nodes' resolv.conf says: `dnsPolicy: Default` is this, and all search its domains",
      .defaults("not known: such pods use the node's file as it is")
    ) { $0.nodeResolver = $1.value },
  ]

  private static let checkDNS: Check = { dns, node, reading in
    reading.within("serviceIPs") { checkFamilies(dns.serviceIPs, "address", &$0) }
    checkOnce(dns.nodes, "nodes", &reading)
    checkOnce(dns.upstreams.map { Located("\($0.value)", $0.range) }, "upstreams", &reading)
  }
}

/// Limits of `spec.dns`.
private enum DNSLimit {
  /// CoreDNS' `forward` takes no more (plugin/forward/setup.go, `max`).
  static let upstreams = 15
  /// Not CoreDNS' limit: three protocols, and some to spare for a move from port to port.
  static let transports = 8
  /// `PATH_MAX` without its NUL would be 4095; nobody's certificate lies as deep.
  static let pathBytes = 1024
}

private func checkOnce(
  _ values: [Located<String>], _ field: String, _ reading: inout Reading
) {
  var first: [String: SourceRange] = [:]
  for (index, value) in values.enumerated() {
    guard let earlier = first[value.value] else {
      first[value.value] = value.range
      continue
    }
    reading.within([.field(field), .index(index)]) {
      $0.report(
        .duplicateValue, "\(value.value) stands in the list twice", at: value.range,
        notes: [Note("first written here", at: earlier)])
    }
  }
}

extension ObjectShape where Value == DNSTransport {
  fileprivate static let dnsTransport = ObjectShape<DNSTransport>(
    "DNSTransport",
    fields: [
      Field(
        "protocol", .choice(DNSTransportProtocol.self), "DNS over TLS, HTTPS or gRPC", .required
      ) { $0.carrier = $1 },
      Field(
        "port", .port, "The TCP port on the node's addresses",
        .defaults("853 for tls, 443 for https and grpc"), blank: .isValue
      ) { $0.port = $1 },
      Field(
        "certificate", .hostPath, "The certificate's chain on the DNS nodes, in PEM", .required
      ) { $0.certificate = $1 },
      Field("key", .hostPath, "The certificate's key on the DNS nodes, in PEM", .required) {
        $0.key = $1
      },
    ], make: { _ in DNSTransport() },
    check: { transport, node, _ in
      guard node["port"] == nil || node["port"]?.isNull == true else { return }
      transport.port = Located(transport.carrier.value.defaultPort, node.range)
    })
}

extension ObjectShape where Value == DNSPorts {
  fileprivate static let dnsPorts = ObjectShape<DNSPorts>(
    "DNSPorts",
    fields: [
      Field(
        "health", .port, "`/health`: whether CoreDNS runs", .defaults("8080"), blank: .isValue
      ) { $0.health = $1 },
      Field(
        "ready", .port, "`/ready`: whether every zone is served", .defaults("8181"),
        blank: .isValue
      ) { $0.ready = $1 },
      Field(
        "metrics", .port, "`/metrics`, for Prometheus", .defaults("9153"), blank: .isValue
      ) { $0.metrics = $1 },
    ], make: { _ in DNSPorts() })
}

extension Shape where Value == ReleaseNumber {
  fileprivate static var coreDNSVersion: Shape<ReleaseNumber> {
    let description = TextDescription(
      summary: "a version, as 1.11.1", pattern: "[0-9]{1,4}(\\.[0-9]{1,4}){2}", maximumLength: 14)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      guard let version = ReleaseNumber(parsing: text) else {
        reading.report(
          .unsupportedValue, "\(quoted(text)) is not a version of three numbers", at: node.range,
          help: "write it like `1.11.1`, as `coredns -version` says it")
        return nil
      }
      guard version >= .oldestCoreDNS, version.major == 1 else {
        reading.report(
          .unsupportedValue,
          "CoreDNS \(version) is \(version.major == 1 ? "older" : "not known")"
            + (version.major == 1 ? " than \(ReleaseNumber.oldestCoreDNS)" : " to netc"),
          at: node.range, help: "write a version from \(ReleaseNumber.oldestCoreDNS) on, below 2")
        return nil
      }
      return version
    }
  }
}

extension Shape where Value == String {
  /// An absolute path of plain characters: no blank, no quote, no `{$…}` that a configuration
  /// might read something into.
  fileprivate static var hostPath: Shape<String> {
    let description = TextDescription(
      summary: "an absolute path of letters, digits and `._:/@+-`",
      pattern: "/[A-Za-z0-9._:/@+-]+", maximumLength: DNSLimit.pathBytes)
    return text(description) { text in
      if text.utf8.first != UInt8(ascii: "/") { return "a path must begin with `/`" }
      if text.utf8.count > DNSLimit.pathBytes {
        return "\(text.utf8.count) bytes are over \(DNSLimit.pathBytes)"
      }
      guard PlainToken.isPlain(text) else {
        return "a path may hold letters, digits and `._:/@+-` alone"
      }
      let parts = text.utf8.split(separator: UInt8(ascii: "/"))
      if parts.isEmpty || text.utf8.last == UInt8(ascii: "/") { return "this is a folder" }
      return parts.contains { $0.elementsEqual("..".utf8) } ? "`..` may not stand in a path" : nil
    }
  }
}
