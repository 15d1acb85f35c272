import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum MissingNamespace: ValidationRule {
  static let page = DiagnosticPage(
    310, .error, "A namespace is not declared",
    explanation: """
      The input declares Namespaces, but not this one: applied to a cluster, its objects would be
      refused. An input that declares no Namespace at all is taken to leave them to others, and
      `default`, `kube-system`, `kube-public` and `kube-node-lease` are always there.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: shpo
          #          ^^^^ NC0310
        spec:
          containers: [{name: web, image: nginx}]
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: web
          namespace: shop
        spec:
          containers: [{name: web, image: nginx}]
        """))

  /// Those the API server makes (pkg/controlplane/controller/systemnamespaces).
  private static let builtIn: Set<String> = [
    "default", "kube-node-lease", "kube-public", "kube-system",
  ]

  static func check(_ network: Network, log: inout DiagnosticLog) {
    let declared = network.namespaces.filter { $0.range != nil }.map(\.name)
    let isManaged =
      !declared.isEmpty || network.broken.containsAny(of: [.namespace], in: "")
    guard isManaged else { return }
    for namespace in network.namespaces where !builtIn.contains(namespace.name) {
      let name = ObjectName(clusterScoped: DNSSubdomain(checked: namespace.name))
      guard let first = namespace.undeclaredUses.first, !network.broken.contains(.namespace, name)
      else { continue }
      let near = Spelling.nearest(namespace.name, among: declared)
      let others = namespace.undeclaredUses.count - 1
      let notes = namespace.undeclaredUses.second.map { next in
        Note(
          "\(others) more \(others == 1 ? "object lives" : "objects live") in it, the next here",
          at: next.range)
      }
      log.report(
        page, "namespace \(namespace.name) is not declared", at: first.range,
        notes: notes.map { [$0] } ?? [],
        help: near.map { "did you mean \($0)?" } ?? "add the Namespace to the input",
        fixes: near.map { [Fix(replace: first.range, with: $0)] } ?? [], object: first.object)
    }
  }
}
