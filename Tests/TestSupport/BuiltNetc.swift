package import Foundation
import Glibc

/// The built `netc`, run as a process of its own.
package enum BuiltNetc {
  /// It lies beside the running test program; its package depends on the tests' for that.
  package static let url: URL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "netc")

  package struct Result: Sendable {
    package let status: Int32
    package let output: String
    package let messages: String
  }

  /// Runs netc to its end.
  ///
  /// - Parameters:
  ///   - environment: added to a nearly empty one; nothing of the test's own reaches netc.
  package static func run(
    _ arguments: [String], in folder: URL, input: String = "", environment: [String: String] = [:]
  ) throws -> Result {
    try run(url, arguments, in: folder, input: input, environment: environment)
  }

  /// Runs a shell script, in which `$NETC` is netc.
  package static func shell(_ script: String, in folder: URL) throws -> Result {
    try run(
      URL(filePath: "/bin/sh"), ["-c", script], in: folder, input: "",
      environment: ["NETC": url.path(percentEncoded: false)])
  }

  /// Test threads block most signals, and a process starts with what its parent blocks: a shell
  /// that never hears of SIGCHLD waits for ever.
  private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
    var nothing = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&nothing)
    unsafe pthread_sigmask(SIG_SETMASK, &nothing, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  private static func run(
    _ program: URL, _ arguments: [String], in folder: URL, input: String,
    environment: [String: String]
  ) throws -> Result {
    // Files, not pipes: whatever the amount, nobody waits for anybody.
    let scratch = try Scratch()
    for name in ["in", "out", "err"] { try scratch.write(name, name == "in" ? input : "") }
    let process = Process()
    // A test that hangs must end, and say so: timeout(1) gives 124.
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = ["--kill-after=5", "120", program.path(percentEncoded: false)] + arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]
      .merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: scratch.url("in"))
    process.standardOutput = try FileHandle(forWritingTo: scratch.url("out"))
    process.standardError = try FileHandle(forWritingTo: scratch.url("err"))
    try withoutBlockedSignals { try process.run() }
    process.waitUntilExit()
    // A signal as shells show it.
    let status = process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
    return Result(
      status: status, output: try scratch.text("out"), messages: try scratch.text("err"))
  }
}
