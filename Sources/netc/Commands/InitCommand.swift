import ArgumentParser
import NetworkCompiler

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Writes a small commented cluster to start from.")

  @Argument(help: ArgumentHelp("Where to write it; made if it is missing.", valueName: "dir"))
  var path: String = "."

  @OptionGroup var options: ReportOptions

  func run() throws {
    var report = Report(options)
    var outcome = Outcome.nothingChanged
    do throws(FileError) {
      outcome = try write()
    } catch {
      report.add(error)
    }
    try report.finish(outcome)
    throw report.status.code
  }

  private func write() throws(FileError) -> Outcome {
    let folder = try Folder.making(path)
    let names = StarterFiles.all.map(\.name)
    for name in names + [StarterFiles.schemaFolder] {
      guard try folder.status(name) == nil else {
        throw FileError("\(folder.path(of: name)) exists already")
      }
    }
    for file in StarterFiles.all {
      try folder.write(file.name, [Array(file.text.utf8)], permissions: 0o644)
    }
    try folder.makeFolder(StarterFiles.schemaFolder)
    try folder.folder(StarterFiles.schemaFolder).write(
      StarterFiles.schemaName, [Schemas.schemaOfAllKinds()], permissions: 0o644)
    return .changed("wrote \(names.map { folder.path(of: $0) }.joined(separator: " and "))")
  }
}
