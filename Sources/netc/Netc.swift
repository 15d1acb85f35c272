import ArgumentParser
import CLinux
import Glibc
import NetworkCompiler

/// `netc`: the only part of the compiler that touches the world.
@main
struct Netc: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "netc",
    abstract: "Compiles Kubernetes YAML to network scripts and rules for plain Linux hosts.",
    version: "netc \(Version.current)",
    subcommands: [
      BuildCommand.self, ValidateCommand.self, DiffCommand.self, TraceCommand.self,
      ExplainCommand.self, SchemaCommand.self, InitCommand.self,
    ])

  static func main() {
    // The text is a literal, so its address stays good.
    let message: StaticString = """
      netc: this is a bug in netc. The output folder is as it was before, or whole and new.
      Please report it with the input and what `netc --version` says.

      """
    message.withUTF8Buffer { text in
      unsafe text.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return }
        unsafe netc_handle_crashes(start, ExitStatus.bug.rawValue)
      }
    }
    netc_hold_memory()
    // With a limit on file sizes (ulimit -f), a write shall fail and be reported.
    _ = signal(SIGXFSZ, SIG_IGN)
    main(nil)
  }
}

/// How netc ends; the numbers of usage and bug are those of sysexits.h.
enum ExitStatus: Int32 {
  case fine = 0
  /// The input has errors, or a comparison found a difference.
  case findings = 1
  /// Files or permissions.
  case couldNotRun = 2
  case usage = 64
  case bug = 70

  var code: ExitCode { ExitCode(rawValue) }
}
