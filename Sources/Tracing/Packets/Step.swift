/// A rule, or a line of the pod network, that decided something about a packet.
package struct Step: Hashable, Sendable {
  package let node: String
  /// `nat PREROUTING`, `filter FORWARD`, `route`.
  package let hook: String
  /// The path of the artifact, relative to the tree.
  package let artifact: String
  /// From 1.
  package let line: Int
  /// The text of that line.
  package let rule: String
  /// `shop/web:http`, the port of a Service that the rule is there for; nil: for none.
  package let object: String?
}

/// The steps of one flow, last one first. Flows that part have their beginning in common.
final class Trail: Sendable {
  let step: Step
  let before: Trail?

  init(_ step: Step, after before: Trail?) {
    self.step = step
    self.before = before
  }

  /// In the order of the packet's way.
  static func steps(_ trail: Trail?) -> [Step] {
    var steps: [Step] = []
    var next = trail
    while let trail = next {
      steps.append(trail.step)
      next = trail.before
    }
    return steps.reversed()
  }
}
