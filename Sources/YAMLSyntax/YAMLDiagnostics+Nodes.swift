package import Diagnostics

// MARK: - Keys

extension DiagnosticPage {
  package static let duplicateKey = DiagnosticPage(
    0113, .error, "A key given twice",
    explanation: """
      One of the two values would be lost without a word, and readers differ in which. Keys are the \
      same when their texts are, quoted or not. kubectl refuses such files too, by its strict \
      field validation.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          name: store
        # ^^^^ NC0113
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
        """))

  package static let complexKey = DiagnosticPage(
    0114, .error, "A key that is a collection",
    explanation: """
      YAML allows mappings and lists as keys, JSON does not, and Kubernetes objects are JSON. Often \
      it is text that should be quoted because it begins with `[` or `{`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            [team]: web
        #   ^ NC0114
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            team: web
        """))

  package static let nullKey = DiagnosticPage(
    0115, .error, "A key that is null",
    explanation: """
      An empty key, `~` and `null` are the value null, which is no key in JSON: the API server \
      refuses it ("unsupported map key"). In quotes, `"null"` is text.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            ~: web
        #   ^ NC0115
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            team: web
        """))

  package static let retypedKey = DiagnosticPage(
    0116, .warning, "A key that the API server reads as another one",
    explanation: """
      Without quotes `on`, `y` and `no` are booleans and `0x10` or `1.10` are numbers in YAML 1.1, \
      and the API server makes the keys `true`, `false`, `16` and `1.1` of them \
      (sigs.k8s.io/yaml). netc keeps the key as written; quote it, and everybody reads the same.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            on: sale
        #   ^^ NC0116
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            "on": sale
        """))
}

// MARK: - Aliases and tags

extension DiagnosticPage {
  package static let unknownAlias = DiagnosticPage(
    0117, .error, "An alias without an anchor",
    explanation: """
      `*name` means the node that `&name` marks, earlier in the same document. Anchors do not reach \
      into the next document. A value that begins with `*` as text must be quoted.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: *common
        #         ^^^^^^^ NC0117
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations: &common {team: web}
          labels: *common
        """))

  package static let aliasCycle = DiagnosticPage(
    0118, .error, "An alias inside the node that it means",
    explanation: "Such a value contains itself and has no end.",
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata: &all
          name: shop
          labels: *all
        #         ^^^^ NC0118
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {}
        """))

  package static let aliasExpansion = DiagnosticPage(
    0119, .error, "Aliases that blow a document up",
    explanation: """
      A few lines of aliases to aliases stand for billions of nodes. netc follows them up to \
      400,000 nodes in one document (`YAMLLimits.aliasedNodes`), as go-yaml does.
      """)

  package static let mergeOfNoMapping = DiagnosticPage(
    0120, .error, "A merge key without a mapping",
    explanation: """
      `<<` brings the entries of a mapping, or of each mapping of a list, into the mapping where it \
      stands (<https://yaml.org/type/merge.html>); any other value has no entries. Quote the key if \
      it is meant as text.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            <<: web
        #       ^^^ NC0120
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            <<: {team: web}
        """))

  package static let unknownTag = DiagnosticPage(
    0121, .error, "A tag that netc does not know",
    explanation: """
      `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!binary`, `!!map` and `!!seq` are \
      understood. Other tags ask a program for a type of its own; Kubernetes objects have none. A \
      value that begins with `!` as text must be quoted.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: !Ref shop
        #       ^^^^ NC0121
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
        """))

  package static let tagMismatch = DiagnosticPage(
    0122, .error, "A value that is not what its tag says",
    explanation: """
      An explicit tag demands a type (`!!int`, `!!binary` …), and the text behind it has no such \
      value. Remove the tag or correct the value.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: !!int shop
        #       ^^^^^ NC0122
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: !!str shop
        """))
}
