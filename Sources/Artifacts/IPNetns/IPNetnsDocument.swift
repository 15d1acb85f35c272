import NetworkTypes
import Planning

/// What `netns.sh` holds: the objects of one node in the order in which they are made.
struct IPNetnsDocument {
  let node: PlainToken
  let wiring: WiringPlan
  /// Told to the reader only: they have no sandbox.
  let hostNetworkPods: [ObjectName]
  let lines: [Line]

  /// One line of the plan. `node.sh` compares the lines of two builds as text, so a line holds
  /// everything that makes one object different from another; nil is printed as a dash.
  enum Line {
    case bridge(BridgePlan, PerFamily<InterfaceAddress>)
    case route(IPPrefix, via: IPAddress?)
    case service(IPPrefix, source: IPAddress?)
    case pod(SandboxPlan, PerFamily<IPAddress>)
  }
}

/// At most one value for each family.
struct PerFamily<Value> {
  let ipv4: Value?
  let ipv6: Value?
}
