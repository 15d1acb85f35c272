import NetworkTypes

/// Document → bytes: two blanks of indentation a level, a directive a line.
struct NginxPrinter {
  private(set) var out = TextBuffer(reservingCapacity: 4_096)

  init(_ document: NginxDocument) {
    out.write("# netc: ")
    out.write(document.heading)
    out.write("\n")
    for directive in document.directives { print(directive, level: 0) }
  }

  private mutating func print(_ directive: NginxDirective, level: Int) {
    for _ in 0..<level { out.write("  ") }
    out.write(directive.name)
    for (position, argument) in directive.arguments.enumerated() {
      if position > 0 || directive.name.utf8CodeUnitCount > 0 { out.write(" ") }
      out.write(QuotedText(quotedBy: String(decoding: argument.source, as: UTF8.self)))
    }
    guard let block = directive.block else {
      out.write(";\n")
      return
    }
    out.write(" {\n")
    for inner in block { print(inner, level: level + 1) }
    for _ in 0..<level { out.write("  ") }
    out.write("}\n")
  }
}
