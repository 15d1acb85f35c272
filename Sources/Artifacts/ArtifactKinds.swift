/// Every kind, in the order of the listing.
package enum ArtifactKinds {
  package static let all: [any ArtifactKind.Type] = [
    NodeScript.self, Sysctl.self, IPNetns.self, IPTables.self, NFTables.self, IPVS.self,
    Conntrack.self, Announce.self, Keepalived.self, FRR.self,
    SandboxFiles.self,
    Corefile.self, DNSZones.self, Nginx.self,
  ]
}
