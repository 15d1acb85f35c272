import NetworkTypes
import Planning

/// One entrance and who answers there: an `-A` line of ipvsadm-restore(8) with its `-a` lines.
struct VirtualServer {
  let key: Key
  let scheduler: PlainToken
  let hashesSourcePort: Bool
  /// A client comes back to the same server within this time.
  let persistenceSeconds: Int?
  /// In kube-proxy's order; each has weight 1 and gets its packets by NAT (`-m`).
  let servers: [EndpointPlan]

  struct Key: Hashable {
    let transport: TransportProtocol
    let address: IPAddress
    let port: Port
  }
}
