import NetworkTypes
import Planning

/// Document → the text of keepalived.conf(5).
struct KeepalivedPrinter {
  /// More names in a remark would help nobody.
  private static let shownNames = 8

  private(set) var out = TextBuffer()

  init(_ document: KeepalivedDocument) {
    out.write("! netc: node.sh runs a keepalived of its own with this file.\n")
    out.write("global_defs {\n    router_id ")
    out.write(document.node)
    out.write(
      """

          enable_script_security
          script_user root
          vrrp_version 3
          vrrp_garp_master_repeat 5
          vrrp_garp_master_delay 5
      }

      vrrp_script netc_health {
          script "/run/netc/keepalived/health.sh"
          interval 1
          timeout 3
          fall 2
          rise 2
      }

      """)
    for instance in document.instances { print(instance) }
  }

  private mutating func print(_ instance: KeepalivedDocument.Instance) {
    printRemark(instance)
    out.write("vrrp_instance netc_")
    out.write(instance.id)
    out.write(" {\n    state BACKUP\n    interface ")
    out.write(instance.interface)
    out.write("\n    virtual_router_id ")
    out.write(instance.id)
    out.write("\n    priority ")
    out.write(instance.priority)
    out.write("\n    advert_int 1\n")
    if let unicast = instance.unicast { print(unicast) }
    let own = instance.addresses.filter { $0.family == instance.family }
    let others = instance.addresses.filter { $0.family != instance.family }
    print("    virtual_ipaddress {\n", own, instance.interfaces)
    if !others.isEmpty {
      print("    virtual_ipaddress_excluded {\n", others, instance.interfaces)
    }
    out.write("    track_script {\n        netc_health\n    }\n}\n")
  }

  private mutating func printRemark(_ instance: KeepalivedDocument.Instance) {
    out.write("\n! ")
    out.write(instance.leader)
    let shown = instance.runnersUp.prefix(Self.shownNames)
    for node in shown {
      out.write(", then ")
      out.write(node)
    }
    out.write(shown.count < instance.runnersUp.count ? ", ...\n" : "\n")
  }

  private mutating func print(_ unicast: KeepalivedDocument.Unicast) {
    out.write("    unicast_src_ip ")
    out.write(unicast.source)
    out.write("\n    unicast_peer {\n")
    for peer in unicast.peers {
      out.write("        ")
      out.write(peer)
      out.write("\n")
    }
    out.write("    }\n")
  }

  /// An IPv6 address is no source of connections.
  private mutating func print(
    _ head: StaticString, _ addresses: [IPAddress], _ interfaces: [InterfaceName]
  ) {
    out.write(head)
    for address in addresses {
      for interface in interfaces {
        out.write("        ")
        out.write(address)
        out.write(address.family == .ipv4 ? "/32 dev " : "/128 dev ")
        out.write(interface)
        out.write(address.family == .ipv4 ? "\n" : " preferred_lft 0\n")
      }
    }
    out.write("    }\n")
  }
}
