package import Diagnostics
package import NetworkTypes
package import Resources

/// What a Cluster says about announcing load-balancer addresses.
package struct AnnouncingSettings: Sendable {
  package let takeover: Located<AnnounceChoice>
  package let frrVersion: FRRVersion
}
