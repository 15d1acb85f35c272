import Artifacts

/// `SHA256SUMS`, for `sha256sum -c` in the folder of the tree.
enum Checksums {
  static let path = "SHA256SUMS"

  static func artifact(for artifacts: [Artifact]) -> Artifact {
    var bytes: [UInt8] = []
    for artifact in artifacts.sorted(by: { $0.path < $1.path }) {
      // Two spaces: text mode, which GNU coreutils reads like binary. Paths are plain tokens.
      bytes.append(contentsOf: "\(artifact.content.sha256)  \(artifact.path)\n".utf8)
    }
    return Artifact(
      path: path, kind: "checksums", node: nil, mode: .text, content: Content(bytes))
  }
}
