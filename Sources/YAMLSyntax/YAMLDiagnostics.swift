package import Diagnostics

/// The pages of everything that can be wrong with the text of a file (NC01xx).
package enum YAMLDiagnostics {
  /// In the order of their codes.
  package static let pages: [DiagnosticPage] = [
    .notUTF8, .controlCharacter, .template, .syntax, .tab, .openQuote, .openBracket, .badEscape,
    .indentation, .directive, .gluedMarker, .oddSpace, .duplicateKey, .complexKey, .nullKey,
    .retypedKey, .unknownAlias, .aliasCycle, .aliasExpansion, .mergeOfNoMapping, .unknownTag,
    .tagMismatch, .tooDeep, .fileTooLarge,
  ]
}

// MARK: - The file as a whole

extension DiagnosticPage {
  package static let notUTF8 = DiagnosticPage(
    0101, .error, "The file is not UTF-8",
    explanation: """
      The API server takes JSON and YAML in UTF-8 only (RFC 8259, section 8.1). Bytes of another \
      encoding would become other characters in names and rules, so nothing of the file is read. \
      Editors call the setting "encoding"; `iconv -f WINDOWS-1252 -t UTF-8` converts a file.
      """)

  package static let controlCharacter = DiagnosticPage(
    0102, .error, "A character that must not stand in YAML",
    explanation: """
      YAML allows no control characters except tab and line breaks (YAML 1.1, production \
      `c-printable`). U+0085, U+2028 and U+2029 are refused too: YAML 1.1 ends a line there and \
      YAML 1.2 does not, so two readers would see two different files. In double quotes, `\\u0085` \
      stands for the character.
      """)

  package static let template = DiagnosticPage(
    0103, .error, "A template that was not rendered",
    explanation: """
      `{{ … }}` is an action of a Go template, as Helm charts consist of. The file becomes YAML \
      only when Helm renders it with its values: `helm template … | netc build -`. Only the first \
      action of a file is reported. Text in quotes is left alone, and so is `{{ … }}` inside other \
      text unless it names what only Helm has (`.Values`, `.Release` …).
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: {{ .Values.name }}
        #       ^^^^^^^^^^^^^^^^^^ NC0103
        """,
      good: """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
        """))

  package static let fileTooLarge = DiagnosticPage(
    0124, .error, "The file is too large",
    explanation: """
      netc reads files of up to 1 GiB (`YAMLLimits.fileBytes`), because it notes places in 32 bits \
      and keeps a whole file in memory. Split the file: objects may stand in any number of files.
      """)
}
