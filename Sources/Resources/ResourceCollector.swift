internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

/// Gathers the objects of all documents.
struct ResourceCollector {
  /// More objects than this are no cluster: Kubernetes' own limit is 150,000 pods and 10,000
  /// Services ("Considerations for large clusters").
  static let maximumObjects = 500_000
  /// Lists within lists; `kubectl` never writes one, a hostile input may write many.
  static let maximumListDepth = 4

  var documentCount = 0
  var resources = ResourceSet()
  private var objectCount = 0
  /// By `apiVersion/kind`; sorted before it is shown.
  private var skipped: [String: Int] = [:]
  private var policies = UnservedObjects()
  private var gatewayObjects = UnservedObjects()
  private var declarations: [Declaration] = []
  /// What was found out about types; looked up, never iterated.
  private var known: [TypeName: TypeReading] = [:]
  private var generated: [GeneratedName: Int] = [:]

  /// Reads one object, or the items of a list.
  mutating func read(
    _ node: YAMLNode, defaults: TypeName?, depth: Int, log: inout DiagnosticLog
  ) {
    var reading = Reading(isIncomplete: node.document.hadErrors)
    let written = TypeName(unchecked: node)
    if !isKnownToBeOpen(written) { hideSecrets(in: node) }
    guard
      let type = written.flatMap({ known[$0] == nil ? nil : $0 })
        ?? TypeName.read(node, defaults: defaults, &reading)
    else { return reading.flush(object: nil, to: &log) }
    if let items = node["items"], type.kind == "List" || type.item != nil {
      return readItems(items, of: type, depth: depth, log: &log)
    }
    objectCount += 1
    guard objectCount <= Self.maximumObjects else {
      if objectCount == Self.maximumObjects + 1 {
        log.report(
          .tooManyObjects, "the input has more than \(Self.maximumObjects) objects",
          at: node.range)
      }
      return
    }
    let use = known[type] ?? KindTable.reading(of: type)
    known[type] = use
    switch use {
    case .reads(let kind, let version):
      if version != .current, version != .older { reading.reportOutdated(type, kind, node) }
      kind.read(node, version, &reading, &self, &log)
    case .skips:
      countSkipped("\(type.apiVersion)/\(type.kind)")
      if type.kind.hasSuffix("NetworkPolicy") {
        policies.add(node["kind"]?.range ?? node.range)
      } else if type.apiVersion.hasPrefix("gateway.networking.k8s.io/") {
        gatewayObjects.add(node["kind"]?.range ?? node.range)
      }
    case .isUnknown(let problem, let help):
      let place = node["kind"]?.range ?? node.range
      reading.report(.unknownType, problem, at: place, help: help)
      reading.flush(object: nil, to: &log)
    }
  }

  /// Whether objects of the type were met before, and hold no secrets.
  private func isKnownToBeOpen(_ type: TypeName?) -> Bool {
    guard let type, case .reads(let kind, _)? = known[type] else { return false }
    return kind.kind != .secret && kind.kind != .bgpPeer
  }

  mutating func countSkipped(_ kind: String) { skipped[kind, default: 0] += 1 }

  private mutating func readItems(
    _ items: YAMLNode, of type: TypeName, depth: Int, log: inout DiagnosticLog
  ) {
    if items.isNull { return }
    guard items.kind == .sequence, depth < Self.maximumListDepth else {
      let problem =
        items.kind == .sequence
        ? "lists are nested more than \(Self.maximumListDepth) deep"
        : "\(items.kindInWords) stands where a list is needed"
      return log.report(.notAnObject, "items: \(problem)", at: items.range)
    }
    for (index, item) in items.items.enumerated() where !item.isNull {
      guard item.kind == .mapping else {
        log.report(
          .notAnObject,
          "items[\(index)]: \(item.kindInWords) stands where an object is needed", at: item.range)
        continue
      }
      read(item, defaults: type.item, depth: depth + 1, log: &log)
    }
  }
}

// MARK: - Objects

/// An object that was declared, whether it could be read or not.
private struct Declaration {
  let resource: BrokenResource
  let range: SourceRange
  let nameRange: SourceRange
}

