import NetworkTypes
import Tracing

/// What is asked, with every name looked up.
struct TraceQuestion {
  let from: String
  let to: String
  let origin: Tracer.Origin
  let destination: Endpoint
  let transport: TransportProtocol

  init(_ command: TraceCommand, _ places: Places) throws(UnknownPlace) {
    from = command.from
    to = command.to
    let (addresses, service) = try places.destination(command.to, from: command.from)
    let wanted = addresses.filter { command.family == nil || $0.family == command.family }
    let origin = try places.origin(command.from, at: command.arrival, to: wanted.first)
    self.origin = origin
    let sources = places.addresses(of: origin)
    guard
      let address = wanted.first(where: { address in
        address.isLoopback || sources.contains { $0.family == address.family }
      })
    else {
      throw UnknownPlace(
        "\(command.from) and \(command.to) have no address of one family")
    }
    (destination, transport) = try Self.port(command, address, service)
  }

  private static func port(
    _ command: TraceCommand, _ address: IPAddress, _ service: NamedService?
  ) throws(UnknownPlace) -> (Endpoint, TransportProtocol) {
    let known = (service?.ports ?? []).filter { known in
      (command.port == nil || Int(known.port.number) == command.port)
        && (command.transport == nil || known.transport == command.transport)
    }
    if let number = command.port, let port = Port(number) {
      return (
        Endpoint(address: address, port: port),
        command.transport ?? (known.count == 1 ? known[0].transport : .tcp)
      )
    }
    guard known.count == 1 else {
      let list = (service?.ports ?? []).map { "\($0.port)/\($0.transport)" }
      throw UnknownPlace(
        "it takes a port to send to \(command.to)",
        help: list.isEmpty
          ? "add --port N" : "add --port and --protocol: \(list.joined(separator: ", "))")
    }
    return (Endpoint(address: address, port: known[0].port), known[0].transport)
  }
}
