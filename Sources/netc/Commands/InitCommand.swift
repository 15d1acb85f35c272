import ArgumentParser
import Glibc
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
    guard unsafe mkdir(path, 0o777) == 0 || errno == EEXIST else {
      throw FileError("make the folder", path)
    }
    let folder = try Folder(following: path)
    for file in StarterFiles.all {
      guard try folder.status(file.name) == nil else {
        throw FileError("\(folder.path(of: file.name)) exists already")
      }
    }
    for file in StarterFiles.all {
      try folder.write(file.name, Array(file.text.utf8), permissions: 0o644)
    }
    let names = StarterFiles.all.map { folder.path(of: $0.name) }.joined(separator: ", ")
    return .changed("wrote \(names)")
  }
}