/// What a generated name is made from; two objects of the same content get different names.
private struct GeneratedName: Hashable {
  let kind: ResourceKind
  let namespace: String
  let name: String
}

extension ResourceCollector {
  /// Reads an object of a known kind by its shape, and says whether it may be kept.
  mutating func read<Owner: DeclaredResource>(
    _ shape: ObjectShape<Owner>, _ kind: ResourceKind, _ node: YAMLNode,
    _ reading: inout Reading, _ log: inout DiagnosticLog
  ) -> Owner? {
    var owner = shape.make(node.range)
    shape.read(node, into: &owner, &reading)
    generateName(&owner.metadata, kind, node, &reading)
    let metadata = owner.metadata
    let isNamed = !metadata.name.value.isEmpty
    if !reading.findings.isEmpty {
      reading.flush(object: isNamed ? "\(kind.rawValue) \(metadata.objectName)" : nil, to: &log)
    }
    guard isNamed else { return nil }
    let resource = BrokenResource(kind: kind, name: metadata.objectName)
    declarations.append(
      Declaration(resource: resource, range: node.range, nameRange: metadata.name.range))
    if !reading.hasErrors { return owner }
    resources.broken.insert(resource)
    return nil
  }

  /// Notes an object that was made from a part of another one.
  mutating func declare(_ kind: ResourceKind, _ owner: some DeclaredResource) {
    declarations.append(
      Declaration(
        resource: BrokenResource(kind: kind, name: owner.metadata.objectName),
        range: owner.range, nameRange: owner.metadata.name.range))
  }

  /// Names an object that only says how its name starts.
  ///
  /// The API server would make up a new name with each `kubectl create`. Here the object's own
  /// text decides, so that the name is the same in every build and in any order of files.
  private mutating func generateName(
    _ metadata: inout Metadata, _ kind: ResourceKind, _ node: YAMLNode, _ reading: inout Reading
  ) {
    guard metadata.name.value.isEmpty, let start = metadata.generateName,
      node["metadata"]?.written("name") == nil,
      metadata.namespaceRange != nil || node["metadata"]?.written("namespace") == nil
    else { return }
    // As the API server, which leaves room for its suffix (`maxGeneratedNameLength`).
    let prefix = String(decoding: start.value.utf8.prefix(58), as: UTF8.self)
    let range = node.anchoredRange ?? node.range
    let text = node.document.source.bytes[Int(range.start)..<Int(range.end)]
    var name = ""
    var count = 0
    repeat {
      name = prefix + Self.suffix(of: text, count: count)
      let key = GeneratedName(kind: kind, namespace: metadata.namespace, name: name)
      count += 1
      guard generated.updateValue(1, forKey: key) != nil else { break }
    } while true
    reading.within(["metadata", "generateName"]) { reading in
      do throws(NameError) {
        metadata.name = Located(try DNSSubdomain(parsing: name).text, start.range)
        reading.report(
          .generatedName, "the object is called \(quoted(name)) here", at: start.range,
          help: "write `name` to choose the name")
      } catch {
        reading.report(.badName, "\(quoted(start.value)): \(error.message)", at: start.range)
      }
    }
  }

