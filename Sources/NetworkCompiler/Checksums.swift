import Artifacts

/// `SHA256SUMS`, for `sha256sum -c` in the folder of the tree.
enum Checksums {
  static let path = "SHA256SUMS"

  /// `artifacts` are sorted by path.
  static func artifact(for artifacts: [Artifact]) -> Artifact {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(artifacts.reduce(0) { $0 + 67 + $1.path.utf8.count })
    for artifact in artifacts {
      // Two spaces: text mode, which GNU coreutils reads like binary. Paths are plain tokens.
      artifact.content.digest.append(to: &bytes)
      bytes.append(contentsOf: "  ".utf8)
      bytes.append(contentsOf: artifact.path.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return Artifact(
      path: path, kind: "checksums", node: nil, mode: .text, content: Content(bytes))
  }
}
