package import Diagnostics
package import NetworkTypes

/// One address behind a Service.
package struct Endpoint: Sendable {
  package let address: IPAddress
  /// By the index of the Service's ports; nil where the endpoint does not have that port.
  package let ports: [Port?]
  package let pod: Index<Pod>?
  package let node: Index<Node>?
  package let isReady: Bool
  package let isServing: Bool
  package let isTerminating: Bool
  /// Where the address (of a slice) or the pod's owner is written.
  package let range: SourceRange
  private let details: Details?

  /// What few endpoints have: there are many, and each is looked at again and again.
  private final class Details: Sendable {
    let unknownNode: Located<String>?
    let hostname: String?
    let hintedNodes: [String]
    let hintedZones: [String]

    init(
      unknownNode: Located<String>?, hostname: String?, hintedNodes: [String],
      hintedZones: [String]
    ) {
      self.unknownNode = unknownNode
      self.hostname = hostname
      self.hintedNodes = hintedNodes
      self.hintedZones = hintedZones
    }
  }

  init(
    address: IPAddress, ports: [Port?], pod: Index<Pod>?, node: Index<Node>?,
    unknownNode: Located<String>?, isReady: Bool, isServing: Bool, isTerminating: Bool,
    hostname: String?, hintedNodes: [String], hintedZones: [String], range: SourceRange
  ) {
    self.address = address
    self.ports = ports
    self.pod = pod
    self.node = node
    self.isReady = isReady
    self.isServing = isServing
    self.isTerminating = isTerminating
    self.range = range
    let isPlain =
      unknownNode == nil && hostname == nil && hintedNodes.isEmpty && hintedZones.isEmpty
    details =
      isPlain
      ? nil
      : Details(
        unknownNode: unknownNode, hostname: hostname, hintedNodes: hintedNodes,
        hintedZones: hintedZones)
  }

  /// The node that a slice names and that does not exist.
  package var unknownNode: Located<String>? { details?.unknownNode }
  package var hostname: String? { details?.hostname }
  package var hintedNodes: [String] { details?.hintedNodes ?? [] }
  package var hintedZones: [String] { details?.hintedZones ?? [] }
}
