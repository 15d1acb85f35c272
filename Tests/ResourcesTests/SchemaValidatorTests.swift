import Diagnostics
import Foundation
import Testing

@testable import Resources

/// An independent validator (Python's jsonschema) agrees with the readers as far as a schema goes.
struct SchemaValidatorTests {
  @Test func `what the reader accepts the schema accepts, and what the schema refuses it refuses`()
    throws
  {
    guard Corpus.isThere(for: "schema validator"), let python = Self.python() else { return }
    let paths =
      Corpus.files(in: "cases/validation/objects", [".yaml"])
      + Corpus.files(in: "dev", [".yaml", ".json"])
    let verdicts = try Self.verdicts(of: paths, python: python)
    var refusedCount = 0
    for path in paths {
      let verdict = verdicts[path] ?? "unread"
      if verdict != "ok", verdict != "unread" { refusedCount += 1 }
      let result = readFiles([SourceFile(path: path, bytes: try Corpus.bytes(path))])
      guard result.errors.isEmpty else { continue }
      #expect(verdict == "ok", "\(path) is read, but the schema says: \(verdict)")
    }
    print("schemas: \(refusedCount) of \(paths.count) files refused, each by the reader too")
    #expect(refusedCount > 20)
  }

  @Test func `the schemas are schemas`() throws {
    guard let python = Self.python() else { return }
    let script = """
      import json, sys, jsonschema
      for path in sys.argv[1:]:
          jsonschema.Draft7Validator.check_schema(json.load(open(path)))
      print("fine")
      """
    let names = SchemaTests.expected.map { SchemaTests.folder.appending(path: $0.name).path }
    #expect(try Self.run(python, ["-c", script] + names) == "fine\n")
  }

  private static func verdicts(of paths: [String], python: String) throws -> [String: String] {
    let script = """
      import json, sys, jsonschema, yaml
      class Loader(yaml.CSafeLoader): pass
      # The API server has no timestamps.
      Loader.yaml_implicit_resolvers = {
          letter: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
          for letter, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()}
      validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))
      for line in sys.stdin:
          path = line.strip()
          verdict = "ok"
          try:
              for document in yaml.load_all(open(sys.argv[2] + "/" + path, "rb"), Loader):
                  if document is None: continue
                  for error in validator.iter_errors(document):
                      place = ".".join(str(part) for part in error.absolute_path)
                      verdict = (place + ": " + error.message)[:300].replace("\\n", " ")
          except yaml.YAMLError:
              verdict = "unread"
          print(path + "\\t" + verdict)
      """
    let schema = SchemaTests.folder.appending(path: "netc.schema.json").path
    let output = try run(
      python, ["-c", script, schema, Corpus.root.path], input: paths.joined(separator: "\n"))
    return Dictionary(
      output.split(separator: "\n").compactMap { line -> (String, String)? in
        let cells = line.split(separator: "\t", maxSplits: 1).map(String.init)
        return cells.count == 2 ? (cells[0], cells[1]) : nil
      }, uniquingKeysWith: { first, _ in first })
  }

  /// A Python with jsonschema and yaml; says so aloud where there is none.
  private static func python() -> String? {
    let places = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    for path in places.map({ "\($0)/python3" })
    where FileManager.default.isExecutableFile(atPath: path) {
      if (try? run(path, ["-c", "import jsonschema, yaml; print(1)"])) == "1\n" { return path }
    }
    print("SKIPPED: schemas against an independent validator: no python3 with jsonschema and yaml")
    return nil
  }

  private static func run(_ tool: String, _ arguments: [String], input: String = "") throws
    -> String
  {
    let folder = FileManager.default.temporaryDirectory
    let inputFile = folder.appending(path: "netc-\(UUID().uuidString)")
    try Data(input.utf8).write(to: inputFile)
    defer { try? FileManager.default.removeItem(at: inputFile) }
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: inputFile)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
