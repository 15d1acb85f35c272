internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// kube-proxy's names for the same settings. `syncPeriod` and `minSyncPeriod` are unknown here:
/// nothing of netc runs periodically.
extension ObjectShape where Value == IPVSResource {
  static let ipvs = ObjectShape<IPVSResource>(
    "IPVS",
    fields: [
      Field(
        "scheduler", .choice(IPVSScheduler.self), "How endpoints are chosen",
        .defaults("rr"), blank: .isValue
      ) { $0.scheduler = $1 },
      Field(
        "excludeCIDRs", .list(.ipPrefix),
        "Where virtual servers belong to others; no Service may have an address in there"
      ) { $0.excludeCIDRs = $1.value },
      Field(
        "strictARP", .boolean, "Whether ARP is answered on an address's own link only",
        .defaults("false")
      ) { $0.strictARP = $1 },
      Field(
        "tcpTimeout", .seconds, "How long an idle TCP connection is remembered",
        .defaults("as the host has it")
      ) { $0.tcpTimeout = $1 },
      Field(
        "tcpFinTimeout", .seconds, "How long a TCP connection is remembered behind its FIN",
        .defaults("as the host has it")
      ) { $0.tcpFinTimeout = $1 },
      Field(
        "udpTimeout", .seconds, "How long an idle exchange of UDP packets is remembered",
        .defaults("as the host has it")
      ) { $0.udpTimeout = $1 },
    ], make: { _ in IPVSResource() })
}
