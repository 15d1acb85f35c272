import Diagnostics

/// The places of values that no message may show, by file.
struct HiddenValues {
  private let rangesByFile: [UInt32: [Range<Int>]]

  init(_ ranges: [SourceRange]) {
    rangesByFile = Dictionary(grouping: ranges, by: \.file)
      .mapValues { $0.map { Int($0.start)..<Int($0.end) } }
  }

  /// The files, which then know what not to show.
  func hide(in files: [SourceFile]) -> [SourceFile] {
    guard !rangesByFile.isEmpty else { return files }
    return files.enumerated().map { index, file in
      rangesByFile[UInt32(index)].map { file.hiding($0) } ?? file
    }
  }
}
