internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == NodeInterfaceResource {
  static let nodeInterface = ObjectShape<NodeInterfaceResource>(
    "ClusterNodeInterface",
    fields: [
      Field("name", .interfaceName, "The interface's name", .required) { $0.name = $1 },
      Field(
        "addresses", .list(.interfaceAddress),
        "Its addresses, each with the length of the link's prefix: 192.0.2.11/24"
      ) { $0.addresses = $1.value },
    ], make: { _ in NodeInterfaceResource() })
}

extension Shape where Value == InterfaceAddress {
  fileprivate static var interfaceAddress: Shape<InterfaceAddress> {
    let description = TextDescription(
      summary: "an IP address with the length of its link's prefix", maximumLength: 49)
    return Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      do throws(AddressError) {
        return try InterfaceAddress(parsing: text)
      } catch {
        reading.report(.badAddress, "\(quoted(text)): \(error.message)", at: node.range)
        return nil
      }
    }
  }
}
