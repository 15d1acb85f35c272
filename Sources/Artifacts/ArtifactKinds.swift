/// Every kind, in the order of the listing.
package enum ArtifactKinds {
  package static let all: [any ArtifactKind.Type] = [
    NodeScript.self, Sysctl.self, IPNetns.self, IPTables.self, NFTables.self, IPVS.self,
    Conntrack.self, FRR.self,
    SandboxFiles.self,
    DNSZones.self, Nginx.self,
  ]
}
