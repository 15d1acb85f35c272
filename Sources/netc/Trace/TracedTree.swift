import Artifacts
import Diagnostics
import NetworkCompiler
import NetworkTypes
import Tracing

/// What a packet is traced through: the files of a tree, and what names lead to in it.
struct TracedTree {
  let files: [PrintedFile]
  let services: [NamedService]
  /// `web.yaml:12`, by the Service's name; empty where only the tree is at hand.
  private(set) var sources: [String: String] = [:]

  init(_ compilation: Compilation) {
    files = compilation.artifacts.map { PrintedFile(path: $0.path, bytes: $0.content.bytes) }
    services = compilation.services.map { service in
      NamedService(
        name: service.name, addresses: service.clusterIPs,
        ports: service.ports.map { NamedService.NamedPort(port: $0.port, transport: $0.transport) })
    }
    var tables: [UInt32: LineTable] = [:]
    for service in compilation.services {
      let file = compilation.files[Int(service.range.file)]
      let table = tables[service.range.file] ?? LineTable(file.bytes)
      tables[service.range.file] = table
      let line = table.position(of: Int(service.range.start)).line
      sources[service.name] = "\(file.path):\(line)"
    }
  }

  /// Reads a tree that was built before; nil if the folder is none.
  init?(at path: String) throws(FileError) {
    guard let root = try? Folder(following: path), try root.status(Manifest.path) != nil,
      let paths = Manifest.paths(
        in: try root.read(Manifest.path, limit: Compiler.maximumFileBytes))
    else { return nil }
    var files: [PrintedFile] = []
    var cursor = FolderCursor()
    for path in paths where path.hasPrefix("nodes/") {
      try cursor.enter(path.parentFolder, of: root) { (folder) throws(FileError) in
        let bytes = try folder.read(path.lastPart, limit: Compiler.maximumFileBytes)
        files.append(PrintedFile(path: path, bytes: bytes))
      }
    }
    self.files = files
    services = NamedService.all(in: files)
  }
}
