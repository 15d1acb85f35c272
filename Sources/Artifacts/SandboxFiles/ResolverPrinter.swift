import NetworkTypes
import Planning

/// Plan → resolv.conf(5), in the order in which containerd writes it (internal/cri/server,
/// `parseDNSOptions`): search, nameserver, options.
struct ResolverPrinter {
  private(set) var out = TextBuffer(reservingCapacity: 256)

  /// Nil where the pod uses the host's file.
  init?(_ sandbox: SandboxPlan) {
    let resolver = sandbox.resolver
    guard let nameservers = resolver.nameservers else { return nil }
    out.write("# netc: pod ")
    out.write(sandbox.pod)
    out.write("\n")
    print("search", resolver.searches)
    for nameserver in nameservers { print("nameserver", [nameserver]) }
    print("options", resolver.options)
  }

  private mutating func print(_ keyword: StaticString, _ words: [some ValidatedToken]) {
    guard !words.isEmpty else { return }
    out.write(keyword)
    for word in words {
      out.write(" ")
      out.write(word)
    }
    out.write("\n")
  }
}
