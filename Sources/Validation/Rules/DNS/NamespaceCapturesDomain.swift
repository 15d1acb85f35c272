import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

enum NamespaceCapturesDomain: ValidationRule {
  static let page = DiagnosticPage(
    613, .warning, "A namespace takes over names of a public domain",
    explanation: """
      Pods look a short name up below `svc.DOMAIN` before they ask for it as it is. A namespace that
      is called like a top-level domain, with a Service `example` in it, answers for `example.com`
      in every pod of the cluster (CVE-2022-2837); one called `svc`, or like the first label of the
      cluster's domain, answers for names that are meant to be whole. Top-level domains that are
      everyday words, as `dev` or `shop`, are not reported.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: com}
        #                ^^^ NC0613
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: com, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: example, namespace: com}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: company}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: company, labels: {app: web}}
        spec:
          containers: [{name: web, image: nginx}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: example, namespace: company}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        """), isAllowable: true)

  /// Domains that are nobody's idea of a namespace otherwise (IANA's root zone): the oldest ones,
  /// and countries with many names.
  private static let publicDomains: Set<String> = [
    "arpa", "at", "au", "be", "biz", "br", "ca", "ch", "cn", "co", "com", "cz", "de", "dk", "edu",
    "es", "eu", "fi", "fr", "gov", "ie", "il", "info", "int", "io", "it", "jp", "kr", "mil", "mx",
    "net", "nl", "no", "nz", "org", "pl", "pt", "ru", "se", "sg", "tw", "ua", "uk", "us", "za",
  ]

  static func check(_ network: Network, log: inout DiagnosticLog) {
    var firstService: [String: Service] = [:]
    for service in network.services where firstService[service.name.namespace] == nil {
      firstService[service.name.namespace] = service
    }
    for namespace in network.namespaces {
      guard let service = firstService[namespace.name], let what = meaning(of: namespace, network)
      else { continue }
      let place = namespace.range ?? namespace.undeclaredUses.first?.range ?? service.range
      log.report(
        page, "namespace \(namespace.name) is called like \(what)", at: place,
        notes: [
          Note(
            "pods take this Service for \(service.name.name).\(namespace.name)", at: service.range)
        ],
        help: "call the namespace otherwise",
        object: namespace.range == nil ? service.object : "Namespace \(namespace.name)")
    }
  }

  private static func meaning(of namespace: Namespace, _ network: Network) -> String? {
    if publicDomains.contains(namespace.name) { return "a public domain" }
    if namespace.name == "svc" { return "a part of every Service's name" }
    let label = network.cluster.domain.utf8.prefix { $0 != UInt8(ascii: ".") }
    return label.elementsEqual(namespace.name.utf8) ? "the cluster's domain" : nil
  }
}
