internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension Shape where Value == String {
  /// Any text. Whoever prints it must quote it.
  static var text: Shape<String> {
    Shape(.text(TextDescription(summary: "a text"))) { node, reading in
      guard node.isText else {
        reading.reportUnquoted(node)
        return nil
      }
      return node.string
    }
  }

  /// A text that a rule allows; `problem` says what is wrong, to stand behind the value.
  static func text(
    _ description: TextDescription, problem: @escaping @Sendable (String) -> String?
  ) -> Shape<String> {
    Shape(.text(description)) { node, reading in
      guard let text = Shape<String>.text.read(node, &reading) else { return nil }
      guard let problem = problem(text) else { return text }
      reading.report(.badName, "\(quoted(text)): \(problem)", at: node.range)
      return nil
    }
  }

  /// A name of one of the checked kinds, as text.
  static func name<Name: CheckedName>(
    _ type: Name.Type, _ description: TextDescription
  ) -> Shape<String> {
    Shape(.text(description)) { node, reading in
      guard node.isText else {
        reading.reportUnquoted(node)
        return nil
      }
      if node.withUTF8({ Name.problem(in: $0) == nil }) { return node.string }
      reading.reportName(Name.self, node.string, at: node.range)
      return nil
    }
  }

  static var dnsLabel: Shape<String> { name(DNSLabel.self, .dnsLabel) }
  static var dnsSubdomain: Shape<String> { name(DNSSubdomain.self, .dnsSubdomain) }
  static var portName: Shape<String> { name(PortName.self, .portName) }
  static var labelKey: Shape<String> { name(LabelKey.self, .labelKey) }
  static var labelValue: Shape<String> { name(LabelValue.self, .labelValue) }
}

extension Shape where Value == InterfaceName {
  static var interfaceName: Shape<InterfaceName> {
    let name = Shape<String>.name(InterfaceName.self, .interfaceName)
    return Shape(name.description) { node, reading in
      name.read(node, &reading).map(InterfaceName.init(checked:))
    }
  }
}

extension Reading {
  /// Reports a name that breaks its rule, with the nearest legal one.
  mutating func reportName<Name: CheckedName>(
    _ type: Name.Type, _ text: String, at range: SourceRange, page: DiagnosticPage = .badName
  ) {
    do {
      _ = try Name(parsing: text)
    } catch {
      report(
        page, "\(quoted(text)): \(error.message)", at: range,
        help: error.suggestion.map { "a legal name is `\($0)`" })
    }
  }
}

/// The rules of Kubernetes' names as regular expressions; see `NameKind` for their sources.
extension TextDescription {
  private static let label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
  private static let qualified = "[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"

  static let dnsLabel = TextDescription(
    summary: "a DNS label", pattern: label, maximumLength: NameKind.dnsLabel.maximumLength)
  static let dnsSubdomain = TextDescription(
    summary: "a DNS name", pattern: "\(label)(\\.\(label))*",
    maximumLength: NameKind.dnsSubdomain.maximumLength)
  static let portName = TextDescription(
    summary: "a port name", pattern: "(?=.*[a-z])(?!.*--)\(label)",
    maximumLength: NameKind.portName.maximumLength)
  /// 253 for the prefix, 1 for the slash, 63 for the name.
  static let labelKey = TextDescription(
    summary: "a label key", pattern: "(\(label)(\\.\(label))*/)?\(qualified)", maximumLength: 317)
  static let labelValue = TextDescription(
    summary: "a label value", pattern: "(\(qualified))?",
    maximumLength: NameKind.labelValue.maximumLength)
  static let interfaceName = TextDescription(
    summary: "an interface name", pattern: "[A-Za-z0-9][-A-Za-z0-9_.]*",
    maximumLength: NameKind.interfaceName.maximumLength)
}
