import NetworkTypes
import Planning

/// Plan → document.
enum FRRTranslation {
  static func document(
    _ speaker: SpeakerPlan, on node: NodePlan, version: FRRVersion
  ) -> FRRDocument {
    FRRDocument(
      node: node.name, version: version,
      filters: speaker.routers.flatMap { router in
        router.sessions.map { filter($0, FRRDocument.PeerName(target: $0.target, vrf: router.vrf)) }
      },
      routers: speaker.routers.map(router), bfdProfiles: speaker.bfdProfiles)
  }

  private static func router(_ plan: RouterPlan) -> FRRDocument.Router {
    let prefixes = plan.prefixes
    return FRRDocument.Router(
      plan: plan,
      networks: IPFamily.allCases.map { family in
        FRRDocument.PrefixList(
          family: family, prefixes: prefixes.filter { $0.family == family })
      }.filter { !$0.prefixes.isEmpty })
  }

  private static func filter(
    _ session: SessionPlan, _ peer: FRRDocument.PeerName
  ) -> FRRDocument.Filter {
    FRRDocument.Filter(
      peer: peer, attributes: attributes(session.routes),
      allowed: IPFamily.allCases.map { family in
        FRRDocument.PrefixList(
          family: family,
          prefixes: session.routes.map(\.prefix).filter { $0.family == family })
      })
  }

  /// Local preferences first, then communities; each by value, then family.
  private static func attributes(_ routes: [AnnouncedRoute]) -> [FRRDocument.AttributeList] {
    let preferences = Set(routes.map(\.localPreference)).subtracting([0]).sorted()
    let communities = Set(routes.flatMap(\.communities)).sorted()
    let lists =
      preferences.map { value in
        (
          FRRDocument.Attribute.localPreference(value),
          routes.filter { $0.localPreference == value }
        )
      }
      + communities.map { value in
        (.community(value), routes.filter { $0.communities.contains(value) })
      }
    return lists.flatMap { attribute, routes in
      IPFamily.allCases.map { family in
        FRRDocument.AttributeList(
          attribute: attribute, family: family,
          prefixes: routes.map(\.prefix).filter { $0.family == family })
      }
    }.filter { !$0.prefixes.isEmpty }
  }
}