  /// Five characters, as the API server makes them, from a hash of the text.
  private static func suffix(of text: ArraySlice<UInt8>, count: Int) -> String {
    let letters = Array("bcdfghjklmnpqrstvwxz2456789".utf8)
    var hasher = FNV1a()
    hasher.combine(text)
    hasher.combine(String(count).utf8)
    var rest = UInt64(hasher.folded)
    var bytes: [UInt8] = []
    for _ in 0..<5 {
      bytes.append(letters[Int(rest % UInt64(letters.count))])
      rest /= UInt64(letters.count)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Keeps the first of several, in the order of the input.
  mutating func setCluster(_ cluster: ClusterResource) {
    if let first = resources.cluster, first.range < cluster.range { return }
    resources.cluster = cluster
  }
}

// MARK: - The end

extension ResourceCollector {
  /// Sorts everything, reports what concerns several objects.
  consuming func finish(log: inout DiagnosticLog) -> ResourceSet {
    let lost = reportDuplicates(&log)
    reportClusters(&log)
    reportUnserved(&log)
    resources.sort(without: lost)
    resources.skipped = skipped.map { SkippedKind(kind: $0.key, count: $0.value) }
      .sorted { $0.kind < $1.kind }
    resources.documentCount = documentCount
    return resources
  }

  /// Reports objects of one kind and name; gives the ranges of all but the first.
  private func reportDuplicates(_ log: inout DiagnosticLog) -> Set<SourceRange> {
    // Most input has no duplicates, and a set of hashes finds that out faster than sorting.
    var seen = Set<BrokenResource>(minimumCapacity: declarations.count)
    let repeated = Set(declarations.map(\.resource).filter { !seen.insert($0).inserted })
    let ordered = declarations.filter { repeated.contains($0.resource) }.sorted {
      ($0.resource.kind.rawValue, $0.resource.name, $0.range)
        < ($1.resource.kind.rawValue, $1.resource.name, $1.range)
    }
    var lost = Set<SourceRange>()
    var first: Declaration?
    for declaration in ordered {
      guard let earlier = first, earlier.resource == declaration.resource else {
        first = declaration
        continue
      }
      lost.insert(declaration.range)
      let object = "\(declaration.resource.kind.rawValue) \(declaration.resource.name)"
      log.report(
        .duplicateObject, "\(object) is declared twice", at: declaration.nameRange,
        notes: [Note("first declared here", at: earlier.nameRange)],
        help: "remove one of the two, or give it another name or namespace", object: object)
    }
    return lost
  }

  private func reportClusters(_ log: inout DiagnosticLog) {
    let clusters = declarations.filter { $0.resource.kind == .cluster }
      .sorted { $0.range < $1.range }
    for cluster in clusters.dropFirst() where cluster.resource != clusters[0].resource {
      log.report(
        .secondCluster, "a second Cluster, where one is allowed", at: cluster.nameRange,
        notes: [Note("the first one is here", at: clusters[0].nameRange)],
        object: "Cluster \(cluster.resource.name)")
    }
  }

  private func reportUnserved(_ log: inout DiagnosticLog) {
    policies.report(
      .policiesNotEnforced, "network policy", "network policies",
      "this version of netc enforces none",
      help: "the pods they isolate stay open; do not rely on them",
      to: &log)
    gatewayObjects.report(
      .gatewaysNotServed, "object of the Gateway API", "objects of the Gateway API",
      "this version of netc serves none",
      help: "nothing listens for them; an Ingress would be served",
      to: &log)
  }
}

/// Objects that are passed over, and that somebody may rely on.
private struct UnservedObjects {
  private var first: SourceRange?
  private var count = 0

  mutating func add(_ range: SourceRange) {
    first = min(first ?? range, range)
    count += 1
  }

  func report(
    _ page: DiagnosticPage, _ noun: String, _ plural: String, _ consequence: String, help: String,
    to log: inout DiagnosticLog
  ) {
    guard let first else { return }
    log.report(
      page, "\(count) \(count == 1 ? noun : plural) in the input: \(consequence)", at: first,
      help: help)
  }
}

extension Reading {
  /// Hands everything found over to the log.
  func flush(object: String?, to log: inout DiagnosticLog, withFixes: Bool = true) {
    for finding in findings {
      log.report(
        finding.page, finding.message, at: finding.range, notes: finding.notes,
        help: finding.help, fixes: withFixes ? finding.fixes : [], object: object)
    }
  }

  mutating func reportOutdated(_ type: TypeName, _ kind: ReadableKind, _ node: YAMLNode) {
    guard let place = node["apiVersion"] else { return }
    report(
      .outdatedVersion,
      "\(type.apiVersion) \(type.kind) is read as \(kind.apiVersion)", at: place.range,
      help: "write `apiVersion: \(kind.apiVersion)`; API servers no longer know the old version",
      fixes: [Fix(replace: place.range, with: kind.apiVersion)])
  }
}
