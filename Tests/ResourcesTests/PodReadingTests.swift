import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func pod(_ spec: String) -> String {
  "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: \(spec)\n"
}

/// A Pod with one container and more fields.
private func podWith(_ fields: String) -> String { pod("{containers: [{name: c}], \(fields)}") }

/// A Pod whose first container has ports.
private func podPorts(_ ports: String) -> String {
  pod("{containers: [{name: c, ports: [\(ports)]}]}")
}

struct PodReadingTests {
  @Test func `every field is read`() throws {
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop, labels: {app: web}, deletionTimestamp: 2024-01-01T00:00:00Z}
      spec:
        initContainers: [{name: setup}, {name: proxy, restartPolicy: Always, ports: [{containerPort: 15001}]}]
        containers:
        - {name: web, ports: [{name: http, containerPort: 8080, hostPort: 80, hostIP: 192.0.2.1}]}
        - {name: log, image: x, env: [{name: A, value: 1}], ports: [{containerPort: 514, protocol: UDP}]}
        nodeName: node-a
        nodeSelector: {disk: ssd}
        tolerations: [{operator: Exists}, {key: a, value: b, effect: NoSchedule, tolerationSeconds: 3}]
        hostname: web-0
        subdomain: web
        setHostnameAsFQDN: true
        dnsPolicy: None
        dnsConfig: {nameservers: [192.0.2.53], searches: [a.example, _sip.b., "."],
                    options: [{name: ndots, value: "2"}, {name: edns0}]}
        hostAliases: [{ip: 192.0.2.7, hostnames: [db, db.example]}]
        volumes: [anything, {goes: here}]
      status:
        phase: Running
        podIP: 10.0.0.5
        podIPs: [{ip: 10.0.0.5}, {ip: "fd00::5"}]
        conditions: [{type: Ready, status: "True", lastProbeTime: null}]
      """
    let read = try #require(readGood(text).pods.first)
    #expect(read.metadata.isTerminating && read.phase == .running && read.isReady == true)
    #expect(read.addresses.map(\.value.description) == ["10.0.0.5", "fd00::5"])
    let template = read.template
    #expect(template.labels.map(\.key) == ["app"] && template.nodeName?.value == "node-a")
    #expect(template.containers.map(\.name) == ["setup", "proxy", "web", "log"])
    #expect(template.containers.map(\.isInit) == [true, true, false, false])
    #expect(template.containers.map(\.isSidecar) == [false, true, false, false])
    let port = try #require(template.containers[2].ports.first)
    #expect(port.name?.value == "http" && port.containerPort.value == 8080)
    #expect(port.hostPort?.value == 80 && port.hostIP?.value.description == "192.0.2.1")
    #expect(template.containers[3].ports.first?.transport == .udp)
    #expect(template.nodeSelector.map(\.value) == ["ssd"])
    #expect(template.tolerations.map(\.matchesAnyValue) == [true, false])
    #expect(template.tolerations.map(\.effect) == [nil, .noSchedule])
    #expect(template.hostname?.value == "web-0" && template.subdomain?.value == "web")
    #expect(template.setsHostnameAsFQDN && template.dnsPolicy.value == .none)
    #expect(template.dnsConfig?.searches.map(\.value) == ["a.example", "_sip.b.", "."])
    #expect(template.dnsConfig?.options.map(\.value) == ["2", nil])
    #expect(template.hostAliases.first?.hostnames.map(\.value) == ["db", "db.example"])
  }

  @Test func `the host's network makes every port a host port`() throws {
    let read = readGood(
      pod("{hostNetwork: true, containers: [{name: c, ports: [{containerPort: 80}]}]}"))
    let template = try #require(read.pods.first).template
    #expect(template.usesHostNetwork)
    #expect(template.containers[0].ports[0].hostPort?.value == 80)
  }

  @Test func `node affinity keeps its terms, and an empty one matches nothing`() throws {
    let read = readGood(
      podWith(
        """
        affinity: {podAffinity: {}, nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [],
          requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [
            {matchExpressions: [{key: zone, operator: In, values: [a, b]},
                                {key: cores, operator: Gt, values: ["3"]}]},
            {matchFields: [{key: metadata.name, operator: In, values: [node-a]}]}, {}]}}}
        """))
    let terms = try #require(read.pods.first).template.nodeAffinityTerms
    #expect(terms.map(\.count) == [2, 1, 1])
    #expect(terms[0][1].operation == .greaterThan && terms[1][0].isNodeName)
    #expect(terms[2][0].operation == .isIn && terms[2][0].values.isEmpty)
  }

  @Test func `a pod with a status and no Ready condition is not ready`() throws {
    let text = podWith("nodeName: a") + "status: {phase: Pending}"
    #expect(try #require(readGood(text).pods.first).isReady == false)
    #expect(try #require(readGood(podWith("nodeName: a")).pods.first).isReady == nil)
  }

  @Test func `init containers may use ports again, containers are warned`() {
    let text = pod(
      """
      {initContainers: [{name: i, ports: [{containerPort: 80, name: http}]}],
       containers: [{name: a, ports: [{containerPort: 80, name: http}]},
                    {name: b, ports: [{containerPort: 80}, {containerPort: 81, name: http}]}]}
      """)
    let result = readText(text)
    #expect(result.errors.isEmpty)
    #expect(
      result.diagnostics.map(\.message) == [
        "spec.containers[1].ports[0].containerPort: port 80/TCP is declared twice in one pod",
        "spec.containers[1].ports[1].name: the port name \"http\" stands for another container's "
          + "port too",
      ], "\(result.summary)")
  }

  @Test(arguments: [
    BadCase("{}", "NC0205", "spec.containers: required, but not set", at: "{}"),
    BadCase(
      "{containers: []}", "NC0205", "spec.containers: required, but not set", at: "containers"),
    BadCase(
      "{containers: [{image: a}]}", "NC0205", "spec.containers[0].name: required, but not set",
      at: "image"),
    BadCase(
      "{containers: [{name: a}, {name: a}]}", "NC0214",
      "spec.containers[1].name: the container name \"a\" is taken", at: "a"),
    BadCase(
      "{initContainers: [{name: a}], containers: [{name: a}]}", "NC0214",
      "spec.containers[0].name: the container name \"a\" is taken", at: "a"),
    BadCase(
      "{containers: [{name: a, port: []}]}", "NC0204", "spec.containers[0].port: unknown field",
      at: "port"),
    BadCase(
      "{containers: [{name: a}], nodeSelecter: {}}", "NC0204", "spec.nodeSelecter: unknown field",
      at: "nodeSelecter"),
    BadCase(
      """
      {hostNetwork: true, containers: [{name: a, ports: [{containerPort: 80, hostPort: 81}]}]}
      """, "NC0216",
      "spec.containers[0].ports[0].hostPort: 81 differs from `containerPort`, "
        + "which `hostNetwork` forbids", at: "81"),
    BadCase(
      """
      {containers: [{name: a, ports: [{containerPort: 80, hostPort: 80}]},
                    {name: b, ports: [{containerPort: 81, hostPort: 80}]}]}
      """, "NC0214", "spec.containers[1].ports[0].hostPort: the host port 80/TCP is taken",
      at: "80"),
  ])
  func `a wrong pod is refused with its place`(bad: BadCase) { bad.check(in: pod) }

  @Test(arguments: [
    BadCase(
      "{name: http}", "NC0205", "spec.containers[0].ports[0].containerPort: required, but not set",
      at: "name"),
    BadCase(
      "{containerPort: []}", "NC0206",
      "spec.containers[0].ports[0].containerPort: a list stands where a whole number is needed",
      at: "[]"),
    BadCase(
      "{containerPort: 80, name: a--b}", "NC0209",
      "spec.containers[0].ports[0].name: \"a--b\": '--' is not allowed; a port name must have at "
        + "most 15 characters of a-z, 0-9 and '-', at least one letter, no '--', and start and "
        + "end with a letter or digit", at: "a--b"),
    BadCase(
      "{containerPort: 80, hostPort: 70000}", "NC0208",
      "spec.containers[0].ports[0].hostPort: 70000 is not in 1-65535", at: "70000"),
    BadCase(
      "{containerPort: 80, hostPort: 80, hostIP: localhost}", "NC0211",
      "spec.containers[0].ports[0].hostIP: \"localhost\": not an IPv4 or IPv6 address",
      at: "localhost"),
    BadCase(
      "{containerPort: 80, name: a}, {containerPort: 81, name: a}", "NC0214",
      "spec.containers[0].ports[1].name: the port name \"a\" is taken", at: "a"),
  ])
  func `a wrong container port is refused with its place`(bad: BadCase) { bad.check(in: podPorts) }

  @Test(arguments: [
    BadCase(
      "dnsPolicy: None", "NC0205", "spec.dnsConfig.nameservers: required, but not set",
      at: "containers"),
    BadCase(
      "dnsPolicy: clusterFirst", "NC0207",
      "spec.dnsPolicy: \"clusterFirst\" is not one of `ClusterFirst`, `ClusterFirstWithHostNet`, "
        + "`Default`, `None`", at: "clusterFirst"),
    BadCase(
      "dnsConfig: {options: [{name: \"a b\"}]}", "NC0209",
      "spec.dnsConfig.options[0].name: \"a b\": an option is a word of letters, digits and `._:/@+-`, which cannot begin with `-`",
      at: "\"a b\""),
    BadCase(
      "hostAliases: [{hostnames: [a]}]", "NC0205", "spec.hostAliases[0].ip: required, but not set",
      at: "hostnames"),
    BadCase(
      "tolerations: [{value: a}]", "NC0205", "spec.tolerations[0].key: required, but not set",
      at: "value"),
    BadCase(
      "tolerations: [{key: a, operator: Exists, value: b}]", "NC0215",
      "spec.tolerations[0].value: not allowed with the operator `Exists`", at: "b"),
    BadCase(
      "nodeName: {}", "NC0206", "spec.nodeName: a mapping stands where a string is needed", at: "{}"
    ),
    BadCase(
      "nodeSelector: {a: true}", "NC0206",
      "spec.nodeSelector[a]: the boolean `true` stands where a string is needed", at: "true"),
  ])
  func `a wrong setting is refused with its place`(bad: BadCase) { bad.check(in: podWith) }

  @Test(arguments: [
    BadCase(
      "status: {phase: Dead}", "NC0207",
      "status.phase: \"Dead\" is not one of `Pending`, `Running`, `Succeeded`, `Failed`, `Unknown`",
      at: "Dead"),
    BadCase(
      "status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.2}]}", "NC0216",
      "status.podIP: 10.0.0.1 is not the first of `podIPs`, 10.0.0.2", at: "10.0.0.1"),
    BadCase(
      "status: {podIPs: [{ip: 10.0.0.1}, {ip: 10.0.0.2}]}", "NC0214",
      "status.podIPs[1]: a second IPv4 address, where one is allowed", at: "10.0.0.2"),
  ])
  func `a wrong status is refused with its place`(bad: BadCase) {
    bad.check { podWith("hostname: a") + $0 }
  }
}
