package import NetworkTypes

/// What the name servers of the cluster know.
package struct DNSPlan: Sendable {
  /// The nodes that serve DNS, as positions in `ClusterPlan.nodes`; sorted, never empty.
  package let nodes: [Int]
  /// The forward zone, then the reverse zones, sorted by address. No two have one origin.
  package let zones: [ZonePlan]
  package let server: NameServerPlan
}

/// One zone: a domain with all names in it that have records.
package struct ZonePlan: Sendable {
  /// `cluster.local`, `96.10.in-addr.arpa`: without a final dot, lower case.
  package let origin: PlainToken
  /// `cluster.local.zone`, under `dns/zones`.
  package let file: PlainToken
  /// The domain of the cluster, without a final dot: names of records are written below it.
  package let domain: PlainToken
  /// For every record that has none of its own, and for negative answers.
  package let ttlSeconds: Int
  /// Nil: made from the content.
  package let serial: UInt32?
  /// Those of one name follow each other; each once. SOA and NS are not among them: every zone has
  /// the same, `ns.dns` of the domain.
  package let records: [ZoneRecord]
}
