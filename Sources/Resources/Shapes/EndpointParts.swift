internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// What an endpoint stands for: a `targetRef`.
struct ObjectReference: Sendable {
  var kind = ""
  var name: String?

  /// The name, if a Pod is meant.
  var podName: String? { kind == "Pod" ? name : nil }
}

extension ObjectShape where Value == ObjectReference {
  static let objectReference = ObjectShape<ObjectReference>(
    "ObjectReference",
    fields: [
      Field("kind", .text, "The kind of the object") { $0.kind = $1.value },
      Field("name", .dnsSubdomain, "The name of the object") { $0.name = $1.value },
    ], unused: ["apiVersion", "fieldPath", "namespace", "resourceVersion", "uid"],
    make: { _ in ObjectReference() })
}

extension Shape where Value == IPAddress {
  /// An address that a Service or an endpoint may have (`ValidateEndpointIP`).
  static var ordinaryAddress: Shape<IPAddress> {
    let address = ipAddress
    return Shape(address.description) { node, reading in
      guard let value = address.read(node, &reading) else { return nil }
      return reading.checkNotSpecial(Located(value, node.range)) ? value : nil
    }
  }
}

extension Shape where Value == IPAddress? {
  /// An address of the slice's type; nil for a name, which only slices of type FQDN hold.
  static var endpointAddress: Shape<IPAddress?> {
    let description = TextDescription(
      summary: "an address of the slice's type", maximumLength: 253)
    let address = Shape<IPAddress>.ordinaryAddress
    let name = Shape<String>.dnsSubdomain
    return Shape(.text(description)) { node, reading in
      switch reading.addressType {
      case nil: return .some(nil)  // Reported where the type stands.
      case .fqdn: return name.read(node, &reading).map { _ in nil }
      case .ipv4: return reading.endpointAddress(node, address, family: .ipv4)
      case .ipv6: return reading.endpointAddress(node, address, family: .ipv6)
      }
    }
  }
}

extension Reading {
  fileprivate mutating func endpointAddress(
    _ node: YAMLNode, _ shape: Shape<IPAddress>, family: IPFamily
  ) -> IPAddress?? {
    guard let address = shape.read(node, &self) else { return nil }
    if address.family == family { return address }
    report(
      .mismatch, "\(address) is not an \(family.name) address, which `addressType` asks for",
      at: node.range)
    return nil
  }
}

extension Shape where Value == String {
  /// A qualified name, such as `http` or `kubernetes.io/h2c`.
  static var appProtocol: Shape<String> { labelKey }
}
