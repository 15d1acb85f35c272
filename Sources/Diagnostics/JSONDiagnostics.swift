/// The format `json`: one object a line; every key is always there, with `null` or `[]` where
/// there is nothing. Lines and columns are 1-based; the end is the first position behind.
enum JSONDiagnostics {
  static func append(
    _ diagnostics: [Diagnostic], index: inout SourceIndex, to bytes: inout [UInt8]
  ) {
    var writer = JSONWriter(layout: .compact)
    for diagnostic in diagnostics {
      let places = DiagnosticPlaces(of: diagnostic, index: &index)
      writer.object { append(diagnostic, places, to: &$0) }
      writer.endLine()
    }
    bytes.append(contentsOf: writer.bytes)
  }

  private static func append(
    _ diagnostic: Diagnostic, _ places: DiagnosticPlaces, to object: inout JSONWriter
  ) {
    object.member("code", diagnostic.code.description)
    object.member("severity", diagnostic.severity.name)
    object.member("message", diagnostic.message)
    append(places.own, to: &object)
    object.member("help", diagnostic.help)
    object.member("related") { value in
      value.array { array in
        for (note, place) in zip(diagnostic.notes, places.notes) {
          array.object { object in
            append(place, to: &object)
            object.member("message", note.message)
          }
        }
      }
    }
    object.member("fixes") { value in
      value.array { array in
        for (fix, place) in zip(diagnostic.fixes, places.fixes) {
          array.object { object in
            append(place, to: &object)
            object.member("replacement", fix.replacement)
          }
        }
      }
    }
    object.member("object", diagnostic.object)
  }

  private static func append(_ place: SourcePlace?, to object: inout JSONWriter) {
    object.member("file", place?.path)
    object.member("line", place?.start.line)
    object.member("column", place?.start.column)
    object.member("endLine", place?.end.line)
    object.member("endColumn", place?.end.column)
  }
}

/// All places of one diagnostic, looked up once.
struct DiagnosticPlaces {
  let own: SourcePlace?
  let notes: [SourcePlace]
  let fixes: [SourcePlace]

  init(of diagnostic: Diagnostic, index: inout SourceIndex) {
    own = diagnostic.range.map { index.place(of: $0) }
    notes = diagnostic.notes.map { index.place(of: $0.range) }
    fixes = diagnostic.fixes.map { index.place(of: $0.range) }
  }
}
