internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == IngressSettings {
  static let ingress = ObjectShape<IngressSettings>(
    "ClusterIngress", fields: classFields + listenerFields + tlsFields + backendFields,
    make: { _ in IngressSettings() },
    check: { settings, _, reading in
      checkPorts(settings, &reading)
      checkNodes(settings, &reading)
    })

  private static let classFields: [Field<IngressSettings>] = [
    Field(
      "class", .dnsSubdomain, "The class of the Ingress objects that netc serves",
      .defaults("nginx"), blank: .isValue
    ) { $0.className = $1 },
    Field(
      "watchIngressWithoutClass", .boolean,
      "Whether objects without a class are served, though no class is the default one",
      .defaults("false")
    ) { $0.servesClassless = $1 },
    Field("nodes", .list(.dnsSubdomain), "The nodes that serve them") { $0.nodes = $1.value },
    Field(
      "service", .objectName,
      "The Service, `namespace/name`, that leads to these nodes instead of to pods",
      .defaults("ingress-nginx/ingress-nginx-controller, where there is one")
    ) { $0.controllerService = $1 },
  ]

  private static let listenerFields: [Field<IngressSettings>] = [
    Field(
      "nginxVersion", .nginxVersion, "The oldest nginx that must understand the configuration",
      .defaults("\(ReleaseNumber.defaultNginx)"), blank: .isValue
    ) { $0.nginxVersion = $1 },
    Field("httpPort", .port, "The port of plain HTTP", .defaults("80"), blank: .isValue) {
      $0.httpPort = $1
    },
    Field("httpsPort", .port, "The port of HTTPS", .defaults("443"), blank: .isValue) {
      $0.httpsPort = $1
    },
    Field(
      "proxyProtocolFrom", .list(.ipPrefix, atMost: 64),
      "Who speaks the PROXY protocol to the nodes, and is believed; then everybody must",
      .defaults("nobody")
    ) { $0.proxyProtocolSources = $1.value },
    Field("accessLog", .boolean, "Whether requests are logged", .defaults("true")) {
      $0.logsAccess = $1
    },
    Field(
      "requestIDs", .boolean,
      "Whether requests without `X-Request-ID` get one: 32 random hexadecimal digits",
      .defaults("true")
    ) { $0.makesRequestIDs = $1 },
  ]

  private static let tlsFields: [Field<IngressSettings>] = [
    Field(
      "httpsRedirect", .boolean,
      "Whether hosts with a certificate redirect plain HTTP; `ssl-redirect` says it per object",
      .defaults("false")
    ) { $0.httpsRedirect = $1 },
    .part(
      "hsts", .strictTransport, "`Strict-Transport-Security` of hosts that redirect plain HTTP",
      in: \.strictTransport),
    Field(
      "certificatesValidAt", .calendarDate,
      "The day that certificates must be valid on, as 2026-11-24", .defaults("no day"),
      blank: .isValue
    ) { $0.certificatesValidAt = $1 },
    Field(
      "defaultCertificate", .objectName,
      "The Secret, `namespace/name`, for `tls` entries without a `secretName`"
    ) { $0.defaultCertificate = $1 },
  ]

  private static let backendFields: [Field<IngressSettings>] = [
    Field(
      "defaultBackend", .object(.ingressDefaultBackend), "Who answers where no rule does",
      .defaults("404")
    ) { $0.defaultBackend = $1.value }
  ]
}

private func checkPorts(_ settings: IngressSettings, _ reading: inout Reading) {
  guard settings.httpPort.value == settings.httpsPort.value else { return }
  let isWritten = settings.httpsPort.range.isWritten
  reading.within(.field(isWritten ? "httpsPort" : "httpPort")) {
    $0.report(
      .mismatch, "plain HTTP and HTTPS are both to be served at port \(settings.httpPort.value)",
      at: isWritten ? settings.httpsPort.range : settings.httpPort.range,
      help: "give each a port of its own")
  }
}

