import NetworkTypes
import Testing

@testable import Artifacts
@testable import Planning

struct SandboxFilesTests {
  private func resolv(_ resolver: ResolverPlan) -> String? {
    ResolverPrinter(NodePlans.sandbox(resolver: resolver)).map {
      String(decoding: $0.out.bytes, as: UTF8.self)
    }
  }

  @Test func `resolv.conf has a line for each server`() {
    #expect(
      resolv(NodePlans.resolver) == """
        # netc: pod shop/web-0
        search shop.svc.cluster.local cluster.local
        nameserver 10.96.0.10
        nameserver fd00:10:96::a
        options ndots:5

        """)
  }

  @Test func `empty lists leave no line`() {
    #expect(
      resolv(ResolverPlan(nameservers: [], searches: [], options: []))
        == "# netc: pod shop/web-0\n")
  }

  @Test func `a pod with the host's resolver has no resolv.conf`() {
    #expect(resolv(ResolverPlan(nameservers: nil, searches: [], options: [])) == nil)
  }

  @Test func `hosts is what kubelet writes`() {
    let sandbox = NodePlans.sandbox(aliases: [
      HostsLine(
        address: NodePlans.address("192.0.2.7"),
        names: [PlainToken("old"), PlainToken("old.example.com")])
    ])
    #expect(
      String(decoding: HostsPrinter(sandbox.hosts).out.bytes, as: UTF8.self) == """
        # Kubernetes-managed hosts file.
        127.0.0.1\tlocalhost
        ::1\tlocalhost ip6-localhost ip6-loopback
        fe00::0\tip6-localnet
        fe00::0\tip6-mcastprefix
        fe00::1\tip6-allnodes
        fe00::2\tip6-allrouters
        10.244.1.2\tweb-0
        fd00:1::2\tweb-0

        # Entries added by HostAliases.
        192.0.2.7\told\told.example.com

        """)
  }
}
