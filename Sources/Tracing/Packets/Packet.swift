package import NetworkTypes

/// The first packet of a connection, as it stands at some place on its way.
package struct Packet: Hashable, Sendable {
  package var source: IPAddress
  package var destination: IPAddress
  package var port: Port
  package var transport: TransportProtocol
  /// The mark of the kernel's buffer (`skb->mark`): lost where the packet leaves a host.
  package var mark: UInt32 = 0

  package init(
    source: IPAddress, destination: IPAddress, port: Port, transport: TransportProtocol
  ) {
    self.source = source
    self.destination = destination
    self.port = port
    self.transport = transport
  }

  package var family: IPFamily { destination.family }
}

/// Where on its way through a host a packet meets rules (linux/netfilter.h).
package enum Hook: String, CaseIterable, Sendable {
  case prerouting = "PREROUTING"
  case input = "INPUT"
  case forward = "FORWARD"
  case output = "OUTPUT"
  case postrouting = "POSTROUTING"
}
