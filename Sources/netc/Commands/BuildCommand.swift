import ArgumentParser
import Diagnostics
import NetworkCompiler

struct BuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Compiles the input and writes the output tree.",
    discussion: """
      With errors in the input nothing is written. The tree is put together beside OUT and takes \
      its place in one step; files that have not changed are left alone.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The folder to write.", valueName: "out"))
  var output: String

  @Flag(help: "Write nothing; fail if OUT or the lock is not what would be written.")
  var check = false

  @Option(
    name: .customLong("node"),
    help: ArgumentHelp("Write files for this node only; may be repeated.", valueName: "name"))
  var nodes: [String] = []

  @Flag(help: "Fail if netc.lock would change.")
  var locked = false

  @OptionGroup var options: ReportOptions

  func run() throws {
    var report = Report(options)
    var outcome = Outcome.nothingChanged
    do throws(FileError) {
      outcome = try build(&report)
    } catch {
      report.add(error)
    }
    try report.finish(outcome)
    throw report.status.code
  }

  private func build(_ report: inout Report) throws(FileError) -> Outcome {
    let location = try TreeLocation(output)
    let (compilation, lock) = try input.compile(output: output, nodes: nodes)
    report.add(compilation)
    guard report.status == .fine, let newLock = compilation.lock else { return .nothingChanged }
    if let lock, location.contains(lock.path) {
      throw FileError("\(lock.path) lies in \(location.shownPath): name a place outside of it")
    }
    let changedLock = lock.flatMap { $0.differs(from: newLock) ? $0 : nil }
    if locked, let changedLock {
      report.add(
        .lockWouldChange, "\(changedLock.path) would change",
        help: "build without --locked and commit the lock")
      return .nothingChanged
    }
    if check {
      try compare(compilation, location, changedLock, &report)
      return .onlyLooked
    }
    let changes = try write(compilation, location, newLock, changedLock)
    for path in changes.outermostForeign {
      report.add(.foreignFile, "\(location.shownPath)/\(path) is not netc's; it was kept")
    }
    return .changed(changes.description(nodeCount: compilation.nodeCount))
  }

  /// Writes the tree, then the lock; a full disk shows before either has changed.
  private func write(
    _ compilation: Compilation, _ location: TreeLocation, _ newLock: [UInt8],
    _ changedLock: LockFile?
  ) throws(FileError) -> TreeChanges {
    guard let changedLock else {
      return try OutputTree.write(compilation.artifacts, to: location)
    }
    let staged = try StagedLock(newLock, for: changedLock.path)
    let changes: TreeChanges
    do throws(FileError) {
      changes = try OutputTree.write(compilation.artifacts, to: location)
    } catch {
      staged.discard()
      throw error
    }
    try staged.commit()
    return changes
  }

  private func compare(
    _ compilation: Compilation, _ location: TreeLocation, _ changedLock: LockFile?,
    _ report: inout Report
  ) throws(FileError) {
    let changes = try OutputTree.compare(compilation.artifacts, with: location).changes
    var lines = changes.list(of: compilation.artifacts, in: location)
    if let changedLock { lines.append(changedLock.change) }
    report.addDifferences(lines.count)
    try Console.writeResult(lines.map { "\($0)\n" }.joined())
  }
}
