import Crypto

/// The serial number of a zone that nobody has numbered: made of its content, so that the same
/// input gives the same file and any change is seen. Servers that compare serials for inequality
/// (CoreDNS) load every change but one in 2³²; it does not grow, so secondaries, which want it to
/// (RFC 1982), need `spec.dns.serial`.
enum ZoneSerial {
  /// The first 32 bits of the SHA-256 of the text without its serial; 1 for 0, which CoreDNS takes
  /// for a zone that it has loaded already (plugin/file).
  static func derived(from parts: [[UInt8]]) -> UInt32 {
    var hash = SHA256()
    for part in parts { hash.update(data: part) }
    return number(Array(hash.finalize()))
  }

  static func number(_ digest: [UInt8]) -> UInt32 {
    max(digest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }, 1)
  }
}
