import ArgumentParser
import Diagnostics
import NetworkCompiler
import NetworkTypes
import Tracing

struct TraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace",
    abstract: "Shows the way of a packet through the rules that are printed.",
    discussion: """
      WHO is pod/NAMESPACE/NAME, node/NAME or an address; WHERE is one of these, \
      svc/NAMESPACE/NAME or the host name of a Service. PATH is the input, or one tree that was \
      built. It ends with 0 if there is an answer, whatever it says of the packet.
      """)

  @OptionGroup var input: InputOptions

  @Option(help: ArgumentHelp("Where the packet begins.", valueName: "who"))
  var from: String

  @Option(help: ArgumentHelp("Where it is sent.", valueName: "where"))
  var to: String

  @Option(help: "The destination port; may be left out for a Service that has one.")
  var port: Int?

  @Option(
    name: .customLong("protocol"),
    help: "The protocol; else what the Service has at the port, or tcp.")
  var transport: TransportProtocol?

  @Option(
    name: .customLong("at"),
    help: ArgumentHelp("The node at which a packet from outside arrives.", valueName: "node"))
  var arrival: String?

  @Option(help: "The family of the addresses; else the first that both ends have.")
  var family: IPFamily?

  @OptionGroup var options: ReportOptions

  func validate() throws {
    guard let port, Port(port) == nil else { return }
    throw ValidationError("a port is a number from 1 to 65535")
  }

  func run() throws {
    var report = Report(options)
    do {
      try trace(&report)
    } catch let error as FileError {
      report.add(error)
    } catch let place as UnknownPlace {
      let nearest = Spelling.nearest(place.word, among: place.known)
      report.add(
        .unknownPlace, place.message, help: nearest.map { "did you mean `\($0)`?" } ?? place.help)
    } catch let failure as TraceFailure {
      report.addBug("\(failure)")
    }
    try report.finish(.answered)
    throw report.status.code
  }

  private func trace(_ report: inout Report) throws {
    guard let tree = try tree(&report) else { return }
    var tracer = try Tracer(tree.files)
    let places = Places(tree.files, tracer, services: tree.services)
    let question = try TraceQuestion(self, places)
    guard
      let trace = try tracer.trace(
        from: question.origin, to: question.destination, question.transport)
    else { return }
    let answer = TraceAnswer(trace: trace, question: question, places: places, tree: tree)
    try Console.writeResult(options.format == .json ? answer.json : answer.text)
  }

  /// Nil if the input has errors.
  private func tree(_ report: inout Report) throws(FileError) -> TracedTree? {
    if input.paths.count == 1, let tree = try TracedTree(at: input.paths[0]) { return tree }
    let compilation = try input.compile().compilation
    report.add(compilation)
    return compilation.hasErrors ? nil : TracedTree(compilation)
  }
}

extension TransportProtocol: ExpressibleByArgument {
  package init?(argument: String) { self.init(argument.uppercased()) }

  package static var allValueStrings: [String] { allCases.map(\.lowercaseName) }
}

extension IPFamily: ExpressibleByArgument {
  package init?(argument: String) {
    guard let family = IPFamily.allCases.first(where: { $0.name.lowercased() == argument }) else {
      return nil
    }
    self = family
  }

  package static var allValueStrings: [String] { allCases.map { $0.name.lowercased() } }
}
