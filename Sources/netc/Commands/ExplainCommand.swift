import ArgumentParser
import Diagnostics
import NetworkCompiler

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Says what a diagnostic or a field of the input means.",
    discussion: "Without an argument, lists all diagnostics.")

  @Argument(
    help: ArgumentHelp(
      "A code (NC0401), or a field (Cluster.spec.podCIDRs).", valueName: "subject"))
  var subject: String?

  func run() throws {
    guard let subject else { return try printResult(Array(Explanation.list.utf8)) }
    guard let text = Explanation.text(for: subject) else {
      let near = Explanation.nearestSubject(to: subject).map { "; did you mean `\($0)`?" } ?? ""
      throw ValidationError("nothing is known by the name `\(subject)`\(near)")
    }
    try printResult(Array(text.utf8))
  }
}
