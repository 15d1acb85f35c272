package import Diagnostics

// MARK: - Syntax

extension DiagnosticPage {
  package static let syntax = DiagnosticPage(
    0104, .error, "The text is not YAML",
    explanation: """
      The line breaks a rule of YAML. A frequent cause is text that should be quoted: a value with \
      `: ` or ` #` in it, or one that begins with `@`, `%`, `[`, `{`, `*`, `&`, `!` or a quote. \
      The rest of the document is not read; netc goes on at the next `---`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            note: owner: web team
        #              ^ NC0104
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            note: "owner: web team"
        """))

  package static let tab = DiagnosticPage(
    0105, .error, "A tab as indentation",
    explanation: """
      YAML counts spaces, and nobody agrees how many a tab is worth, so tabs must not indent \
      (YAML 1.1, section 4.2.2). They may stand between brackets, as in JSON, and behind a value.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
         \tname: shop
        #^ NC0105
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
        """))

  package static let openQuote = DiagnosticPage(
    0106, .error, "A quote that is never closed",
    explanation: """
      A quoted text goes on over lines until its closing quote; here the document ends first. In \
      single quotes a quote is written twice (`'it''s'`), in double quotes as `\\"`.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: "shop
        #       ^ NC0106
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: "shop"
        """))

  package static let openBracket = DiagnosticPage(
    0107, .error, "A bracket that is not closed",
    explanation: """
      Entries between `[` and `]` or `{` and `}` are separated by commas, and the bracket must be \
      closed before the document ends.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop
        #         ^ NC0107
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """))

  package static let badEscape = DiagnosticPage(
    0108, .error, "An escape that YAML does not have",
    explanation: """
      In double quotes a backslash begins an escape: `\\n`, `\\t`, `\\"`, `\\\\`, `\\x41`, `\\u00e4`, \
      `\\U0001F600` and a few more (YAML 1.1, section 5.6). Halves of surrogate pairs are no \
      characters. Text with backslashes is easier in single quotes, which know no escapes.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            pattern: "\\d+"
        #             ^^ NC0108
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          annotations:
            pattern: '\\d+'
        """))

  package static let indentation = DiagnosticPage(
    0109, .error, "A line that belongs to nothing above it",
    explanation: """
      The entries of a mapping, and the items of a list, begin in the same column. This line begins \
      in a column where nothing is open, or has text behind a value that is complete.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
            name: shop
          labels: {}
        # ^^^^^^^ NC0109
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels: {}
        """))

  package static let directive = DiagnosticPage(
    0110, .error, "A directive that netc does not take",
    explanation: """
      Lines that begin with `%` before a `---` are directives: `%YAML 1.1`, `%YAML 1.2` and `%TAG` \
      exist, each once per document. Manifests need none of them.
      """)

  package static let gluedMarker = DiagnosticPage(
    0111, .error, "A document marker without a line of its own",
    explanation: """
      `---` starts a document only when a space or the end of the line follows; glued to a word it \
      is part of that word, and two objects become one.
      """)

  package static let oddSpace = DiagnosticPage(
    0112, .error, "A key that begins with a space that is none",
    explanation: """
      Word processors and web pages put no-break spaces where spaces should be. YAML takes them as \
      letters, so the key is another one and the indentation is wrong.
      """)

  package static let tooDeep = DiagnosticPage(
    0123, .error, "Too many collections within each other",
    explanation: """
      netc reads 256 levels (`YAMLLimits.depth`). No Kubernetes object comes near; a deeper file is \
      broken, or meant to break its reader.
      """)
}
