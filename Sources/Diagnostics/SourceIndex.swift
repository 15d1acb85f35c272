/// The files of a compilation with their line tables, each built when it is first asked for.
struct SourceIndex {
  let files: [SourceFile]
  private var tables: [LineTable?]

  init(_ files: [SourceFile]) {
    self.files = files
    tables = Array(repeating: nil, count: files.count)
  }

  func path(of range: SourceRange) -> String {
    precondition(range.file < files.count, "a range must name a file of this compilation")
    return files[Int(range.file)].path
  }

  func file(of range: SourceRange) -> SourceFile {
    precondition(range.file < files.count, "a range must name a file of this compilation")
    return files[Int(range.file)]
  }

  mutating func table(of range: SourceRange) -> LineTable {
    precondition(range.file < files.count, "a range must name a file of this compilation")
    let file = Int(range.file)
    if let table = tables[file] { return table }
    let table = LineTable(files[file].bytes)
    tables[file] = table
    return table
  }

  mutating func place(of range: SourceRange) -> SourcePlace {
    let table = table(of: range)
    return SourcePlace(
      path: path(of: range), start: table.position(of: Int(range.start)),
      end: table.position(of: Int(range.end)))
  }
}

/// A range as editors count it; the end is the first position behind.
struct SourcePlace {
  let path: String
  let start: TextPosition
  let end: TextPosition
}
