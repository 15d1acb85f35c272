/// The transport protocols of Services and policies; raw values are the IANA protocol numbers.
package enum TransportProtocol: UInt8, CaseIterable, Comparable, Sendable {
  case tcp = 6
  case udp = 17
  case sctp = 132

  /// Takes the exact names of the Kubernetes API, which are upper case; nil for any other text.
  package init?(_ name: String) {
    switch name {
    case "TCP": self = .tcp
    case "UDP": self = .udp
    case "SCTP": self = .sctp
    default: return nil
    }
  }

  /// As Kubernetes spells it: `TCP`.
  package var name: String {
    switch self {
    case .tcp: "TCP"
    case .udp: "UDP"
    case .sctp: "SCTP"
    }
  }

  /// As iptables, nft and ipvsadm spell it: `tcp`.
  package var lowercaseName: String {
    switch self {
    case .tcp: "tcp"
    case .udp: "udp"
    case .sctp: "sctp"
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension TransportProtocol: ValidatedToken {
  /// The lower-case name, which is what artifacts need.
  package func append(to bytes: inout [UInt8]) { bytes.append(contentsOf: lowercaseName.utf8) }
  package var description: String { lowercaseName }
}
