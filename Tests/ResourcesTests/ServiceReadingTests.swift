import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

/// A Service named `web` with a `spec` in flow style.
private func service(_ spec: String) -> String {
  "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: \(spec)\n"
}

private func read(
  _ spec: String, _ location: Testing.SourceLocation = #_sourceLocation
) throws -> ServiceResource {
  try #require(readGood(service(spec), location).services.first)
}

struct ServiceReadingTests {
  @Test func `a plain Service has the API server's defaults`() throws {
    let read = try read("{ports: [{port: 80}]}")
    #expect(read.metadata.objectName.description == "default/web")
    #expect(read.type.value == .clusterIP && !read.type.range.isWritten)
    #expect(!read.isHeadless && read.clusterIPs.isEmpty && read.selector == nil)
    #expect(read.sessionAffinity.value == .none && read.affinityTimeoutSeconds == 10_800)
    #expect(read.externalTrafficPolicy.value == .cluster)
    #expect(read.internalTrafficPolicy.value == .cluster)
    #expect(read.allocatesNodePorts && !read.publishesNotReadyAddresses)
    let port = try #require(read.ports.first)
    #expect(port.transport == .tcp && port.port.value == 80)
    #expect(port.targetPort.value == .number(80) && port.nodePort == nil && port.name.value == "")
  }

  @Test func `every field is read`() throws {
    let read = try read(
      """
      {type: LoadBalancer, selector: {b: x, a: z}, clusterIP: 10.0.0.1,
       clusterIPs: [10.0.0.1, "fd00::1"], ipFamilies: [IPv4, IPv6], ipFamilyPolicy: RequireDualStack,
       externalIPs: [192.0.2.1], externalTrafficPolicy: Local, internalTrafficPolicy: Local,
       sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}},
       healthCheckNodePort: 30001, allocateLoadBalancerNodePorts: false, loadBalancerIP: 192.0.2.2,
       loadBalancerClass: example.com/lb, loadBalancerSourceRanges: [10.0.0.0/8, " 11.0.0.0/8 "],
       publishNotReadyAddresses: true, trafficDistribution: PreferClose,
       ports: [{name: dns, protocol: UDP, port: 53, targetPort: dns-udp, nodePort: 30053}]}
      """)
    #expect(read.type.value == .loadBalancer && read.type.range.isWritten)
    #expect(read.selector?.map(\.key) == ["a", "b"])
    #expect(read.clusterIPs.map(\.value.description) == ["10.0.0.1", "fd00::1"])
    #expect(read.ipFamilies.map(\.value) == [.ipv4, .ipv6])
    #expect(read.ipFamilyPolicy?.value == .requireDualStack)
    #expect(read.externalIPs.map(\.value.description) == ["192.0.2.1"])
    #expect(
      read.externalTrafficPolicy.value == .local && read.internalTrafficPolicy.value == .local)
    #expect(read.sessionAffinity.value == .clientIP && read.affinityTimeoutSeconds == 60)
    #expect(read.healthCheckNodePort?.value == 30001 && !read.allocatesNodePorts)
    #expect(read.loadBalancerIP?.value.description == "192.0.2.2")
    #expect(read.loadBalancerClass?.value == "example.com/lb")
    #expect(read.loadBalancerSourceRanges.map(\.value.description) == ["10.0.0.0/8", "11.0.0.0/8"])
    #expect(read.publishesNotReadyAddresses && read.trafficDistribution?.value == .preferClose)
    let port = try #require(read.ports.first)
    #expect(port.transport == .udp && port.targetPort.value == .name("dns-udp"))
    #expect(port.nodePort?.value == 30053 && port.name.value == "dns")
  }

  @Test(arguments: [
    "{clusterIP: None}", "{clusterIP: None, clusterIPs: [None], ports: []}",
    "{clusterIP: None, ports: [{port: 80}]}", "{clusterIP: \"None\"}",
  ])
  func `a headless Service has no address and needs no ports`(spec: String) throws {
    let read = try read(spec)
    #expect(read.isHeadless && read.clusterIPs.isEmpty)
  }

  @Test(arguments: [
    "{type: ExternalName, externalName: a.example.com}",
    "{type: ExternalName, externalName: a.example.com., ports: [{port: 80, nodePort: 30080}]}",
    "{type: ExternalName, externalName: a, clusterIP: '', ipFamilies: []}",
  ])
  func `an ExternalName Service needs a name alone`(spec: String) throws {
    let read = try read(spec)
    #expect(read.externalName != nil && read.ports.allSatisfy { $0.nodePort == nil })
  }

  @Test(arguments: [
    "type: ''", "clusterIP: ''", "sessionAffinity: ''", "clusterIP: null", "selector: {}",
    "externalName: ''", "loadBalancerIP: ''", "externalIPs: []", "ipFamilies: null",
    "healthCheckNodePort: 0", "externalTrafficPolicy: ''",
  ])
  func `an empty value is the same as none`(field: String) throws {
    let read = try read("{ports: [{port: 80}], \(field)}")
    #expect(read.type.value == .clusterIP && read.selector == nil && read.clusterIPs.isEmpty)
  }

  @Test(arguments: [
    "name: ''", "protocol: ''", "targetPort: 0", "targetPort: ''", "nodePort: 0", "nodePort: null",
    "appProtocol: http",
  ])
  func `an empty value of a port is the same as none`(field: String) throws {
    let read = try read("{ports: [{port: 80, \(field)}]}")
    #expect(read.ports.first?.targetPort.value == .number(80))
    #expect(read.ports.first?.transport == .tcp && read.ports.first?.nodePort == nil)
  }

  @Test func `the status of an exported Service is read`() throws {
    let text =
      service("{type: LoadBalancer, ports: [{port: 80}]}")
      + "status: {loadBalancer: {ingress: [{ip: 192.0.2.9, ipMode: Proxy}, {hostname: a.example}]}}"
    let read = try #require(readGood(text).services.first)
    #expect(read.loadBalancerIngress.map(\.address?.value.description) == ["192.0.2.9", nil])
    #expect(read.loadBalancerIngress.map(\.ipMode) == [.proxy, .vip])
    #expect(read.loadBalancerIngress[1].hostname?.value == "a.example")
  }

  @Test func `a label gives the Service to another proxy`() throws {
    let text = """
      apiVersion: v1
      kind: Service
      metadata: {name: web, labels: {service.kubernetes.io/service-proxy-name: other}}
      spec: {ports: [{port: 80}]}
      """
    #expect(try #require(readGood(text).services.first).isForAnotherProxy)
  }

  @Test func `a headless Service with fields for an address is warned of each`() {
    let result = readText(
      service("{clusterIP: None, sessionAffinity: ClientIP, externalIPs: [192.0.2.1]}"))
    #expect(result.errors.isEmpty)
    #expect(result.diagnostics.map(\.code) == [225, 225])
  }
}

