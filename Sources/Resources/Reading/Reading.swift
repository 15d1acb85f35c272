internal import Diagnostics
internal import YAMLSyntax

/// Something wrong with an object, kept until its name is known.
struct Finding: Sendable {
  let page: DiagnosticPage
  let message: String
  let range: SourceRange
  let notes: [Note]
  let help: String?
  let fixes: [Fix]
}

/// What the reading of one object carries along: where it is, and what it found wrong.
struct Reading: Sendable {
  /// A hostile list of half a million mistakes must not fill the memory: the log keeps no more.
  static let maximumFindings = DiagnosticLog.capacity

  private(set) var path = FieldPath()
  private(set) var findings: [Finding] = []
  private(set) var errorCount = 0
  /// The document lost parts to syntax errors: nothing is said about what is missing.
  let isIncomplete: Bool
  /// Set while an EndpointSlice is read: what its addresses must be.
  var addressType: EndpointAddressType?

  init(isIncomplete: Bool = false) {
    self.isIncomplete = isIncomplete
    // As deep as most fields are: growing on the way down took time for each object.
    path.steps.reserveCapacity(12)
  }

  /// The position of the list item that is being read; 0 outside lists.
  var itemIndex: Int {
    if case .index(let index) = path.steps.last { index } else { 0 }
  }

  var hasErrors: Bool { errorCount > 0 || isIncomplete }

  /// Reports something about the field at the current path, whose name starts the message.
  mutating func report(
    _ page: DiagnosticPage, _ problem: String, at range: SourceRange, notes: [Note] = [],
    help: String? = nil, fixes: [Fix] = []
  ) {
    if page.severity == .error { errorCount += 1 }
    guard findings.count < Self.maximumFindings else { return }
    let message = path.isEmpty ? problem : "\(path.text): \(problem)"
    findings.append(
      Finding(
        page: page, message: message, range: range, notes: notes, help: help, fixes: fixes))
  }

  /// Goes one step further down; every call is followed by one of `leave`.
  mutating func enter(_ step: FieldPath.Step) { path.steps.append(step) }

  mutating func leave() { path.steps.removeLast() }

  /// Does something one step further down: within a field, an item, or an entry of a map.
  mutating func within<Result>(
    _ step: FieldPath.Step, _ body: (inout Reading) -> Result
  ) -> Result {
    path.steps.append(step)
    defer { path.steps.removeLast() }
    return body(&self)
  }

  /// As above, for the few places that name a field several steps away.
  mutating func within<Result>(
    _ steps: [FieldPath.Step], _ body: (inout Reading) -> Result
  ) -> Result {
    path.steps.append(contentsOf: steps)
    defer { path.steps.removeLast(steps.count) }
    return body(&self)
  }
}

/// The place of a field in its object, written as the API server writes it.
struct FieldPath: Sendable {
  enum Step: Sendable {
    case field(String)
    case index(Int)
    /// An entry of a map, such as a label.
    case key(String)
  }

  var steps: [Step] = []

  var isEmpty: Bool { steps.isEmpty }

  /// `spec.ports[0].nodePort`, `metadata.labels[app]`.
  var text: String {
    var text = ""
    for step in steps {
      switch step {
      case .field(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      case .key(let key): text += "[\(shown(key))]"
      }
    }
    return text
  }
}

extension FieldPath.Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  init(stringLiteral name: String) { self = .field(name) }
  init(integerLiteral index: Int) { self = .index(index) }
}
