package import Diagnostics

/// What can be wrong with a document as a whole.
extension DiagnosticPage {
  package static let notAnObject = DiagnosticPage(
    201, .error, "A document that is no object",
    explanation: """
      Every document of the input is one Kubernetes object, or the Cluster of netc: a mapping with \
      `apiVersion`, `kind` and `metadata`. A list or a plain text is none. Objects can be put into \
      one document as the `items` of a `kind: List`.
      """,
    example: DiagnosticExample(
      bad: """
         [one, two]
        #^^^^^^^^^^ NC0201
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """))

  package static let missingType = DiagnosticPage(
    202, .error, "A document without apiVersion or kind",
    explanation: """
      `apiVersion` and `kind` say what a document is. Without them nobody can tell whether netc \
      has a use for it. Files that are no Kubernetes objects (values of a Helm chart, a compose \
      file) do not belong into the input.
      """,
    example: DiagnosticExample(
      bad: """
        {apiversion: v1, kind: Namespace, metadata: {name: shop}}
        #^^^^^^^^^^ NC0202
        """,
      good: """
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        """))

  package static let unknownType = DiagnosticPage(
    203, .error, "A type of object that does not exist",
    explanation: """
      The API groups of Kubernetes itself have a fixed set of kinds. An object that claims to be \
      another one is misspelt, or its `apiVersion` is that of another group. Kinds of other groups \
      (custom resources) are passed over and counted.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: NameSpaces
        #     ^^^^^^^^^^ NC0203
        metadata: {name: shop}
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """))

  package static let outdatedVersion = DiagnosticPage(
    220, .warning, "An API version that is no longer served",
    explanation: """
      The object is written for a version of its API that API servers have dropped: \
      `extensions/v1beta1`, `apps/v1beta1` and `apps/v1beta2` went with Kubernetes 1.16. netc reads \
      it like its successor, with the old defaults. Write the new version and check that a \
      `selector` is there.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: apps/v1beta1
        #           ^^^^^^^^^^^^ NC0220
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web}]}
        """,
      good: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web}]}
        """),
    isAllowable: true)

  package static let duplicateObject = DiagnosticPage(
    213, .error, "An object that is declared twice",
    explanation: """
      Two documents declare an object of the same kind, namespace and name. In a cluster the second \
      would replace the first, so which one holds would depend on the order of the files. Objects \
      without a namespace are in `default`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        #                ^^^^ NC0213
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: bank}
        """))

  package static let secondCluster = DiagnosticPage(
    223, .error, "A second Cluster",
    explanation: """
      One build is for one cluster. Keep several clusters in folders of their own and build each by \
      itself.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: east}
        spec: {podCIDRs: [10.1.0.0/16], serviceCIDRs: [10.2.0.0/16]}
        ---
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: west}
        #                ^^^^ NC0223
        spec: {podCIDRs: [10.3.0.0/16], serviceCIDRs: [10.4.0.0/16]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: east}
        spec: {podCIDRs: [10.1.0.0/16], serviceCIDRs: [10.2.0.0/16]}
        """))

  package static let generatedName = DiagnosticPage(
    222, .note, "A name that netc made",
    explanation: """
      The object has `generateName` and no `name`. An API server would make up another name at \
      every `kubectl create`; netc adds five characters that the object's own text decides, so that \
      the name, and with it the pod's address, stays the same from build to build until the text \
      changes. Write `name` to choose it yourself.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Pod
        metadata: {generateName: probe-}
        #                        ^^^^^^ NC0222
        spec: {containers: [{name: probe}]}
        """,
      good: """
        apiVersion: v1
        kind: Pod
        metadata: {name: probe}
        spec: {containers: [{name: probe}]}
        """),
    isAllowable: true)
}
