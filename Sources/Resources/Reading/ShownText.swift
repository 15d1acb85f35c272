internal import YAMLSyntax

/// Text from the input may hold anything; a message shows a piece of it that is safe to print.
private let maximumShownScalars = 60

/// The text without what could act on a terminal, shortened.
package func shown(_ text: String) -> String {
  var result = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == maximumShownScalars { return result + "…" }
    count += 1
    if isActive(scalar) {
      result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// The text in double quotes, as `shown` gives it.
package func quoted(_ text: String) -> String { "\"\(shown(text))\"" }

private func isActive(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: return true
  default: return false
  }
}

extension YAMLNode {
  /// What stands here, in a few words: `the number 80`, `a list`.
  var kindInWords: String {
    switch kind {
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .scalar:
      switch scalar {
      case .null: "null"
      case .bool: "the boolean `\(shown(string))`"
      case .int, .uint, .float: "the number `\(shown(string))`"
      case .string: "the string \(quoted(string))"
      }
    }
  }
}
