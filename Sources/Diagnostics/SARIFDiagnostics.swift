/// The format `sarif`: one document after SARIF 2.1.0 (OASIS standard of 27 March 2020).
enum SARIFDiagnostics {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  static func append(
    _ diagnostics: [Diagnostic], index: inout SourceIndex, pages: [DiagnosticPage],
    to bytes: inout [UInt8]
  ) {
    let places = diagnostics.map { DiagnosticPlaces(of: $0, index: &index) }
    let codes = Set(diagnostics.map(\.code)).sorted()
    var writer = JSONWriter(layout: .indented)
    writer.object { document in
      document.member("$schema", schema)
      document.member("version", "2.1.0")
      document.member("runs") { value in
        value.array { runs in
          runs.object { run in
            appendTool(codes, pages, to: &run)
            run.member("columnKind", "unicodeCodePoints")
            run.member("results") { value in
              value.array { results in
                for (diagnostic, places) in zip(diagnostics, places) {
                  results.object { append(diagnostic, places, codes, to: &$0) }
                }
              }
            }
          }
        }
      }
    }
    writer.endLine()
    bytes.append(contentsOf: writer.bytes)
  }

  private static func appendTool(
    _ codes: [DiagnosticCode], _ pages: [DiagnosticPage], to run: inout JSONWriter
  ) {
    let pageByCode = Dictionary(pages.map { ($0.code, $0) }) { first, _ in first }
    run.member("tool") { value in
      value.object { tool in
        tool.member("driver") { value in
          value.object { driver in
            driver.member("name", "netc")
            driver.member("rules") { value in
              value.array { rules in
                for code in codes { rules.object { append(code, pageByCode[code], to: &$0) } }
              }
            }
          }
        }
      }
    }
  }

  private static func append(
    _ code: DiagnosticCode, _ page: DiagnosticPage?, to rule: inout JSONWriter
  ) {
    rule.member("id", code.description)
    guard let page else { return }
    appendMessage("shortDescription", page.title, to: &rule)
    appendMessage("fullDescription", page.explanation, to: &rule)
  }

  private static func append(
    _ diagnostic: Diagnostic, _ places: DiagnosticPlaces, _ codes: [DiagnosticCode],
    to result: inout JSONWriter
  ) {
    result.member("ruleId", diagnostic.code.description)
    result.member("ruleIndex", codes.firstIndex(of: diagnostic.code))
    result.member("level", diagnostic.severity.name)
    let help = diagnostic.help.map { "\nhelp: " + $0 } ?? ""
    appendMessage("message", diagnostic.message + help, to: &result)
    appendLocations(of: diagnostic, places, to: &result)
    if !places.notes.isEmpty {
      result.member("relatedLocations") { value in
        value.array { array in
          for (note, place) in zip(diagnostic.notes, places.notes) {
            array.object { location in
              append(place, to: &location)
              appendMessage("message", note.message, to: &location)
            }
          }
        }
      }
    }
    if !places.fixes.isEmpty { appendFixes(of: diagnostic, places, to: &result) }
  }

  private static func appendLocations(
    of diagnostic: Diagnostic, _ places: DiagnosticPlaces, to result: inout JSONWriter
  ) {
    guard let place = places.own else { return }
    result.member("locations") { value in
      value.array { array in
        array.object { location in
          append(place, to: &location)
          guard let name = diagnostic.object else { return }
          location.member("logicalLocations") { value in
            value.array { $0.object { $0.member("fullyQualifiedName", name) } }
          }
        }
      }
    }
  }

  /// Each fix stands for itself, as fixes of one result are alternatives.
  private static func appendFixes(
    of diagnostic: Diagnostic, _ places: DiagnosticPlaces, to result: inout JSONWriter
  ) {
    result.member("fixes") { value in
      value.array { array in
        for (fix, place) in zip(diagnostic.fixes, places.fixes) {
          array.object { append(fix, place, to: &$0) }
        }
      }
    }
  }

  private static func append(_ fix: Fix, _ place: SourcePlace, to object: inout JSONWriter) {
    object.member("artifactChanges") { value in
      value.array { changes in
        changes.object { change in
          appendArtifact(place, to: &change)
          change.member("replacements") { value in
            value.array { replacements in
              replacements.object { replacement in
                appendRegion("deletedRegion", place, to: &replacement)
                appendMessage("insertedContent", fix.replacement, to: &replacement)
              }
            }
          }
        }
      }
    }
  }

  private static func append(_ place: SourcePlace, to location: inout JSONWriter) {
    location.member("physicalLocation") { value in
      value.object { physical in
        appendArtifact(place, to: &physical)
        appendRegion("region", place, to: &physical)
      }
    }
  }

  private static func appendArtifact(_ place: SourcePlace, to object: inout JSONWriter) {
    object.member("artifactLocation") { value in
      value.object { $0.member("uri", uri(of: place.path)) }
    }
  }

  private static func appendRegion(
    _ key: String, _ place: SourcePlace, to object: inout JSONWriter
  ) {
    object.member(key) { value in
      value.object { region in
        region.member("startLine", place.start.line)
        region.member("startColumn", place.start.column)
        region.member("endLine", place.end.line)
        region.member("endColumn", place.end.column)
      }
    }
  }

  private static func appendMessage(_ key: String, _ text: String, to object: inout JSONWriter) {
    object.member(key) { value in value.object { $0.member("text", text) } }
  }

  /// A relative reference, or a `file` URI for an absolute path; all but the unreserved
  /// characters of RFC 3986 2.3 and `/` are escaped, so no part can be taken for a scheme.
  private static func uri(of path: String) -> String {
    var bytes: [UInt8] = path.utf8.first == UInt8(ascii: "/") ? Array("file://".utf8) : []
    for byte in path.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/": bytes.append(byte)
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        bytes.append(contentsOf: ((byte < 16 ? "%0" : "%") + hex).utf8)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
