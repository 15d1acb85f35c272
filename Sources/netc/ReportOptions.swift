import ArgumentParser
import Diagnostics
import Glibc

/// How a command speaks: the options that all of them share.
struct ReportOptions: ParsableArguments {
  @Option(help: "How diagnostics are printed.")
  var format: DiagnosticFormat = .text

  @Option(help: "Whether diagnostics are coloured; auto: on a terminal, unless NO_COLOR is set.")
  var color: ColorChoice = .auto

  @Flag(help: "Treat warnings like errors.")
  var strict = false

  @Flag(name: [.short, .long], help: "Print diagnostics only, no summary.")
  var quiet = false

  enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
  }

  var terminalColor: TerminalColor {
    switch color {
    case .always: .ansi
    case .never: .plain
    case .auto: Self.isColorWelcome ? .ansi : .plain
    }
  }

  /// https://no-color.org: any text but an empty one turns colour off.
  private static var isColorWelcome: Bool {
    isatty(STDERR_FILENO) == 1 && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}

extension DiagnosticFormat: ExpressibleByArgument {
  /// Whether lines for people may stand beside the diagnostics.
  var isForPeople: Bool {
    switch self {
    case .text, .short: true
    case .json, .sarif, .github: false
    }
  }
}
