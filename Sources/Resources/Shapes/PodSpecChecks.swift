internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// The rules of a pod across its fields (`ValidatePodSpec`).
func checkPodSpec(_ spec: inout PodSpec, _ node: YAMLNode, _ reading: inout Reading) {
  if spec.containers.allSatisfy(\.isInit), let containers = node["containers"],
    containers.kind == .sequence, containers.count == 0
  {
    reading.reportMissing("containers", in: node, help: "a pod has at least one container")
  }
  checkContainerNames(spec, node, &reading)
  if spec.usesHostNetwork { applyHostNetwork(&spec, &reading) }
  checkPortsAcross(spec, &reading)
  checkDNS(spec, node, &reading)
}

extension ContainerResource {
  fileprivate var path: [FieldPath.Step] {
    [.field(isInit ? "initContainers" : "containers"), .index(index)]
  }
}

private func checkContainerNames(
  _ spec: PodSpec, _ node: YAMLNode, _ reading: inout Reading
) {
  // Most pods have one container, whose name nobody else can have.
  guard spec.containers.count > 1 || reading.hasErrors else { return }
  var first: [String: SourceRange] = [:]
  for list in ["initContainers", "containers"] {
    guard let containers = node[list] else { continue }
    for (index, item) in containers.items.enumerated() {
      guard let name = item["name"], name.isText, !name.hasText("") else { continue }
      guard let earlier = first[name.string] else {
        first[name.string] = name.range
        continue
      }
      reading.within([.field(list), .index(index), "name"]) {
        $0.report(
          .duplicateValue, "the container name \(quoted(name.string)) is taken", at: name.range,
          notes: [Note("first used here", at: earlier)])
      }
    }
  }
}

/// With the node's network every container port is a host port of the same number.
private func applyHostNetwork(_ spec: inout PodSpec, _ reading: inout Reading) {
  for position in spec.containers.indices {
    for index in spec.containers[position].ports.indices {
      let port = spec.containers[position].ports[index]
      guard let hostPort = port.hostPort else {
        spec.containers[position].ports[index].hostPort = port.containerPort
        continue
      }
      guard hostPort != port.containerPort else { continue }
      let path = spec.containers[position].path + ["ports", .index(port.index), "hostPort"]
      reading.within(path) {
        $0.report(
          .mismatch, "\(hostPort.value) differs from `containerPort`, which `hostNetwork` forbids",
          at: hostPort.range,
          notes: [Note("the container's port is here", at: port.containerPort.range)])
      }
    }
  }
}

/// Host ports are unique in a pod; container ports and their names should be.
private func checkPortsAcross(_ spec: PodSpec, _ reading: inout Reading) {
  // Nothing is there twice where there is one.
  guard spec.containers.reduce(0, { $0 + $1.ports.count }) > 1 else { return }
  var seen = PortsSeen()
  for container in spec.containers {
    if container.isInit, !container.isSidecar {
      var own = PortsSeen()
      own.check(container, &reading)
    } else {
      seen.check(container, &reading)
    }
  }
}

/// What ports earlier containers have taken; looked up, never iterated.
private struct PortsSeen {
  private struct HostPort: Hashable {
    let transport: TransportProtocol
    let address: IPAddress?
    let port: Port
  }
  private struct PortKey: Hashable {
    let transport: TransportProtocol
    let port: Port
  }

  private var hostPorts: [HostPort: SourceRange] = [:]
  private var ports: [PortKey: SourceRange] = [:]
  private var names: [String: (container: String, range: SourceRange)] = [:]

  mutating func check(
    _ container: ContainerResource, _ reading: inout Reading
  ) {
    for port in container.ports {
      reading.within(container.path + ["ports", .index(port.index)]) {
        checkHostPort(port, &$0)
        checkPort(port, &$0)
        checkName(port, of: container.name, &$0)
      }
    }
  }

  private mutating func checkHostPort(_ port: ContainerPort, _ reading: inout Reading) {
    guard let hostPort = port.hostPort else { return }
    let key = HostPort(
      transport: port.transport, address: port.hostIP?.value, port: hostPort.value)
    guard let earlier = hostPorts[key] else {
      hostPorts[key] = hostPort.range
      return
    }
    reading.within("hostPort") {
      $0.report(
        .duplicateValue, "the host port \(hostPort.value)/\(port.transport.name) is taken",
        at: hostPort.range, notes: [Note("first used here", at: earlier)])
    }
  }

  private mutating func checkPort(_ port: ContainerPort, _ reading: inout Reading) {
    let key = PortKey(transport: port.transport, port: port.containerPort.value)
    guard let earlier = ports[key] else {
      ports[key] = port.containerPort.range
      return
    }
    // With the node's network the host port says it already, as an error.
    if port.hostPort == port.containerPort { return }
    reading.within("containerPort") {
      $0.report(
        .sharedPort,
        "port \(port.containerPort.value)/\(port.transport.name) is declared twice in one pod",
        at: port.containerPort.range, notes: [Note("first declared here", at: earlier)])
    }
  }

  private mutating func checkName(
    _ port: ContainerPort, of container: String, _ reading: inout Reading
  ) {
    guard let name = port.name else { return }
    guard let earlier = names[name.value] else {
      names[name.value] = (container, name.range)
      return
    }
    // Within one container it is an error, reported where the container was read.
    if earlier.container == container { return }
    reading.within("name") {
      $0.report(
        .sharedPort,
        "the port name \(quoted(name.value)) stands for another container's port too",
        at: name.range,
        notes: [Note("a Service's `targetPort` means this one", at: earlier.range)])
    }
  }
}

private func checkDNS(_ spec: PodSpec, _ node: YAMLNode, _ reading: inout Reading) {
  guard spec.dnsPolicy.value == .none, node["dnsConfig"]?["nameservers"]?.count ?? 0 == 0
  else { return }
  reading.within("dnsConfig") {
    $0.reportMissing("nameservers", in: node, help: "`dnsPolicy: None` needs a name server")
  }
}
