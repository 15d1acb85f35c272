import ArgumentParser
import NetworkCompiler

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Prints the JSON Schema of a kind, or of all kinds at once.")

  @Argument(help: ArgumentHelp("Cluster, Service, Pod …", valueName: "kind"))
  var kind: String?

  func run() throws {
    guard let kind else { return try printResult(Schemas.schemaOfAllKinds()) }
    guard let schema = Schemas.schema(of: kind) else {
      let near = Schemas.nearestKind(to: kind).map { "; did you mean `\($0)`?" } ?? ""
      throw ValidationError("netc reads no kind `\(kind)`\(near)")
    }
    try printResult(schema)
  }
}

extension ParsableCommand {
  /// Prints what was asked for; a stream that takes nothing ends the command.
  func printResult(_ bytes: [UInt8]) throws {
    do throws(FileError) {
      try Console.writeResult(bytes)
    } catch {
      Console.writeMessage("netc: \(error.message)\n")
      throw ExitStatus.couldNotRun.code
    }
  }
}
