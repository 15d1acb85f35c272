import Foundation
import TestSupport

/// The Swift files of the repository, line by line.
struct SourceText: Sendable, CustomStringConvertible {
  /// `Sources/netc/Netc.swift`.
  let path: String
  let lines: [String]

  var description: String { path }

  /// `netc` of `Sources/netc/Netc.swift`.
  var module: String { String(path.split(separator: "/").dropFirst().first ?? "") }

  static let sources = all(below: "Sources")
  static let tests = all(below: "Tests")

  private static func all(below folder: String) -> [SourceText] {
    let files = (try? Repository.files(below: Repository.root.appending(path: folder))) ?? []
    return files.filter { $0.hasSuffix(".swift") }.compactMap { file in
      let path = "\(folder)/\(file)"
      guard let text = try? Repository.text(path) else { return nil }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      return SourceText(path: path, lines: lines)
    }
  }

  /// The modules that the file imports.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      let keywords: Set<Substring> = ["import", "package", "internal", "public", "@testable"]
      guard let last = words.last, words.count >= 2, words.contains("import"),
        words.dropLast().allSatisfy(keywords.contains)
      else { return nil }
      return String(last)
    }
  }

  /// The functions of the file with their lengths in lines, from the line of the keyword to the
  /// closing brace. `swift format` puts that at the same column.
  var functions: [(line: Int, length: Int)] {
    var found: [(Int, Int)] = []
    for (number, line) in lines.enumerated() where Self.startsFunction(line) {
      if line.hasSuffix("}") {
        found.append((number + 1, 1))
        continue
      }
      let indentation = line.prefix { $0 == " " }
      let end = lines[number...].firstIndex { $0 == indentation + "}" }
      found.append((number + 1, (end ?? number) - number + 1))
    }
    return found
  }

  private static func startsFunction(_ line: String) -> Bool {
    let words = line.split(separator: " ").prefix { !$0.contains("(") && $0 != "=" }
    let name = line.split(separator: " ").dropFirst(words.count).first ?? ""
    let isInitialiser = name.hasPrefix("init(") || name.hasPrefix("init?(")
    return words.contains("func") || (isInitialiser && !line.contains("self.init"))
  }
}
