internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Whether objects of a kind live in namespaces.
enum ObjectScope: Sendable { case namespaced, cluster }

/// What a kind's names must be.
enum NameRule: Sendable { case label, subdomain }

extension ObjectShape where Value == Metadata {
  /// `metadata` of a top-level object.
  static func metadata(_ scope: ObjectScope, names: NameRule) -> ObjectShape<Metadata> {
    let isNamespaced = scope == .namespaced
    let prefix = isNamespaced ? "Namespaced" : "Cluster"
    let suffix = names == .label ? "LabelMeta" : "ObjectMeta"
    return ObjectShape(
      "\(prefix)\(suffix)",
      fields: [nameField(names)] + (isNamespaced ? [namespaceField] : []) + commonFields,
      unused: unusedFields + (isNamespaced ? [] : ["namespace"]),
      make: { _ in Metadata() },
      check: { metadata, node, reading in
        if isNamespaced { settleNamespace(&metadata, node) }
        checkHasName(metadata, node, &reading)
        checkAnnotations(&metadata, node, &reading)
      })
  }

  /// `metadata` of a pod template: only its labels count.
  static let templateMetadata = ObjectShape<Metadata>(
    "TemplateMeta", fields: [labelsField],
    unused: unusedFields + [
      "annotations", "deletionTimestamp", "generateName", "name", "namespace", "ownerReferences",
    ], make: { _ in Metadata() })

  private static let unusedFields = [
    "clusterName", "creationTimestamp", "deletionGracePeriodSeconds", "finalizers", "generation",
    "initializers", "managedFields", "resourceVersion", "selfLink", "uid",
  ]

  private static func nameField(_ rule: NameRule) -> Field<Metadata> {
    let shape: Shape<String> = rule == .label ? .dnsLabel : .dnsSubdomain
    return Field("name", shape, "The name of the object, unique in its kind and namespace") {
      $0.name = $1
    }
  }

  private static let namespaceField = Field<Metadata>(
    "namespace", .dnsLabel, "The namespace that the object lives in", .defaults("default")
  ) {
    $0.namespace = $1.value
    $0.namespaceRange = $1.range
  }

  private static let labelsField = Field<Metadata>(
    "labels", .labels, "What selectors look at"
  ) { $0.labels = $1.value }

  private static let commonFields: [Field<Metadata>] = [
    Field("generateName", .text, "The start of a name that is made for the object") {
      $0.generateName = $1
    },
    labelsField,
    Field(
      "annotations", .annotations,
      "Notes; `netc.dev/allow: \"NC0412: reason\"` silences a diagnostic for the object"
    ) { $0.annotations = $1.value },
    Field("ownerReferences", .list(.object(.ownerReference)), "The objects that own this one") {
      $0.controller = $1.value.first { $0.isController }?.value
    },
    Field("deletionTimestamp", .anything, "Set while the object is being deleted") {
      metadata, _ in metadata.isTerminating = true
    },
  ]
}

extension ObjectShape where Value == OwnerReference {
  fileprivate static let ownerReference = ObjectShape<OwnerReference>(
    "OwnerReference",
    fields: [
      Field("kind", .text, "The owner's kind", .required) { $0.kind = $1.value },
      Field("name", .text, "The owner's name", .required) { $0.name = $1.value },
      Field("controller", .boolean, "Whether the owner manages the object", .defaults("false")) {
        $0.isController = $1.value
      },
    ], unused: ["apiVersion", "blockOwnerDeletion", "uid"], make: { _ in OwnerReference() })
}

/// The most bytes of all annotations of an object (`TotalAnnotationSizeLimitB` of Kubernetes).
private let maximumAnnotationBytes = 256 << 10

/// Fills in the default. Where a namespace is written that could not be read, the object's name
/// is dropped: nobody knows what it is called.
private func settleNamespace(_ metadata: inout Metadata, _ node: YAMLNode) {
  guard metadata.namespaceRange == nil else { return }
  metadata.namespace = "default"
  if node.written("namespace") != nil { metadata.name = .placeholder("") }
}

private func checkHasName(_ metadata: Metadata, _ node: YAMLNode, _ reading: inout Reading) {
  guard metadata.name.value.isEmpty, metadata.generateName == nil,
    node["name"].map({ $0.isNull || $0.hasText("") }) ?? true
  else { return }
  reading.reportMissing("name", in: node)
}

private func checkAnnotations(
  _ metadata: inout Metadata, _ node: YAMLNode, _ reading: inout Reading
) {
  if metadata.annotations.isEmpty { return }
  let bytes = metadata.annotations.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
  if bytes > maximumAnnotationBytes, let place = node["annotations"]?.range {
    reading.within("annotations") {
      $0.report(
        .tooMany, "\(bytes) bytes of annotations are more than \(maximumAnnotationBytes)",
        at: place)
    }
  }
  guard let allow = metadata.annotations.first(where: { $0.key == Allowance.annotation })
  else { return }
  metadata.allowances = reading.within([.field("annotations"), .key(allow.key)]) {
    Allowance.read(allow, &$0)
  }
}
