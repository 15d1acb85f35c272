import Diagnostics
import Testing

@testable import Resources

/// Text with exactly one error.
struct BadCase: Sendable, CustomTestStringConvertible {
  let text: String
  let code: String
  /// The whole message.
  let message: String
  /// What the error points at.
  let place: String

  init(_ text: String, _ code: String, _ message: String, at place: String) {
    self.text = text
    self.code = code
    self.message = message
    self.place = place
  }

  var testDescription: String { "\(code) \(message)" }

  /// Reads the text inside an object and checks what is reported.
  func check(
    in object: (String) -> String, _ location: Testing.SourceLocation = #_sourceLocation
  ) {
    let result = readText(object(text))
    let errors = result.errors
    #expect(
      errors.map { "\($0.code) \($0.message)" } == ["\(code) \(message)"], "\(result.summary)",
      sourceLocation: location)
    if errors.count == 1 {
      #expect(result.text(of: errors[0]) == place, sourceLocation: location)
    }
  }
}
