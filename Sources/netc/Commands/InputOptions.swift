import ArgumentParser
import Diagnostics
import NetworkCompiler

/// What a command compiles.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, folders (searched for *.yaml, *.yml and *.json) or - for standard input.",
      valueName: "path"))
  var paths: [String] = []

  @Option(
    name: .customLong("lock"),
    help: ArgumentHelp(
      "Where addresses are remembered; else netc.lock in the folder of the first path.",
      valueName: "file"))
  var lockPath: String?

  /// Reads the input and the lock, and compiles them.
  ///
  /// - Parameter output: the tree that is written or compared, which is never input.
  func compile(
    output: String? = nil, nodes: [String] = []
  ) throws(FileError) -> (compilation: Compilation, lock: LockFile?) {
    let paths = paths.isEmpty ? ["."] : paths
    let files = try InputFiles.read(paths, output: output)
    let lock = try LockFile.find(chosen: lockPath, inputs: paths)
    let options = CompilerOptions(selectedNodes: nodes.isEmpty ? nil : nodes)
    return (Compiler.compile(files, lock: lock?.source, options: options), lock)
  }
}
