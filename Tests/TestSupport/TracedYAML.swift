import Diagnostics
import Artifacts
import NetworkCompiler
package import Tracing

/// A text compiled, and a tracer over what was printed.
package struct TracedYAML {
  /// Nil if the input has errors, or a file can't be read.
  package var tracer: Tracer?
  /// The whole tree; empty if the input has errors.
  package private(set) var files: [PrintedFile] = []
  /// What there is to say about the input, or what the tracer didn't know.
  package let complaints: String

  package init(_ texts: String...) { self.init(texts) }

  package init(_ texts: [String]) {
    let inputs = texts.enumerated().map {
      SourceFile(path: "input-\($0.offset).yaml", bytes: Array($0.element.utf8))
    }
    let compilation = Compiler.compile(inputs)
    let report = String(
      decoding: DiagnosticRenderer(files: inputs, format: .text).render(compilation.diagnostics),
      as: UTF8.self)
    guard !compilation.hasErrors else {
      complaints = report
      return
    }
    files = compilation.artifacts.map { PrintedFile(path: $0.path, bytes: $0.content.bytes) }
    do throws(TraceFailure) {
      tracer = try Tracer(files)
      complaints = ""
    } catch {
      complaints = "\(error)"
    }
  }
}
