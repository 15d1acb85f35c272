import Diagnostics

/// What the lowering of Ingress objects can report.
enum IngressDiagnostics {
  static let pages: [DiagnosticPage] = [
    .unservedClass, .secondDefaultClass, .missingBackend, .missingBackendPort, .resourceBackend,
    .localExternalName, .duplicatePath, .shadowedRule, .unmatchablePath, .refusedPath,
    .refusedExpression, .expressionInPrefix, .unusedTLSHost, .secondCertificate,
    .tlsWithoutSecret, .takenAlias, .secondDefaultBackend, .badAnnotation, .unknownAnnotation,
    .refusedAnnotation, .unsupportedAnnotation, .uselessAnnotation, .conflictingAnnotations,
    .missingCapture, .lonelyCanary, .unservedHost, .uncertainRedirect, .missingIngressService,
    .missingConfigMap, .badHeaderMap, .sharedLeave,
  ]
}

/// Parts that the examples of several pages share.
package enum IngressExample {
  /// A Service `web` with a pod behind it.
  package static let web = """

    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {app: web}, ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
    """
}
