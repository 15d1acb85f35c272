package import NetworkTypes

/// One record of a zone.
package struct ZoneRecord: Hashable, Sendable {
  package let owner: ZoneName
  package let data: ZoneData

  package init(_ owner: ZoneName, _ data: ZoneData) {
    self.owner = owner
    self.data = data
  }
}

/// A name relative to a zone; lower case.
///
/// Parts instead of text: zones have hundreds of thousands of names, and few strings to make them
/// of.
package enum ZoneName: Hashable, Sendable {
  /// The zone itself.
  case apex
  /// `web.shop.svc`
  case name(PlainToken)
  /// `db-0` below `db.shop.svc`; `_http._tcp` below `web.shop.svc`.
  case word(PlainToken, below: PlainToken)
  /// `10-244-1-5` below `db.shop.svc`: an address as a label.
  case dashed(IPAddress, below: PlainToken)
  /// The first labels of an address' reverse name: 1…4 octets or 1…32 nibbles of it.
  case reverse(IPAddress, labels: Int)
}

extension ZoneName {
  /// What stands below a name that exists without records. No name of Kubernetes begins so.
  static let placeholderLabel = PlainToken("_netc")
}

package enum ZoneData: Hashable, Sendable {
  /// A or AAAA.
  case address(IPAddress)
  /// The target is relative to the cluster's domain, in reverse zones too.
  case service(weight: UInt16, port: Port, target: ZoneName)
  /// Relative to the cluster's domain.
  case pointer(ZoneName)
  /// A whole name, without a final dot.
  case alias(PlainToken)
  case text(ZoneText)
}

/// What TXT records say.
package enum ZoneText: Hashable, Sendable {
  /// The version of the DNS specification of Kubernetes that the names follow.
  case schemaVersion
  /// Nothing but that the name above exists.
  case placeholder
}
