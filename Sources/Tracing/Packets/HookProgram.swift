import NetworkTypes

/// The rules of one file that one node loads, ready to be asked about packets.
///
/// A backend is one of these: a reader for its file, and this.
protocol HookProgram: Sendable {
  /// Where its rules are asked; in any order.
  var stages: [HookStage] { get }

  /// What its rules do at one of its stages with a packet.
  ///
  /// Steps are added for every rule that applies. The probabilities of the results add up to that
  /// of the flow.
  func run(_ flow: Flow, at stage: HookStage, on host: Host) throws(TraceFailure) -> [Ended]
}

/// One place in the order in which the kernel asks.
struct HookStage: Hashable, Sendable {
  let hook: Hook
  /// Lower ones first (linux/netfilter_ipv4.h): −100 nat on the way in, 0 filter, 100 nat on the
  /// way out.
  let priority: Int
  /// Its rules are asked once for each connection, and the first that translates wins.
  let isTranslating: Bool
  /// The base chain or table, in the program's own words.
  let name: String
}
