/// Reverse names have a label for every octet of an IPv4 address (RFC 1035 3.5) and for every
/// nibble of an IPv6 one (RFC 3596 2.5), so zones of them are blocks of such lengths.
extension IPFamily {
  /// 8 or 4.
  package var bitsPerReverseLabel: Int {
    switch self {
    case .ipv4: 8
    case .ipv6: 4
    }
  }

  /// `in-addr.arpa` or `ip6.arpa`.
  package var reverseDomain: String {
    switch self {
    case .ipv4: "in-addr.arpa"
    case .ipv6: "ip6.arpa"
    }
  }
}

extension IPPrefix {
  /// The zones that hold the reverse names of this block's addresses and no others: the block
  /// itself, or its 2…128 parts of the next length that falls on a label; sorted.
  package var reverseZones: [IPPrefix] {
    let step = family.bitsPerReverseLabel
    let zoneLength = (length + step - 1) / step * step
    return (0..<subprefixCount(length: zoneLength)).compactMap {
      subprefix(length: zoneLength, at: $0)
    }
  }

  /// `96.10.in-addr.arpa`, of a block whose length falls on a label; without a final dot.
  package var reverseZoneName: String {
    let step = family.bitsPerReverseLabel
    precondition(length % step == 0, "a zone's length must fall on a label")
    var bytes: [UInt8] = []
    if length > 0 {
      let labels = family.addressBits / step
      network.appendReverseLabels(labels - length / step..<labels, to: &bytes)
      bytes.append(UInt8(ascii: "."))
    }
    bytes.append(contentsOf: family.reverseDomain.utf8)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension IPAddress {
  /// Some labels of the reverse name with dots between, counted from its start.
  package func appendReverseLabels(_ positions: Range<Int>, to bytes: inout [UInt8]) {
    switch self {
    case .ipv4(let address):
      for position in positions {
        if position > positions.lowerBound { bytes.append(UInt8(ascii: ".")) }
        appendDecimal(address.bits >> UInt32(8 * position) & 0xff, to: &bytes)
      }
    case .ipv6(let address):
      for position in positions {
        if position > positions.lowerBound { bytes.append(UInt8(ascii: ".")) }
        let nibble = UInt64(truncatingIfNeeded: address.bits >> UInt128(4 * position))
        appendHex(nibble, digits: 1, to: &bytes)
      }
    }
  }
}
