/// One step of decoding UTF-8 that may be broken.
struct UTF8Scalar {
  /// Nil for a byte that belongs to no legal sequence.
  let scalar: Unicode.Scalar?
  /// 1…4; 1 for a byte that belongs to no legal sequence.
  let lengthBytes: Int

  /// Decodes what stands at an offset inside the bytes (Unicode 16 section 3.9, table 3-7).
  init(in bytes: [UInt8], at offset: Int) {
    let first = bytes[offset]
    if first < 0x80 {
      self.init(scalar: Unicode.Scalar(first), lengthBytes: 1)
      return
    }
    let length = Self.sequenceLength(first)
    guard length > 1, offset + length <= bytes.count else {
      self.init(scalar: nil, lengthBytes: 1)
      return
    }
    var value = UInt32(first) & (0x7f >> UInt32(length))
    for byte in bytes[offset + 1..<offset + length] {
      guard Self.isContinuation(byte) else {
        self.init(scalar: nil, lengthBytes: 1)
        return
      }
      value = value << 6 | UInt32(byte & 0x3f)
    }
    let isShortest = value >= (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000)
    guard isShortest, let scalar = Unicode.Scalar(value) else {
      self.init(scalar: nil, lengthBytes: 1)
      return
    }
    self.init(scalar: scalar, lengthBytes: length)
  }

  private init(scalar: Unicode.Scalar?, lengthBytes: Int) {
    self.scalar = scalar
    self.lengthBytes = lengthBytes
  }

  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }

  private static func sequenceLength(_ first: UInt8) -> Int {
    switch first {
    case 0xc2...0xdf: 2
    case 0xe0...0xef: 3
    case 0xf0...0xf4: 4
    default: 1
    }
  }
}
