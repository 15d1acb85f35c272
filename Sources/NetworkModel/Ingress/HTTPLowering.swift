import Diagnostics
import NetworkTypes
import Resources

extension NetworkLowering {
  /// Everything that is served over HTTP: the Ingress objects of netc's classes, in the order of
  /// their names.
  static func lowerHTTP(
    _ resources: ResourceSet, cluster: ClusterResource, nodes: [NodeDraft], services: [Service],
    log: inout DiagnosticLog
  ) -> HTTPNetwork {
    var lowering = HTTPLowering(cluster, resources, services: services)
    let classes = IngressClasses(resources, settings: cluster.ingress, log: &log)
    for ingress in resources.ingresses where classes.serve(ingress, log: &log) {
      lowering.add(ingress, log: &log)
    }
    lowering.addCanaries(log: &log)
    lowering.checkAliases(log: &log)
    lowering.checkShadows(log: &log)
    var http = lowering.finish(on: nodes, log: &log)
    CertificateLowering(resources, validAt: cluster.ingress.certificatesValidAt)
      .fill(&http.certificates, log: &log)
    http.userFiles = UserFileLowering(resources).files(for: http.policies, log: &log)
    return http
  }
}

/// Gathers what the objects say, host by host.
struct HTTPLowering {
  let cluster: ClusterResource
  let settings: IngressSettings
  /// Looked up, never iterated.
  let configMaps: [ObjectName: ConfigMapResource]
  var backends: HTTPBackends
  var policies: [HTTPPolicy]
  var hosts: [HostPattern: HostDraft] = [:]
  /// Objects that are other versions of others' paths, until those are known.
  var canaries: [IngressDraft] = []

  init(_ cluster: ClusterResource, _ resources: ResourceSet, services: [Service]) {
    self.cluster = cluster
    settings = cluster.ingress
    configMaps = resources.configMaps
    backends = HTTPBackends(
      services, broken: BrokenNames(resources.broken), domain: cluster.domain.value)
    policies = [HTTPPolicy(origin: Self.origin(of: cluster))]
  }

  static func origin(of cluster: ClusterResource) -> HTTPOrigin {
    let name = cluster.metadata.name
    return HTTPOrigin(
      object: "Cluster \(name.value)", name: cluster.metadata.objectName, range: name.range)
  }

  mutating func add(_ ingress: IngressResource, log: inout DiagnosticLog) {
    let origin = HTTPOrigin(
      object: "Ingress \(ingress.metadata.objectName)", name: ingress.metadata.objectName,
      range: ingress.metadata.name.range)
    var terms = IngressTerms(ingress, origin: origin, log: &log)
    terms.settle(log: &log)
    let draft = IngressDraft(source: ingress, terms: terms, policy: policies.count)
    guard !terms.canary.isOn else { return canaries.append(draft) }
    policies.append(completedPolicy(draft, log: &log))
    addRules(draft, log: &log)
    addFallback(draft, log: &log)
    addCertificates(draft, log: &log)
    checkUse(draft, log: &log)
  }

  /// The policy with what only the whole input can say.
  private mutating func completedPolicy(
    _ draft: IngressDraft, log: inout DiagnosticLog
  ) -> HTTPPolicy {
    var policy = draft.terms.policy
    let auth = draft.terms.auth
    if auth.isBasic, let secret = auth.secret, let place = draft.terms.place("auth-secret") {
      policy.basicAuth = BasicAuth(
        secret: Located(
          ObjectName(checkedNamespace: draft.namespace, name: secret.text), place),
        isMap: auth.isMap, realm: auth.realm ?? .noRealm)
    }
    policy.externalAuth = externalAuth(draft, log: &log)
    if let name = draft.terms.defaultBackend, let place = draft.terms.place("default-backend") {
      let service = ObjectName(checkedNamespace: draft.namespace, name: name.text)
      policy.errorBackend = backends.firstPort(
        of: Located(service, place), object: draft.origin.object, log: &log)
    } else if !policy.interceptedStatuses.isEmpty {
      policy.errorBackend = defaultBackend(log: &log)
    }
    return policy
  }

  /// The cluster's default backend; nil where there is none.
  mutating func defaultBackend(log: inout DiagnosticLog) -> HTTPBackend? {
    settings.defaultBackend.map {
      backends.resolve(
        $0.service, port: $0.port, object: Self.origin(of: cluster).object, log: &log)
    }
  }
}

extension HTTPText {
  /// What browsers show where no realm is written.
  fileprivate static let noRealm: HTTPText = {
    guard let text = HTTPText("Authentication Required") else {
      preconditionFailure("printable text")
    }
    return text
  }()
}
