import Foundation
import Testing

@testable import Resources

/// The schemas on disk are those that the readers' descriptions give.
struct SchemaTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "schemas")

  static var expected: [(name: String, bytes: [UInt8])] {
    ResourceKind.allCases.map { kind in
      ("\(kind.rawValue.lowercased()).schema.json", JSONSchema.schema(of: kind))
    } + [("netc.schema.json", JSONSchema.schemaOfAllKinds())]
  }

  @Test func `the schemas on disk are what the readers say`() throws {
    let isUpdate = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1"
    let files = FileManager.default
    if isUpdate { try files.createDirectory(at: Self.folder, withIntermediateDirectories: true) }
    for (name, bytes) in Self.expected {
      let file = Self.folder.appending(path: name)
      if isUpdate { try Data(bytes).write(to: file) }
      let onDisk = files.contents(atPath: file.path).map { [UInt8]($0) }
      let isFresh = onDisk == bytes
      #expect(isFresh, "schemas/\(name) is stale: UPDATE_GOLDEN=1 rewrites it")
    }
    let names = try files.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(names == Self.expected.map(\.name).sorted())
  }

  @Test func `the same bytes come out every time`() {
    #expect(JSONSchema.schemaOfAllKinds() == JSONSchema.schemaOfAllKinds())
  }

  @Test func `objects of one name are the same everywhere`() {
    var seen: [String: String] = [:]
    func walk(_ object: ObjectDescription) {
      let text = "\(object.fields.map(\.name)) \(object.unused)"
      #expect(seen[object.name, default: text] == text, "two shapes are called \(object.name)")
      guard seen.updateValue(text, forKey: object.name) == nil else { return }
      for field in object.fields { walk(field.shape) }
    }
    func walk(_ shape: ShapeDescription) {
      switch shape {
      case .object(let object): walk(object)
      case .list(let element, maximum: _), .map(let element, keys: _): walk(element)
      case .text, .integer, .integerOrText, .boolean, .anything: break
      }
    }
    for kind in ReadableKind.all { walk(kind.description) }
  }

  @Test func `no field is both read and passed over, and none is named twice`() {
    func walk(_ shape: ShapeDescription) {
      switch shape {
      case .object(let object):
        let names = object.fields.map(\.name) + object.unused
        #expect(Set(names).count == names.count, "\(object.name)")
        for field in object.fields { walk(field.shape) }
      case .list(let element, maximum: _), .map(let element, keys: _): walk(element)
      case .text, .integer, .integerOrText, .boolean, .anything: break
      }
    }
    for kind in ReadableKind.all { walk(.object(kind.description)) }
  }

  @Test func `every kind has a reader`() {
    #expect(
      Set(ReadableKind.all.map(\.kind)) == Set(ResourceKind.allCases)
        && ReadableKind.all.count == ResourceKind.allCases.count)
  }
}

struct FieldGuideTests {
  @Test func `a field of the Cluster has a page`() throws {
    let page = try #require(FieldGuide.page(of: "Cluster.spec.podCIDRs"))
    #expect(page.path == "Cluster.spec.podCIDRs[]")
    #expect(page.isRequired)
    #expect(page.type == "a list, each a block of IP addresses, as 10.0.0.0/8")
  }

  @Test func `lists are passed with brackets or without`() throws {
    let page = try #require(FieldGuide.page(of: "Service.spec.ports.nodePort"))
    #expect(page == FieldGuide.page(of: "Service.spec.ports[].nodePort"))
    #expect(page == FieldGuide.page(of: "Service.spec.ports[0].nodePort"))
    #expect(page.path == "Service.spec.ports[].nodePort")
  }

  @Test func `an object's page lists its fields`() throws {
    let page = try #require(FieldGuide.page(of: "Cluster.spec.proxy"))
    #expect(page.fields.map(\.name).contains("masqueradeAll"))
    #expect(FieldGuide.page(of: "Cluster")?.fields.map(\.name) == ["metadata", "spec"])
  }

  @Test func `a default is told`() {
    #expect(FieldGuide.page(of: "Cluster.spec.dns.ttl")?.defaultText == "5")
    #expect(FieldGuide.page(of: "Cluster.spec.domain")?.defaultText == "cluster.local")
  }

  @Test(arguments: ["", ".", "Cluster.", "Cluster.spec.podCIDR", "cluster", "Cluster.spec..nodes"])
  func `other texts have no page`(path: String) {
    #expect(FieldGuide.page(of: path) == nil)
  }

  @Test func `a misspelt path is mended`() {
    #expect(FieldGuide.suggestion(for: "cluster.spec.podCIDR") == "Cluster.spec.podCIDRs")
    #expect(FieldGuide.suggestion(for: "Servce.spec.port") == "Service.spec.ports")
    #expect(FieldGuide.suggestion(for: "banana") == nil)
  }
}
