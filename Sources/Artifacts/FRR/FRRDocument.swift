import NetworkTypes
import Planning

/// A configuration of FRR in the shape that MetalLB renders, which is closed where nothing is
/// said: what no prefix list names is not announced, and nothing that a peer says is believed.
///
/// Source: metallb internal/bgp/frr/templates.
struct FRRDocument {
  let node: PlainToken
  let version: FRRVersion
  let filters: [Filter]
  let routers: [Router]
  let bfdProfiles: [BFDProfilePlan]

  /// What one peer is told.
  struct Filter {
    let peer: PeerName
    /// In the order in which they are tried.
    let attributes: [AttributeList]
    let allowed: [PrefixList]
  }

  /// Routes that get one attribute.
  struct AttributeList {
    let attribute: Attribute
    let family: IPFamily
    /// Sorted, not empty.
    let prefixes: [IPPrefix]
  }

  enum Attribute: Hashable {
    case localPreference(UInt32)
    case community(BGPCommunity)
  }

  struct PrefixList {
    let family: IPFamily
    /// Sorted; empty: nothing may pass.
    let prefixes: [IPPrefix]
  }

  struct Router {
    let plan: RouterPlan
    let networks: [PrefixList]

    func peer(_ session: SessionPlan) -> PeerName {
      PeerName(target: session.target, vrf: plan.vrf)
    }
  }

  /// `192.0.2.1`, `eth0`, with `-VRF` behind it outside of the default VRF.
  struct PeerName {
    let target: SessionTarget
    let vrf: InterfaceName?
  }
}