private func checkNodes(_ settings: IngressSettings, _ reading: inout Reading) {
  var first: [String: SourceRange] = [:]
  for (index, node) in settings.nodes.enumerated() {
    guard let earlier = first[node.value] else {
      first[node.value] = node.range
      continue
    }
    reading.within(["nodes", .index(index)]) {
      $0.report(
        .duplicateValue, "\(node.value) stands in the list twice", at: node.range,
        notes: [Note("first written here", at: earlier)])
    }
  }
}

extension ObjectShape where Value == StrictTransportResource {
  fileprivate static let strictTransport = ObjectShape<StrictTransportResource>(
    "StrictTransport",
    fields: [
      Field("enabled", .boolean, "Whether it is sent", .defaults("true")) { $0.isEnabled = $1 },
      // Ten years: no browser keeps it longer in earnest.
      Field(
        "maxAge", .integer(0...315_360_000), "How long browsers keep to HTTPS, in seconds",
        .defaults("31536000"), blank: .isValue
      ) { $0.maximumAgeSeconds = $1 },
      Field(
        "includeSubdomains", .boolean, "Whether it holds for all names below", .defaults("true")
      ) { $0.includesSubdomains = $1 },
      Field(
        "preload", .boolean, "Whether browsers may have it built in", .defaults("false")
      ) { $0.preload = $1 },
    ], make: { _ in StrictTransportResource() })
}

extension ObjectShape where Value == IngressDefaultBackend {
  fileprivate static let ingressDefaultBackend = ObjectShape<IngressDefaultBackend>(
    "ClusterIngressBackend",
    fields: [
      Field("service", .objectName, "The Service, `namespace/name`", .required) {
        $0.service = $1
      },
      Field("port", .targetPort, "The number or the name of its port", .required) { $0.port = $1 },
    ], make: { _ in IngressDefaultBackend() })
}

extension Shape where Value == ObjectName {
  /// `namespace/name`, or a name in the namespace `default`.
  static var objectName: Shape<ObjectName> {
    let description = TextDescription(
      summary: "a namespace, `/` and a name", pattern: "([-a-z0-9]+/)?[-a-z0-9.]+",
      maximumLength: 317)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      if let name = ObjectName(parsing: text, defaultNamespace: "default") { return name }
      reading.report(
        .badName, "\(quoted(text)) is not a namespace and a name", at: node.range,
        help: "write it like `ingress-nginx/ingress-nginx-controller`")
      return nil
    }
  }
}

extension ObjectName {
  /// `namespace/name` or a name alone; nil for any other text.
  package init?(parsing text: String, defaultNamespace: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), let name = parts.last else { return nil }
    let namespace = parts.count == 2 ? parts[0] : defaultNamespace
    guard DNSLabel.problem(in: namespace.utf8.span) == nil,
      DNSSubdomain.problem(in: name.utf8.span) == nil
    else { return nil }
    self.init(checkedNamespace: namespace, name: name)
  }
}

extension Shape where Value == CalendarDate {
  fileprivate static var calendarDate: Shape<CalendarDate> {
    let description = TextDescription(
      summary: "a day, as 2026-11-24", pattern: "[0-9]{4}-[0-9]{2}-[0-9]{2}", maximumLength: 10)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      if let date = CalendarDate(parsing: text) { return date }
      reading.report(
        .unsupportedValue, "\(quoted(text)) is not a day of the calendar", at: node.range,
        help: "write it like `2026-11-24`")
      return nil
    }
  }
}

extension Shape where Value == ReleaseNumber {
  fileprivate static var nginxVersion: Shape<ReleaseNumber> {
    let description = TextDescription(
      summary: "a version, as 1.22.1", pattern: "[0-9]{1,4}(\\.[0-9]{1,4}){2}", maximumLength: 14)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      let version = ReleaseNumber(parsing: text)
      if let version, version >= .oldestNginx, version.major == 1 { return version }
      reading.report(
        .unsupportedValue, "\(quoted(text)) is not a version of nginx that netc knows",
        at: node.range,
        help: "write a version from \(ReleaseNumber.oldestNginx) on, below 2, "
          + "as `nginx -v` says it")
      return nil
    }
  }
}
