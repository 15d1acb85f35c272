import NetworkTypes
import Planning

/// Plan → a unit of systemd that runs CoreDNS in the folder where `node.sh up` puts the zones
/// (systemd.service(5), systemd.exec(5)).
struct CoreDNSUnitPrinter {
  private(set) var out = TextBuffer(reservingCapacity: 1024)

  init(_ server: NameServerPlan, _ node: NodePlan) {
    out.write("# netc: CoreDNS on node ")
    out.write(node.name)
    out.write(
      """
      . After `sh node.sh up`, as root:
      #   systemctl enable --now /etc/netc/dns/netc-coredns.service

      [Unit]
      Description=CoreDNS with the zones of netc
      Wants=network-online.target
      After=network-online.target

      [Service]
      WorkingDirectory=/etc/netc/dns
      ExecStart=coredns -conf Corefile
      ExecReload=/bin/kill -USR1 $MAINPID
      Restart=on-failure
      RestartSec=5
      LimitNOFILE=1048576
      DynamicUser=yes
      NoNewPrivileges=yes
      ProtectSystem=strict
      ProtectHome=yes
      PrivateDevices=yes

      """)
    // A key is root's alone, as a rule.
    let reads = !server.transports.isEmpty
    for setting: StaticString in ["AmbientCapabilities", "CapabilityBoundingSet"] {
      out.write(setting)
      out.write("=CAP_NET_BIND_SERVICE")
      out.write(reads ? " CAP_DAC_READ_SEARCH\n" : "\n")
    }
    out.write("\n[Install]\nWantedBy=multi-user.target\n")
  }
}
