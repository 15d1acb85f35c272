import Diagnostics
import NetworkModel
import NetworkTypes

/// A range of the Cluster document with the field it stands in.
struct ClusterRange {
  let prefix: IPPrefix
  let range: SourceRange
  /// `podCIDRs` or `serviceCIDRs`.
  let field: String
}

extension Cluster {
  /// As in `Diagnostic.object`.
  var object: String { "Cluster \(name)" }

  /// At most two of each field; those of pods come first.
  var ranges: [ClusterRange] {
    podRanges.map { ClusterRange(prefix: $0.value, range: $0.range, field: "podCIDRs") }
      + serviceRanges.map { ClusterRange(prefix: $0.value, range: $0.range, field: "serviceCIDRs") }
  }

  /// The smallest range that holds an address.
  func range(holding address: IPAddress) -> ClusterRange? {
    ranges.filter { $0.prefix.contains(address) }.max { $0.prefix.length < $1.prefix.length }
  }

  func podRange(_ family: IPFamily) -> ClusterRange? {
    ranges.first { $0.field == "podCIDRs" && $0.prefix.family == family }
  }

  func serviceRange(_ family: IPFamily) -> ClusterRange? {
    ranges.first { $0.field == "serviceCIDRs" && $0.prefix.family == family }
  }
}

extension ClusterRange {
  /// `10.96.0.0/16 (serviceCIDRs)`.
  var text: String { "\(prefix) (\(field))" }
  var note: Note { Note("\(field) is here", at: range) }
}
