internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == ContainerPort {
  static let containerPort = ObjectShape<ContainerPort>(
    "ContainerPort",
    fields: [
      Field("name", .portName, "What a Service's `targetPort` can call the port") { $0.name = $1 },
      Field("containerPort", .port, "The port the container listens on", .required) {
        $0.containerPort = $1
      },
      Field("protocol", .transport, "The transport protocol", .defaults("TCP")) {
        $0.transport = $1.value
      },
      Field("hostPort", .port, "The port of the node that leads to the container") {
        $0.hostPort = $1
      },
      Field("hostIP", .ipAddress, "The node's address that `hostPort` is bound to") {
        $0.hostIP = $1
      },
    ], make: { ContainerPort(range: $0) },
    check: { port, _, reading in
      port.index = reading.itemIndex
      guard let hostIP = port.hostIP, port.hostPort == nil else { return }
      reading.within("hostIP") {
        $0.report(.uselessField, "has no effect without `hostPort`", at: hostIP.range)
      }
    })
}

extension ObjectShape where Value == ContainerResource {
  static let container = ObjectShape<ContainerResource>(
    "Container",
    fields: [
      Field("name", .dnsLabel, "The container's name, unique in its pod", .required) {
        $0.name = $1.value
      },
      Field("ports", .objects(.containerPort), "The ports the container listens on") {
        $0.ports = $1.value
      },
      Field("restartPolicy", .text, "`Always` makes an init container a sidecar") {
        $0.isSidecar = $1.value == "Always"
      },
    ],
    unused: [
      "args", "command", "env", "envFrom", "image", "imagePullPolicy", "lifecycle",
      "livenessProbe", "readinessProbe", "resizePolicy", "resources", "restartPolicyRules",
      "securityContext", "startupProbe", "stdin", "stdinOnce", "terminationMessagePath",
      "terminationMessagePolicy", "tty", "volumeDevices", "volumeMounts", "workingDir",
    ], make: { _ in ContainerResource() },
    check: { container, _, reading in
      container.index = reading.itemIndex
      checkPortNames(container, &reading)
    })
}

/// Port names are unique in a container (`validateContainerPorts`).
private func checkPortNames(_ container: ContainerResource, _ reading: inout Reading) {
  guard container.ports.count > 1 else { return }
  var first: [String: SourceRange] = [:]
  for port in container.ports {
    guard let name = port.name else { continue }
    guard let earlier = first.updateValue(name.range, forKey: name.value) else { continue }
    first[name.value] = earlier
    reading.within(["ports", .index(port.index), "name"]) {
      $0.report(
        .duplicateValue, "the port name \(quoted(name.value)) is taken", at: name.range,
        notes: [Note("first used here", at: earlier)])
    }
  }
}
