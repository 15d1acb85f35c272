import Foundation

enum Shellcheck {
  static let url = ["/usr/bin/shellcheck", "/usr/local/bin/shellcheck"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }.map { URL(filePath: $0) }

  /// What shellcheck says about a script; empty if nothing.
  static func run(_ script: String) throws -> String {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "netc-\(UUID().uuidString).sh")
    defer { try? FileManager.default.removeItem(at: file) }
    try script.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    let output = Pipe()
    process.executableURL = url
    process.arguments = [file.path]
    process.standardOutput = output
    try process.run()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self)
  }
}
