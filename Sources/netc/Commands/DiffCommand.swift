import ArgumentParser
import Artifacts
import Diagnostics
import NetworkCompiler

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Shows what a build would change; fails if it is something.")

  @OptionGroup var input: InputOptions

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The folder that a build would write.", valueName: "out"))
  var output: String

  @Option(
    name: .customLong("node"),
    help: ArgumentHelp("Look at this node only; may be repeated.", valueName: "name"))
  var nodes: [String] = []

  @OptionGroup var options: ReportOptions

  func run() throws {
    var report = Report(options)
    do throws(FileError) {
      try compare(&report)
    } catch {
      report.add(error)
    }
    try report.finish(.onlyLooked)
    throw report.status.code
  }

  private func compare(_ report: inout Report) throws(FileError) {
    let location = try TreeLocation(output)
    let (compilation, lock) = try input.compile(output: output, nodes: nodes)
    report.add(compilation)
    guard report.status == .fine, let newLock = compilation.lock else { return }
    let tree = try OutputTree.compare(compilation.artifacts, with: location)
    var lines = tree.changes.list(of: compilation.artifacts, in: location)
    let changedLock = lock.flatMap { $0.differs(from: newLock) ? $0 : nil }
    if let changedLock { lines.append(changedLock.change) }
    guard !lines.isEmpty else { return }
    report.addDifferences(lines.count)
    var text = Array(lines.map { "\($0)\n" }.joined().utf8)
    try appendDifferences(of: tree, compilation.artifacts, location, to: &text)
    if let changedLock {
      append(changedLock.path, from: changedLock.source?.bytes, to: newLock, &text)
    }
    try Console.writeResult(text)
  }

  private func appendDifferences(
    of tree: OutputTree, _ artifacts: [Artifact], _ location: TreeLocation,
    to text: inout [UInt8]
  ) throws(FileError) {
    var wanted = Dictionary(uniqueKeysWithValues: artifacts.map { ($0.path, $0.content.bytes) })
    var paths = tree.changes.stale
    for (artifact, state) in zip(artifacts, tree.changes.states) {
      if state == .unchanged { wanted[artifact.path] = nil } else { paths.append(artifact.path) }
    }
    for path in paths.sorted() {
      let shownPath = "\(location.shownPath)/\(path)"
      if tree.isSecret(path) {
        text.append(contentsOf: "\n\(shownPath) holds a secret and is not shown\n".utf8)
        continue
      }
      let old = try tree.currentBytes(of: path)
      append(shownPath, from: old, to: wanted[path], &text)
    }
  }

  private func append(
    _ path: String, from old: [UInt8]?, to new: [UInt8]?, _ text: inout [UInt8]
  ) {
    let heads = "\n--- \(old == nil ? "/dev/null" : path)\n+++ \(new == nil ? "/dev/null" : path)\n"
    text.append(contentsOf: heads.utf8)
    LineDiff(from: old ?? [], to: new ?? []).append(to: &text)
  }
}
