import Diagnostics
import NetworkModel
import NetworkTypes

enum InterfaceOfExclusionList: ValidationRule {
  static let page = DiagnosticPage(
    675, .warning, "MetalLB would not announce on an interface of this name",
    explanation: """
      MetalLB comes with a list of interfaces that its speakers leave alone (the ConfigMap
      `metallb-excludel2`): those that container runtimes and network plugins make, by the first
      letters of their names. An L2Advertisement names one of them. netc announces there, but the
      name is that of a pod's or a bridge's interface rather than of a link to the outside, and
      the live cluster would stay silent. Name the link that leads to the clients.
      """,
    example: DiagnosticExample(
      bad: AnnouncingExample.text(
        advertisement: """
            interfaces: [docker0]
            #            ^^^^^^^ NC0675

          """),
      good: AnnouncingExample.text(advertisement: "  interfaces: [eth0]\n")), isAllowable: true)

  /// metallb config/manifests, `metallb-excludel2`: all but `lo` are beginnings of names.
  private static let beginnings = [
    "docker", "cbr", "dummy", "virbr", "lxcbr", "veth", "cali", "tunl", "flannel", "kube-ipvs",
    "cni", "nodelocaldns", "lxc",
  ]

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for advertisement in network.loadBalancing.l2Advertisements {
      for interface in advertisement.interfaces where isExcluded(interface.value.text) {
        log.report(
          page, "MetalLB would not announce on interface \(interface.value)", at: interface.range,
          help: "name the interface that leads to the clients",
          object: "L2Advertisement \(advertisement.name)")
      }
    }
  }

  private static func isExcluded(_ name: String) -> Bool {
    name == "lo" || beginnings.contains { name.utf8.starts(with: $0.utf8) }
  }
}
