/// An nginx configuration file: a tree of directives (ngx_conf_file.c). There is no comment node
/// with text from the input: a line end would make code of what stands behind it (CVE-2026-4342).
struct NginxDocument: Sendable {
  /// One line for the reader, a literal.
  let heading: StaticString
  let directives: [NginxDirective]
}

/// `name argument…;` or `name argument… { … }`.
struct NginxDirective: Sendable {
  /// Only the translation names directives, so no text from the input can become one.
  let name: StaticString
  let arguments: [NginxArgument]
  /// Nil: a simple directive that ends in `;`.
  let block: [NginxDirective]?

  init(_ name: StaticString, _ arguments: NginxArgument...) {
    self.init(name, arguments)
  }

  init(_ name: StaticString, _ arguments: [NginxArgument], block: [NginxDirective]? = nil) {
    self.name = name
    self.arguments = arguments
    self.block = block
  }

  /// A line of a `map`, `geo` or `split_clients` block, which has a value where others have a
  /// name.
  static func entry(_ key: NginxArgument, _ value: NginxArgument) -> NginxDirective {
    NginxDirective("", [key, value])
  }
}
