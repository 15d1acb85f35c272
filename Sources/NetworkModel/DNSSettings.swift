/// How the cluster's names are served, the same on every node that serves them.
package struct DNSSettings: Sendable {
  /// How long answers may be kept: 0…3600.
  package let ttlSeconds: Int
  /// The serial number of every zone; nil: made from the zone's content.
  package let serial: UInt32?
}
