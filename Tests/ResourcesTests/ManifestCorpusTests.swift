import Diagnostics
import Testing

@testable import Resources

/// Every published manifest of the corpus: read, passed over, or refused for a good reason.
struct ManifestCorpusTests {
  @Test func `every published manifest is read, skipped or refused with a right diagnostic`() throws
  {
    guard Corpus.isThere(for: "published manifests") else { return }
    var counts: [String: Int] = [:]
    var refused: [String] = []
    for path in Corpus.files(in: "dev", [".yaml", ".yml", ".json"]) {
      let result = readFiles([SourceFile(path: path, bytes: try Corpus.bytes(path))])
      let outcome = Self.outcome(of: result)
      counts[outcome, default: 0] += 1
      if outcome == "refused" {
        print(result.summary)
        refused.append(path)
      }
    }
    for (outcome, count) in counts.sorted(by: { $0.key < $1.key }) {
      print("corpus/dev: \(outcome): \(count) files")
    }
    #expect(refused == Self.refusals.keys.sorted().map { "dev/\($0)" })
  }

  /// The files that are refused, each looked at by eye, with the reason.
  private static let refusals: [String: String] = [
    "ingress-nginx/deploy__prometheus__deployment.yaml":
      "a kustomize base: neither selector nor labels before kustomize adds them",
    "ingress-nginx/docs__examples__auth__oauth-external-auth__oauth2-proxy.yaml":
      "a template: `__INGRESS_HOST__` stands for a host",
    "ingress-nginx/docs__examples__auth__oauth-external-auth__vouch-proxy.yaml":
      "a template: `__INGRESS_HOST__` stands for a host",
    "ingress-nginx/docs__examples__docker-registry__ingress-with-tls.yaml":
      "a template: `registry.<your domain>` stands for a host",
    "ingress-nginx/docs__examples__docker-registry__ingress-without-tls.yaml":
      "a template: `registry.<your domain>` stands for a host",
    "kube-prometheus/examples__alertmanager-config-with-template.yaml":
      "a configuration of Alertmanager, and no YAML at that",
    "kube-prometheus/examples__existingrule.json": "rules of Prometheus, no object",
    "kube-prometheus/examples__existingrule.yaml": "rules of Prometheus, no object",
    "kubernetes-website-service/service__networking__dual-stack-ipv6-svc.yaml":
      "`ipFamily`, which only Kubernetes 1.16 to 1.19 had",
    "metallb/config__networkpolicies__kustomization.yaml": "a kustomization without kind",
    "metallb/configmaptocrs__testdata__configmap-data__config-data-address-pools.yaml":
      "the inside of a ConfigMap",
    "metallb/configmaptocrs__testdata__configmap-data__config-data-bfdprofile.yaml":
      "the inside of a ConfigMap",
    "metallb/configmaptocrs__testdata__configmap-data__config-data-communities.yaml":
      "the inside of a ConfigMap",
    "metallb/configmaptocrs__testdata__configmap-data__config-data-convert-names.yaml":
      "the inside of a ConfigMap",
    "metallb/configmaptocrs__testdata__configmap-data__config-data-full.yaml":
      "the inside of a ConfigMap",
    "metallb/configmaptocrs__testdata__configmap-data__config-data-peers.yaml":
      "the inside of a ConfigMap",
  ]

  private static func balancingCount(_ resources: ResourceSet) -> Int {
    resources.addressPools.count + resources.l2Advertisements.count
      + resources.bgpAdvertisements.count + resources.bgpPeers.count
      + resources.bfdProfiles.count + resources.communities.count
  }

  private static func outcome(of result: ReadResult) -> String {
    if !result.errors.isEmpty { return "refused" }
    let resources = result.resources
    let count =
      resources.nodes.count + resources.namespaces.count + resources.pods.count
      + resources.workloads.count + resources.services.count + resources.endpoints.count
      + resources.endpointSlices.count + resources.ingresses.count
      + resources.ingressClasses.count + balancingCount(resources)
    if count == 0 { return resources.skipped.isEmpty ? "empty" : "skipped" }
    return resources.skipped.isEmpty ? "read" : "read, with skipped objects"
  }
}