struct ServiceErrorTests {
  private static let manyPorts = "{port: 80, name: a}, {port: 81, name: b}"

  @Test(arguments: [
    BadCase("{}", "NC0205", "spec.ports: required, but not set", at: "{}"),
    BadCase("null", "NC0205", "spec.ports: required, but not set", at: "apiVersion"),
    BadCase("{type: NodePort}", "NC0205", "spec.ports: required, but not set", at: "type"),
    BadCase("[]", "NC0206", "spec: a list stands where a mapping is needed", at: "[]"),
    BadCase(
      "{ports: {port: 80}}", "NC0206", "spec.ports: a mapping stands where a list is needed",
      at: "{port: 80}"),
    BadCase(
      "{ports: [80]}", "NC0206", "spec.ports[0]: the number `80` stands where a mapping is needed",
      at: "80"),
    BadCase(
      "{ports: [null]}", "NC0206", "spec.ports[0]: null stands where an item is needed", at: "null"),
    BadCase(
      "{ports: [{name: a}]}", "NC0205", "spec.ports[0].port: required, but not set", at: "name"),
    BadCase(
      "{ports: [{port: 0}]}", "NC0205", "spec.ports[0].port: required, but not set", at: "port"),
    BadCase(
      "{ports: [{port: -1}]}", "NC0208", "spec.ports[0].port: -1 is not in 1-65535", at: "-1"),
    BadCase(
      "{ports: [{port: 65536}]}", "NC0208", "spec.ports[0].port: 65536 is not in 1-65535",
      at: "65536"),
    BadCase(
      "{ports: [{port: \"80\"}]}", "NC0206",
      "spec.ports[0].port: the string \"80\" stands where a whole number is needed", at: "\"80\""),
    BadCase(
      "{ports: [{port: 80.5}]}", "NC0206",
      "spec.ports[0].port: the number `80.5` stands where a whole number is needed", at: "80.5"),
    BadCase(
      "{ports: [{port: true}]}", "NC0206",
      "spec.ports[0].port: the boolean `true` stands where a whole number is needed", at: "true"),
    BadCase(
      "{ports: [{port: http}]}", "NC0206",
      "spec.ports[0].port: the string \"http\" stands where a whole number is needed", at: "http"),
    BadCase(
      "{ports: [{port: 80, targetPort: \"80\"}]}", "NC0206",
      "spec.ports[0].targetPort: the string \"80\" stands where a whole number is needed",
      at: "\"80\""),
    BadCase(
      "{ports: [{port: 80, targetPort: 65536}]}", "NC0208",
      "spec.ports[0].targetPort: 65536 is not in 1-65535", at: "65536"),
    BadCase(
      "{ports: [{port: 80, protocol: HTTP}]}", "NC0207",
      "spec.ports[0].protocol: \"HTTP\" is not one of `TCP`, `UDP`, `SCTP`", at: "HTTP"),
    BadCase(
      "{ports: [{port: 80, nodePort: 30080}]}", "NC0215",
      "spec.ports[0].nodePort: not allowed for a Service of type ClusterIP", at: "30080"),
    BadCase(
      "{ports: [{port: 80, name: a}, {port: 81}]}", "NC0205",
      "spec.ports[1].name: required, but not set", at: "81"),
    BadCase(
      "{ports: [{port: 80, name: a}, {port: 81, name: a}]}", "NC0214",
      "spec.ports[1].name: the port name \"a\" is taken", at: "a"),
    BadCase(
      "{ports: [{port: 80, name: a}, {port: 80, name: b}]}", "NC0214",
      "spec.ports[1].port: 80/TCP is taken in this Service", at: "80"),
    BadCase(
      """
      {type: NodePort,
       ports: [{port: 80, name: a, nodePort: 30080}, {port: 81, name: b, nodePort: 30080}]}
      """, "NC0214", "spec.ports[1].nodePort: 30080/TCP is taken in this Service", at: "30080"),
    BadCase(
      "{type: LoadBalancer, ports: [{port: 10250}]}", "NC0215",
      "spec.ports[0].port: a load balancer may not lead to port 10250, the kubelet's", at: "10250"),
    BadCase(
      "{ports: [{port: 80}], tpye: NodePort}", "NC0204", "spec.tpye: unknown field", at: "tpye"),
    BadCase(
      "{ports: [{port: 80}], type: Nodeport}", "NC0207",
      "spec.type: \"Nodeport\" is not one of "
        + "`ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`", at: "Nodeport"),
  ])
  func `a wrong port or type is refused with its place`(bad: BadCase) { bad.check(in: service) }

