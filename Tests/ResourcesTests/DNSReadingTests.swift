import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

struct DNSReadingTests {
  @Test func `every field of spec dns is read`() throws {
    let read = try #require(
      readGood(
        inCluster(
          """
          dns:
              serviceIPs: [10.96.0.10]
              nodes: [node-a, node-b]
              upstreams:
              - 192.0.2.53
              - 192.0.2.54:5353
              - "2001:db8::53"
              - "[2001:db8::54]:5353"
              - tls://192.0.2.55%dns.example.com
              - "tls://[2001:db8::55]:8853%dns.example.com"
              ttl: 30
              serial: 4294967295
              pods: disabled
              coreDNSVersion: 1.14.4
              transports:
              - {protocol: tls, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
              - {protocol: https, port: 8443, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
              - {protocol: grpc, certificate: /etc/ssl/dns.pem, key: /etc/ssl/dns.key}
              ports: {health: 1, ready: 2, metrics: 3}
              log: true
          """)
      ).cluster)
    let dns = read.dns
    #expect(
      dns.upstreams.map { "\($0.value)" } == [
        "192.0.2.53:53", "192.0.2.54:5353", "[2001:db8::53]:53", "[2001:db8::54]:5353",
        "tls://192.0.2.55:853%dns.example.com", "tls://[2001:db8::55]:8853%dns.example.com",
      ])
    #expect(dns.serial?.value == .max && dns.podRecords.value == .disabled)
    #expect(dns.coreDNSVersion.value == ReleaseNumber(1, 14, 4))
    #expect(dns.transports.map(\.port.value) == [853, 8443, 443])
    #expect(dns.transports.map(\.carrier.value) == [.tls, .https, .grpc])
    #expect(dns.transports[0].certificate.value == "/etc/ssl/dns.pem")
    #expect(dns.ports.health.value == 1 && dns.ports.ready.value == 2)
    #expect(dns.ports.metrics.value == 3 && dns.logsQueries.value)
  }

  @Test func `what is not written has its default`() throws {
    let dns = try #require(readGood(inCluster("dns: {nodes: [node-a]}")).cluster).dns
    #expect(dns.serial == nil && dns.podRecords.value == .verified && dns.transports.isEmpty)
    #expect(dns.coreDNSVersion.value == .defaultCoreDNS && !dns.logsQueries.value)
    #expect(dns.ports.health.value == 8080 && dns.ports.metrics.value == 9153)
  }

  @Test(arguments: [
    BadCase("serial: 0", "NC0208", "serial: 0 is not in 1-4294967295", at: "0"),
    BadCase(
      "serial: 4294967296", "NC0208",
      "serial: 4294967296 is not in 1-4294967295", at: "4294967296"),
    BadCase(
      "coreDNSVersion: 1.11", "NC0206",
      "coreDNSVersion: the number `1.11` stands where a string is needed", at: "1.11"),
    BadCase(
      "coreDNSVersion: v1.11.1", "NC0207",
      "coreDNSVersion: \"v1.11.1\" is not a version of three numbers", at: "v1.11.1"),
    BadCase(
      "coreDNSVersion: 1.011.1", "NC0207",
      "coreDNSVersion: \"1.011.1\" is not a version of three numbers", at: "1.011.1"),
    BadCase(
      "coreDNSVersion: 1.6.9", "NC0207",
      "coreDNSVersion: CoreDNS 1.6.9 is older than 1.8.5", at: "1.6.9"),
    BadCase(
      "coreDNSVersion: 2.0.0", "NC0207",
      "coreDNSVersion: CoreDNS 2.0.0 is not known to netc", at: "2.0.0"),
    BadCase(
      "pods: insecure", "NC0207", "pods: \"insecure\" is not one of `verified`, `disabled`",
      at: "insecure"),
    BadCase("nodes: [a, a]", "NC0214", "nodes[1]: a stands in the list twice", at: "a"),
    BadCase(
      "upstreams: [192.0.2.53, '192.0.2.53:53']", "NC0214",
      "upstreams[1]: 192.0.2.53:53 stands in the list twice", at: "'192.0.2.53:53'"),
    BadCase(
      "transports: [{protocol: tls, certificate: /c}]", "NC0205",
      "transports[0].key: required, but not set", at: "protocol"),
    BadCase(
      "transports: [{protocol: quic, certificate: /c, key: /k}]", "NC0207",
      "transports[0].protocol: \"quic\" is not one of `tls`, `https`, `grpc`", at: "quic"),
    BadCase(
      "ports: {health: 0}", "NC0208", "ports.health: 0 is not in 1-65535", at: "0"),
  ])
  func `wrong settings are refused with their place`(bad: BadCase) {
    BadCase("dns: {\(bad.text)}", bad.code, "spec.dns.\(bad.message)", at: bad.place)
      .check(in: inCluster)
  }

  @Test(arguments: [
    ("0.0.0.0", "no server can be asked there"), ("ff02::fb", "no server can be asked there"),
    ("192.0.2.53:0", "\"0\" is no port"), ("192.0.2.53:65536", "\"65536\" is no port"),
    ("192.0.2.53:", "\"\" is no port"), ("192.0.2.53:+53", "\"+53\" is no port"),
    ("[2001:db8::1", "`]` is missing"),
    ("[2001:db8::1]53", "only `:` and a port may stand behind `]`"),
    ("192.0.2.53%dns.example.com", "a name behind `%` is for `tls://` alone"),
    (
      "tls://192.0.2.53",
      "the name that the server's certificate must have is missing"
    ),
  ])
  func `upstreams that nobody can ask are refused`(text: String, problem: String) {
    BadCase(
      "dns: {upstreams: ['\(text)']}", "NC0211", "spec.dns.upstreams[0]: \"\(text)\": \(problem)",
      at: "'\(text)'"
    ).check(in: inCluster)
  }

  /// Whatever a Corefile would read something else into.
  private static let hostile = [
    "{$HOME}", "{%HOME%}", "/etc/{$HOME}", "/a b", "/a\\nimport /etc/passwd", "/a\\\"", "/a}",
    "/a{", "/a#b", "import", "(snippet)", "-/etc", "/", "/etc/", "/etc/../shadow", "relative.pem",
    "\\t/etc", "/é", "/\\u2028", "/e\\u0301", "", "/\\0",
  ]

  @Test(arguments: hostile)
  func `hostile text is no path, no upstream and no version`(text: String) {
    for field in [
      "transports: [{protocol: tls, certificate: /c, key: \"\(text)\"}]",
      "transports: [{protocol: tls, key: /k, certificate: \"\(text)\"}]",
      "transports: [{protocol: \"\(text)\", key: /k, certificate: /c}]",
      "upstreams: [\"\(text)\"]", "upstreams: [\"192.0.2.53:\(text)\"]",
      "upstreams: [\"tls://192.0.2.53%\(text)_\"]", "coreDNSVersion: \"\(text)\"",
      "coreDNSVersion: \"1.9.3\(text) \"", "nodes: [\"\(text)_\"]", "pods: \"\(text) \"",
    ] {
      let result = readText(inCluster("dns: {\(field)}"))
      #expect(!result.errors.isEmpty, "\(field)")
    }
  }
}

private func inCluster(_ spec: String) -> String {
  """
  apiVersion: netc.dev/v1alpha1
  kind: Cluster
  metadata: {name: lab}
  spec:
    podCIDRs: [10.244.0.0/16]
    serviceCIDRs: [10.96.0.0/16]
    \(spec)
  """
}
