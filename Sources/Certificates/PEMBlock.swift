import NetworkTypes

/// One block of a PEM text (RFC 7468): from `-----BEGIN X-----` to `-----END X-----`.
struct PEMBlock: Equatable, Sendable {
  /// `CERTIFICATE`, `PRIVATE KEY`.
  let label: String
  let bytes: [UInt8]
  /// Has the headers of RFC 1421, which only encrypted keys have.
  let hasHeaders: Bool

  /// The block as it is printed: 64 characters a line, each line with its end.
  var text: [UInt8] {
    var text = Array("-----BEGIN \(label)-----\n".utf8)
    let digits = Base64.encode(bytes)
    var start = 0
    while start < digits.count {
      let end = min(start + 64, digits.count)
      text.append(contentsOf: digits[start..<end])
      text.append(UInt8(ascii: "\n"))
      start = end
    }
    text.append(contentsOf: "-----END \(label)-----\n".utf8)
    return text
  }
}

/// Takes a PEM text apart. Text outside of blocks is passed over, as openssl does.
struct PEMReader {
  private static let begin = Array("-----BEGIN ".utf8)
  private static let end = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)

  private let part: CertificateProblem.Part
  private var blocks: [PEMBlock] = []
  private var open: (label: String, body: [UInt8], hasHeaders: Bool)?

  /// All blocks in their order.
  static func blocks(
    in text: [UInt8], of part: CertificateProblem.Part
  ) throws(CertificateProblem) -> [PEMBlock] {
    var reader = PEMReader(part: part)
    for line in text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      try reader.read(line)
    }
    if let open = reader.open {
      throw CertificateProblem(part, "the block `\(open.label)` has no end")
    }
    return reader.blocks
  }

  private init(part: CertificateProblem.Part) { self.part = part }

  private mutating func read(_ line: ArraySlice<UInt8>) throws(CertificateProblem) {
    if let label = Self.label(of: line, behind: Self.begin) {
      if let open {
        throw CertificateProblem(part, "the block `\(open.label)` has no end")
      }
      open = (label, [], false)
    } else if let label = Self.label(of: line, behind: Self.end) {
      try close(label)
    } else if open != nil {
      let isHeader = line.contains(UInt8(ascii: ":")) || open?.hasHeaders == true && isFolded(line)
      if isHeader {
        open?.hasHeaders = true
      } else {
        open?.body.append(contentsOf: Self.trim(line))
      }
    }
  }

  /// A header goes on in a line that begins with a blank.
  private func isFolded(_ line: ArraySlice<UInt8>) -> Bool { line.first == 0x20 }

  private mutating func close(_ label: String) throws(CertificateProblem) {
    guard let block = open, block.label == label else {
      throw CertificateProblem(part, "a block `\(label)` ends that did not begin")
    }
    guard let bytes = Base64.decode(block.body.span), !bytes.isEmpty else {
      throw CertificateProblem(part, "the block `\(label)` holds something else than base64")
    }
    blocks.append(PEMBlock(label: label, bytes: bytes, hasHeaders: block.hasHeaders))
    open = nil
  }

  /// The label of a line that begins or ends a block; words in capitals alone are labels.
  private static func label(
    of line: ArraySlice<UInt8>, behind marker: [UInt8]
  ) -> String? {
    let line = trim(line)
    guard line.starts(with: marker), line.count > marker.count + dashes.count,
      line.suffix(dashes.count).elementsEqual(dashes)
    else { return nil }
    let label = line.dropFirst(marker.count).dropLast(dashes.count)
    guard label.count <= 40, label.allSatisfy(isLabelByte) else { return nil }
    return String(decoding: label, as: UTF8.self)
  }

  private static func isLabelByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20: true
    default: false
    }
  }

  private static func trim(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    let start = line.drop(while: isBlank)
    return start[..<(start.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? start.startIndex)]
  }
}