  @Test(arguments: [
    BadCase(
      "clusterIP: none", "NC0211", "spec.clusterIP: \"none\": not an IPv4 or IPv6 address",
      at: "none"),
    BadCase(
      "clusterIP: 10.0.0.01", "NC0211",
      "spec.clusterIP: \"10.0.0.01\": "
        + "a part of an IPv4 address has a leading zero, which some tools read as octal",
      at: "10.0.0.01"),
    BadCase(
      "clusterIPs: [10.0.0.1]", "NC0205",
      "spec.clusterIPs: needs `clusterIP` beside it, with the first of them", at: "[10.0.0.1]"),
    BadCase(
      "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.2]", "NC0216",
      "spec.clusterIPs[0]: is not the same as `clusterIP`", at: "10.0.0.2"),
    BadCase(
      "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1, 10.0.0.2]", "NC0214",
      "spec.clusterIPs[1]: a second IPv4 address, where one is allowed", at: "10.0.0.2"),
    BadCase(
      "clusterIP: None, clusterIPs: [None, 10.0.0.1]", "NC0215",
      "spec.clusterIPs: `None` must stand alone", at: "[None, 10.0.0.1]"),
    BadCase(
      "clusterIP: None, type: NodePort", "NC0215",
      "spec.clusterIP: `None` is not allowed for a Service of type NodePort", at: "None"),
    BadCase(
      "clusterIP: 10.0.0.1, ipFamilies: [IPv6]", "NC0216",
      "spec.clusterIP: 10.0.0.1 is not an IPv6 address", at: "10.0.0.1"),
    BadCase(
      "ipFamilies: [IPv4, IPv4]", "NC0214", "spec.ipFamilies[1]: IPv4 is named twice", at: "IPv4"),
    BadCase(
      "ipFamilies: [ipv4]", "NC0207",
      "spec.ipFamilies[0]: \"ipv4\" is not one of `IPv4`, `IPv6`", at: "ipv4"),
    BadCase(
      "ipFamilies: [IPv4, IPv6], ipFamilyPolicy: SingleStack", "NC0215",
      "spec.ipFamilies: two entries are not allowed with `ipFamilyPolicy: SingleStack`",
      at: "[IPv4, IPv6]"),
    BadCase(
      "externalIPs: [127.0.0.1]", "NC0211",
      "spec.externalIPs[0]: 127.0.0.1 is a loopback address, which is not allowed here",
      at: "127.0.0.1"),
    BadCase(
      "externalIPs: [0.0.0.0]", "NC0211",
      "spec.externalIPs[0]: 0.0.0.0 is the unspecified address, which is not allowed here",
      at: "0.0.0.0"),
    BadCase(
      "sessionAffinityConfig: {clientIP: {timeoutSeconds: 5}}", "NC0215",
      "spec.sessionAffinityConfig: not allowed with `sessionAffinity: None`",
      at: "{clientIP: {timeoutSeconds: 5}}"),
    BadCase(
      "sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 0}}",
      "NC0208",
      "spec.sessionAffinityConfig.clientIP.timeoutSeconds: 0 is not in 1-86400", at: "0"),
    BadCase(
      "externalTrafficPolicy: Local", "NC0215",
      "spec.externalTrafficPolicy: only for a Service that is reached from outside: "
        + "NodePort, LoadBalancer or externalIPs", at: "Local"),
    BadCase(
      "healthCheckNodePort: 30001", "NC0215",
      "spec.healthCheckNodePort: only for type LoadBalancer with `externalTrafficPolicy: Local`",
      at: "30001"),
    BadCase(
      "loadBalancerClass: a", "NC0215",
      "spec.loadBalancerClass: only for a Service of type LoadBalancer", at: "a"),
    BadCase(
      "loadBalancerSourceRanges: [10.0.0.0/8]", "NC0215",
      "spec.loadBalancerSourceRanges: only for a Service of type LoadBalancer",
      at: "[10.0.0.0/8]"),
    BadCase(
      "type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.1/8]", "NC0211",
      "spec.loadBalancerSourceRanges[0]: \"10.0.0.1/8\": "
        + "address bits are set behind the prefix length 8", at: "10.0.0.1/8"),
    BadCase(
      "allocateLoadBalancerNodePorts: true", "NC0215",
      "spec.allocateLoadBalancerNodePorts: only for a Service of type LoadBalancer", at: "true"),
    BadCase(
      "publishNotReadyAddresses: \"yes\"", "NC0206",
      "spec.publishNotReadyAddresses: the string \"yes\" stands where true or false is needed",
      at: "\"yes\""),
    BadCase(
      "selector: [app]", "NC0206", "spec.selector: a list stands where a mapping is needed",
      at: "[app]"),
    BadCase(
      "selector: {app: 1}", "NC0206",
      "spec.selector[app]: the number `1` stands where a string is needed", at: "1"),
    BadCase(
      "selector: {app: {x: y}}", "NC0206",
      "spec.selector[app]: a mapping stands where a string is needed", at: "{x: y}"),
    BadCase(
      "type: ExternalName", "NC0205", "spec.externalName: required, but not set", at: "ports"),
    BadCase(
      "type: ExternalName, externalName: a.b, clusterIP: 10.0.0.1", "NC0215",
      "spec.clusterIP: not allowed for a Service of type ExternalName", at: "10.0.0.1"),
  ])
  func `a wrong address or policy is refused with its place`(bad: BadCase) {
    bad.check { service("{ports: [{port: 80}], \($0)}") }
  }

  @Test func `a broken Service is known by name`() {
    let result = readText(service("{ports: [{port: 99999}]}"))
    #expect(result.resources.services.isEmpty)
    #expect(result.resources.broken.map(\.name.description) == ["default/web"])
    #expect(result.errors.first?.object == "Service default/web")
  }

  @Test func `all errors are reported, each once`() {
    let result = readText(
      service("{type: x, ports: [{port: 0, name: A}, {protocol: tcp}], bogus: 1, selector: 3}"))
    #expect(result.errors.count == 7, "\(result.summary)")
  }

  @Test func `the fixes mend what they can`() {
    let result = readText(service("{tpye: NodePort, ports: [{port: \"80\", protocol: tcp}]}"))
    #expect(
      result.errors.flatMap(\.fixes).map(\.replacement) == ["type", "80", "TCP"],
      "\(result.summary)")
  }
}
