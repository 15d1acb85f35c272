import Diagnostics
import NetworkModel
import NetworkTypes

/// A range of the Cluster document with the field it stands in.
struct ClusterRange {
  let prefix: IPPrefix
  let range: SourceRange
  /// `podCIDRs` or `serviceCIDRs`.
  let field: String

  init(_ prefix: Located<IPPrefix>, field: String) {
    self.prefix = prefix.value
    range = prefix.range
    self.field = field
  }
}

extension Cluster {
  /// As in `Diagnostic.object`.
  var object: String { "Cluster \(name)" }

  /// At most two of each field; those of pods come first.
  var ranges: [ClusterRange] {
    podRanges.map { ClusterRange($0, field: "podCIDRs") }
      + serviceRanges.map { ClusterRange($0, field: "serviceCIDRs") }
  }

  /// The smallest range that holds an address.
  func range(holding address: IPAddress) -> ClusterRange? {
    ranges.filter { $0.prefix.contains(address) }.max { $0.prefix.length < $1.prefix.length }
  }

  func podRange(_ family: IPFamily) -> ClusterRange? {
    podRanges.first { $0.value.family == family }.map { ClusterRange($0, field: "podCIDRs") }
  }

  func serviceRange(_ family: IPFamily) -> ClusterRange? {
    serviceRanges.first { $0.value.family == family }
      .map { ClusterRange($0, field: "serviceCIDRs") }
  }
}

extension ClusterRange {
  /// `10.96.0.0/16 (serviceCIDRs)`.
  var text: String { "\(prefix) (\(field))" }
  var note: Note { Note("\(field) is here", at: range) }
}
