import Artifacts

/// `SHA256SUMS`, for `sha256sum -c` in the folder of the tree.
enum Checksums {
  static let path = "SHA256SUMS"

  static func artifact(for artifacts: [Artifact]) -> Artifact {
    var bytes: [UInt8] = []
    for artifact in artifacts.sorted(by: { $0.path < $1.path }) {
      // Two spaces: text mode, which GNU coreutils reads like binary. Paths are plain tokens.
      bytes.append(contentsOf: artifact.content.sha256.utf8)
      bytes.append(contentsOf: "  ".utf8)
      bytes.append(contentsOf: artifact.path.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    return Artifact(
      path: path, kind: "checksums", node: nil, mode: .text, content: Content(bytes))
  }
}
