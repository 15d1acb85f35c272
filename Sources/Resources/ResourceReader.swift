package import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Reads files into resources: text → documents → objects, one document in memory at a time.
package enum ResourceReader {
  /// Reads every document of every file, and reports all that is wrong with them.
  ///
  /// The result does not depend on the order of the files or of the documents in them; only
  /// which of two objects of one name counts as the first does.
  package static func read(_ files: [SourceFile], log: inout DiagnosticLog) -> ResourceSet {
    var collector = ResourceCollector()
    for (index, file) in files.enumerated() {
      var stream = YAMLStream(file, index: UInt32(index))
      while let document = stream.next(log: &log) {
        collector.hideBroken(document)
        guard let root = document.root, !root.isNull else { continue }
        collector.documentCount += 1
        read(root, into: &collector, log: &log)
      }
    }
    return collector.finish(log: &log)
  }

  private static func read(
    _ root: YAMLNode, into collector: inout ResourceCollector, log: inout DiagnosticLog
  ) {
    guard root.kind == .mapping else {
      // A broken document may look like anything.
      if root.document.hadErrors { return }
      log.report(
        .notAnObject, "\(root.kindInWords) stands where an object is needed", at: root.range,
        help: "an object is a mapping with `apiVersion`, `kind` and `metadata`")
      return
    }
    collector.read(root, defaults: nil, depth: 0, log: &log)
  }
}

/// `apiVersion` and `kind` of an object.
struct TypeName: Hashable, Sendable {
  let apiVersion: String
  let kind: String

  /// The part of `apiVersion` before the slash; empty for the core group.
  var group: String {
    apiVersion.utf8.firstIndex(of: UInt8(ascii: "/")).map { String(apiVersion[..<$0]) } ?? ""
  }

  /// The type of the items of a list of `PodList`'s form; nil for any other type.
  var item: TypeName? {
    guard kind.utf8.count > 4, kind.hasSuffix("List") else { return nil }
    return TypeName(apiVersion: apiVersion, kind: String(kind.dropLast(4)))
  }
}

extension TypeName {
  /// No name of a group, version or kind is longer.
  private static let maximumBytes = 317

  /// The two fields as they stand, nil where one is no text; a type that was met before is right.
  init?(unchecked node: YAMLNode) {
    guard let version = node["apiVersion"], let kind = node["kind"], version.isText, kind.isText
    else { return nil }
    self.init(apiVersion: version.string, kind: kind.string)
  }

  /// Reads the two fields; reports what is missing or malformed and gives nil then.
  ///
  /// Items of a list may leave them out; then the list's word counts.
  static func read(
    _ node: YAMLNode, defaults: TypeName?, _ reading: inout Reading
  ) -> TypeName? {
    if defaults == nil, node.written("apiVersion") == nil, node.written("kind") == nil {
      reportUntyped(node, &reading)
      return nil
    }
    let version = text("apiVersion", of: node, orElse: defaults?.apiVersion, &reading) { bytes in
      bytes.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
        && bytes.count { $0 == UInt8(ascii: "/") } <= 1
    }
    let kind = text("kind", of: node, orElse: defaults?.kind, &reading) {
      $0.allSatisfy(isWordByte)
    }
    guard let version, let kind else { return nil }
    return TypeName(apiVersion: version, kind: kind)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
      || byte == UInt8(ascii: "-")
  }

  private static func text(
    _ field: String, of node: YAMLNode, orElse fallback: String?, _ reading: inout Reading,
    isLegal: ([UInt8]) -> Bool
  ) -> String? {
    guard let value = node.written(field) else {
      if let fallback { return fallback }
      reportMissing(field, in: node, &reading)
      return nil
    }
    return reading.within(.field(field)) { reading in
      guard value.isText else {
        reading.reportUnquoted(value)
        return nil
      }
      let text = value.string
      guard text.utf8.count <= maximumBytes, isLegal(Array(text.utf8)) else {
        reading.report(
          .unknownType, "\(quoted(text)) is not \(field == "kind" ? "a kind" : "an API version")",
          at: value.range)
        return nil
      }
      return text
    }
  }

  /// Reports a document that is no object at all.
  private static func reportUntyped(_ node: YAMLNode, _ reading: inout Reading) {
    if reading.isIncomplete { return }
    let isKustomization = node.document.source.path.hasSuffix("kustomization.yaml")
    let place = node.entries.first { _ in true }?.key.range ?? node.range
    reading.report(
      .missingType, "the document has neither `apiVersion` nor `kind`", at: place,
      help: isKustomization
        ? "build it first: `kubectl kustomize FOLDER | netc build -`"
        : "netc reads Kubernetes objects; leave other YAML files out of its input")
  }

  private static func reportMissing(_ field: String, in node: YAMLNode, _ reading: inout Reading) {
    if reading.isIncomplete { return }
    let place = node.entries.first { _ in true }?.key.range ?? node.range
    let near = node.entries.first { Spelling.nearest($0.key.string, among: [field]) != nil }
    reading.report(
      .missingType, "the document has no `\(field)`", at: near?.key.range ?? place,
      help: near.map { "is `\(shown($0.key.string))` meant to be `\(field)`?" })
  }
}
