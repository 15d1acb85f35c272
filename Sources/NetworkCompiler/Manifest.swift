import Artifacts
import Diagnostics
import NetworkTypes
import YAMLSyntax

/// `manifest.json`: what the tree was made from and what it holds.
package struct Manifest {
  package static let path = "manifest.json"
  /// Raised with any change that breaks a reader.
  static let formatVersion = 1

  /// Sorted by path; neither the manifest nor the checksums.
  private let artifacts: [Artifact]
  private let inputs: [SourceFile]
  private let lock: [UInt8]
  private let hosts: [(node: PlainToken, requirements: HostRequirements)]
  private let announcements: [Announcement]

  /// An address of layer 2: who answers for it, and who would in its place.
  struct Announcement {
    let address: IPAddress
    let services: [ObjectName]
    /// The leader first.
    let nodes: [PlainToken]
  }

  /// `hosts`: sorted by name; `announcements`: by address.
  init(
    artifacts: [Artifact], inputs: [SourceFile], lock: [UInt8],
    hosts: [(node: PlainToken, requirements: HostRequirements)], announcements: [Announcement]
  ) {
    self.hosts = hosts
    self.announcements = announcements
    self.artifacts = artifacts
    self.inputs = inputs
    self.lock = lock
  }

  var artifact: Artifact {
    var writer = JSONWriter(layout: .indented)
    writer.object { object in
      object.member("format", Self.formatVersion)
      object.member("netc", Version.current)
      appendInputs(to: &object)
      object.member("lock") { Self.append(Content(lock), to: &$0) }
      appendHosts(to: &object)
      appendAnnouncements(to: &object)
      object.member("artifacts") { value in
        value.array { array in
          for artifact in artifacts { Self.append(artifact, to: &array) }
        }
      }
    }
    writer.endLine()
    return Artifact(
      path: Self.path, kind: "manifest", node: nil, mode: .text, content: Content(writer.bytes))
  }

  /// The inputs by name, so that neither their order nor where netc runs makes a difference.
  private func appendInputs(to object: inout JSONWriter) {
    let digests = inputs.map { (name: $0.name, content: Content($0.bytes)) }
      .sorted { ($0.name, $0.content.sha256) < ($1.name, $1.content.sha256) }
    object.member("inputs") { value in
      value.array { array in
        for input in digests {
          array.object { object in
            object.member("path", input.name)
            Self.appendMembers(input.content, to: &object)
          }
        }
      }
    }
  }

  /// What each node's host must offer.
  private func appendHosts(to object: inout JSONWriter) {
    object.member("hosts") { value in
      value.array { array in
        for host in hosts {
          array.object { object in
            object.member("node", host.node.text)
            object.member("commands") { Self.append(host.requirements.commands, to: &$0) }
            object.member("kernelFeatures") {
              Self.append(host.requirements.kernelFeatures, to: &$0)
            }
          }
        }
      }
    }
  }

  /// Who leads, and in which order the others would follow.
  private func appendAnnouncements(to object: inout JSONWriter) {
    object.member("announcements") { value in
      value.array { array in
        for announcement in announcements {
          array.object { object in
            object.member("address", "\(announcement.address)")
            object.member("services") {
              Self.append(announcement.services.map { "\($0)" }, to: &$0)
            }
            object.member("leader", announcement.nodes[0].text)
            object.member("runnersUp") {
              Self.append(announcement.nodes.dropFirst().map(\.text), to: &$0)
            }
          }
        }
      }
    }
  }

  private static func append(_ words: [String], to writer: inout JSONWriter) {
    writer.array { array in for word in words { array.value(word) } }
  }

  private static func append(_ content: Content, to writer: inout JSONWriter) {
    writer.object { appendMembers(content, to: &$0) }
  }

  private static func appendMembers(_ content: Content, to object: inout JSONWriter) {
    object.member("size", content.count)
    object.member("sha256", plainly: content.digest.append)
  }

  private static func append(_ artifact: Artifact, to array: inout JSONWriter) {
    array.object { object in
      object.member("path", artifact.path)
      object.member("kind", artifact.kind)
      object.member("node", artifact.node)
      object.member("mode", artifact.mode.octal)
      appendMembers(artifact.content, to: &object)
    }
  }
}

// MARK: - Reading

extension Manifest {
  /// Whether a file that begins with these bytes is the manifest of an output tree.
  package static func isManifest(_ bytes: some Collection<UInt8>) -> Bool {
    let start = Array("{\n  \"format\": ".utf8)
    guard bytes.starts(with: start) else { return false }
    let rest = bytes.dropFirst(start.count).drop { (0x30...0x39).contains($0) }
    return rest.starts(with: ",\n  \"netc\": \"".utf8)
  }

  /// The paths of all files of a tree, the manifest and the checksums among them; nil for bytes
  /// that are no manifest. Paths that lead out of the tree are left out: nobody may make netc
  /// remove files elsewhere.
  package static func paths(in bytes: [UInt8]) -> [String]? {
    guard isManifest(bytes) else { return nil }
    var log = DiagnosticLog()
    var stream = YAMLStream(SourceFile(path: path, bytes: bytes), index: 0)
    guard let root = stream.next(log: &log)?.root, !log.hasErrors,
      let artifacts = root["artifacts"]
    else { return nil }
    let listed = artifacts.items.compactMap { $0["path"]?.string }.filter(staysInside)
    return (listed + [path, Checksums.path]).sorted()
  }

  private static func staysInside(_ path: String) -> Bool {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && !part.elementsEqual(".".utf8) && !part.elementsEqual("..".utf8)
        && !part.contains(0)
    }
  }
}
