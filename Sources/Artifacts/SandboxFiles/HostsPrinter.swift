import NetworkTypes
import Planning

/// Plan → hosts(5), as kubelet writes it (pkg/kubelet/kubelet_pods.go,
/// `managedHostsFileContent`).
struct HostsPrinter {
  private(set) var out = TextBuffer(reservingCapacity: 256)

  init(_ hosts: HostsPlan) {
    out.write(
      """
      # Kubernetes-managed hosts file.
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::0\tip6-localnet
      fe00::0\tip6-mcastprefix
      fe00::1\tip6-allnodes
      fe00::2\tip6-allrouters

      """)
    for line in hosts.own { print(line) }
    guard !hosts.aliases.isEmpty else { return }
    out.write("\n# Entries added by HostAliases.\n")
    for line in hosts.aliases { print(line) }
  }

  private mutating func print(_ line: HostsLine) {
    out.write(line.address)
    for name in line.names {
      out.write("\t")
      out.write(name)
    }
    out.write("\n")
  }
}
