internal import Diagnostics

extension SourceText {
  func report(_ fault: YAMLEncoding.Fault, log: inout DiagnosticLog) {
    switch fault {
    case .utf16:
      log.report(
        .notUTF8, "the file is not UTF-8: it looks like UTF-16", at: range(0, 2),
        help: "save it as UTF-8, or convert it: iconv -f UTF-16 -t UTF-8")
    case .invalid(let offset, let count):
      log.report(
        .notUTF8, "\(hex(offset, count)) is not UTF-8 (byte \(offset) of the file)",
        at: range(offset, offset + count), help: "save the file as UTF-8")
    case .control(let offset, let scalar):
      log.report(
        .controlCharacter, "control character \(name(scalar)) is not allowed",
        at: character(offset), help: "remove it, or write it as an escape in double quotes")
    case .lineBreak(let offset, let scalar):
      log.report(
        .controlCharacter, "\(name(scalar)) ends the line in YAML 1.1 but not in YAML 1.2",
        at: character(offset), help: "write it as an escape in double quotes")
    case .byteOrderMark(let offset):
      log.report(
        .controlCharacter, "byte order mark (U+FEFF) inside the file", at: character(offset),
        help: "remove it; files that were joined each bring one")
    }
  }

  private func hex(_ offset: Int, _ count: Int) -> String {
    bytes[offset..<(offset + count)].map { byte in
      (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined(separator: " ")
  }

  private func name(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
