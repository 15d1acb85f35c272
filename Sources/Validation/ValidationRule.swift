package import Diagnostics
package import NetworkModel

/// One thing that can be wrong with a network: its page and the search for it.
///
/// A rule reads the network and writes to the log, nothing else; it neither knows nor needs to
/// know which other rules run. It reports each mistake once, at the place that comes later in the
/// input, with a note at the earlier one, and stays silent about what an earlier stage reported.
package protocol ValidationRule: SendableMetatype {
  static var page: DiagnosticPage { get }
  static func check(_ network: Network, log: inout DiagnosticLog)
}
