package import Diagnostics
import NetworkTypes

/// A `networking.k8s.io/v1` Ingress.
package struct IngressResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var className: Located<String>?
  /// The annotation `kubernetes.io/ingress.class`, which came before `ingressClassName`.
  package internal(set) var legacyClassName: Located<String>?
  package internal(set) var defaultBackend: IngressBackend?
  package internal(set) var tls: [IngressTLS] = []
  package internal(set) var rules: [IngressRule] = []
}

/// Where requests go: a Service, or a resource that some controller knows.
package struct IngressBackend: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  /// Nil for a resource.
  package internal(set) var service: Located<String>?
  package internal(set) var port: Located<TargetPort> = .placeholder(.number(.one))
  /// The kind of a resource.
  package internal(set) var resourceKind: Located<String>?
}

package struct IngressTLS: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  /// Names, or `*.` and a name; empty: the hosts of the object's rules.
  package internal(set) var hosts: [Located<String>] = []
  /// Nil: the cluster's default certificate.
  package internal(set) var secretName: Located<String>?
}

package struct IngressRule: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  /// A name, or `*.` and a name; nil: any host.
  package internal(set) var host: Located<String>?
  /// Empty: all requests go to the default backend.
  package internal(set) var paths: [IngressPath] = []
}

package struct IngressPath: Sendable {
  package internal(set) var range: SourceRange = .placeholder
  /// Nil, with `ImplementationSpecific` alone: every path. May hold anything at all behind the
  /// first `/`.
  package internal(set) var path: Located<String>?
  package internal(set) var type: Located<IngressPathType> = .placeholder(.implementationSpecific)
  package internal(set) var backend = IngressBackend()
}

package enum IngressPathType: String, CaseIterable, Sendable {
  case exact = "Exact"
  case prefix = "Prefix"
  case implementationSpecific = "ImplementationSpecific"
}

/// A `networking.k8s.io/v1` IngressClass.
package struct IngressClassResource: Sendable {
  package internal(set) var metadata = Metadata()
  package internal(set) var range: SourceRange = .placeholder
  package internal(set) var controller: Located<String> = .placeholder("")
  /// Where `parameters` are written.
  package internal(set) var parametersRange: SourceRange?
  /// The annotation that makes it the class of objects without one; its place.
  package internal(set) var defaultRange: SourceRange?
}
