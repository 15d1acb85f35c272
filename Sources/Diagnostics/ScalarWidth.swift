extension Unicode.Scalar {
  /// Whether it acts on a terminal or hides: controls, bidirectional and other format marks
  /// ("Trojan Source", CVE-2021-42574), line and paragraph separators, unassigned code points.
  var isHarmful: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }

  /// How many columns a terminal gives it: 0, 1 or 2.
  var columnCount: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: 0
    default: Self.wideRanges.contains { $0.contains(value) } ? 2 : 1
    }
  }

  /// The blocks that are wide as a whole or nearly (Unicode 16, EastAsianWidth.txt, W and F).
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97c,
    0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
    0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff, 0x1fa70...0x1faff,
    0x20000...0x3fffd,
  ]
}
