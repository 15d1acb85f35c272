import Diagnostics
import NetworkTypes
import Resources

/// The annotations by which Services talk to MetalLB.
enum MetalLBAnnotation: String, CaseIterable {
  case addresses = "loadBalancerIPs"
  case pool = "address-pool"
  case sharingKey = "allow-shared-ip"
  /// MetalLB's own note.
  case poolInUse = "ip-allocated-from-pool"

  /// Since version 0.14.9, and before.
  static let prefixes = ["metallb.io/", "metallb.universe.tf/"]

  /// The present name before the old one.
  var names: [String] { Self.prefixes.map { $0 + rawValue } }

  /// What a Service says; the present name counts where both are there.
  func value(of metadata: Metadata) -> Located<String>? {
    let found = names.lazy.compactMap { name in
      metadata.annotations.first { $0.key == name }
    }.first
    return found.map { Located($0.value, $0.range) }
  }
}

/// What a Service asks of the pools.
struct LoadBalancerRequest {
  /// One or two, of different families; empty: any address will do.
  let addresses: [Located<IPAddress>]
  let pool: Located<String>?
  let sharingKey: String

  /// Why a request makes no sense by itself.
  struct Problem: Error {
    let message: String
    let range: SourceRange
    var notes: [Note] = []
    var help: String?
  }

  init(_ service: ServiceResource) throws(Problem) {
    let text = MetalLBAnnotation.addresses.value(of: service.metadata)
      .flatMap { $0.value.isEmpty ? nil : $0 }
    pool = MetalLBAnnotation.pool.value(of: service.metadata)
      .flatMap { $0.value.isEmpty ? nil : $0 }
    sharingKey = MetalLBAnnotation.sharingKey.value(of: service.metadata)?.value ?? ""
    guard let text else {
      addresses = service.loadBalancerIP.map { [$0] } ?? []
      return
    }
    if let field = service.loadBalancerIP {
      throw Problem(
        message: "addresses are asked for in two places", range: text.range,
        notes: [Note("`loadBalancerIP` is here", at: field.range)], help: "keep the annotation")
    }
    addresses = try Self.addresses(text)
  }

  private static func addresses(
    _ text: Located<String>
  ) throws(Problem) -> [Located<IPAddress>] {
    var found: [Located<IPAddress>] = []
    for part in text.value.utf8.split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    {
      let word = String(Substring(part)).trimmingBlanks
      do throws(AddressError) {
        found.append(Located(try IPAddress(parsing: word), text.range))
      } catch {
        throw Problem(
          message: "an address is asked for that is none: \(error.message)", range: text.range,
          help: error.help ?? "write one address, or one of each family with a comma between")
      }
    }
    guard found.count <= 2, Set(found.map(\.value.family)).count == found.count else {
      throw Problem(
        message: "\(found.count) addresses are asked for, where one of each family is possible",
        range: text.range)
    }
    return found
  }
}

extension String {
  /// Without the blanks at its ends.
  fileprivate var trimmingBlanks: String {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    let start = utf8.drop(while: isBlank)
    let end = start.lastIndex { !isBlank($0) }.map { start.index(after: $0) } ?? start.startIndex
    return String(Substring(start[..<end]))
  }
}
