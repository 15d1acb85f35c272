import ArgumentParser

struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate", abstract: "Reports what is wrong with the input; writes nothing.")

  @OptionGroup var input: InputOptions
  @OptionGroup var options: ReportOptions

  func run() throws {
    var report = Report(options)
    do throws(FileError) {
      report.add(try input.compile().compilation)
    } catch {
      report.add(error)
    }
    try report.finish(.onlyLooked)
    throw report.status.code
  }
}
