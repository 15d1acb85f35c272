import NetworkTypes
import TestSupport
import Testing
import Tracing

/// kube-proxy's own table of packet flows, through the compiler and the tracer.
@Suite struct FlowTableTests {
  /// A backend with the rows that upstream answers differently there, and why.
  struct Mode: Sendable, CustomStringConvertible {
    let proxy: String
    let differing: [String: String]
    var description: String { proxy }
  }

  static let modes = [
    Mode(proxy: "mode: iptables, dispatch: linear", differing: [:]),
    Mode(proxy: "mode: iptables, dispatch: tree", differing: [:]),
    Mode(
      proxy: "mode: nftables",
      differing: ["kp-044": "node ports never answer at 127.0.0.1"]),
  ]

  @Test(arguments: modes)
  func `every row goes where kube-proxy sends it`(_ mode: Mode) throws {
    guard let rows = try FlowTable.rows() else {
      print("SKIPPED: no ../shared/corpus/cases/kube-proxy/flows.tsv")
      return
    }
    #expect(rows.count > 90)
    var tracers: [String: TracedYAML] = [:]
    for row in rows {
      let key = "\(row.objects) \(row.settings)"
      let traced = try tracers[key] ?? compile(row, mode)
      tracers[key] = traced
      guard var tracer = traced.tracer else {
        Issue.record("\(row) [\(row.settings)]: \(traced.complaints)")
        continue
      }
      let trace = try tracer.trace(
        from: FlowTable.origin(row), to: row.destination, row.transport)
      let found = try #require(trace)
      if mode.differing[row.id] == nil {
        #expect(found.inTheTablesWords == row.inWords, "\(row): \(found.story)")
      } else {
        #expect(found.inTheTablesWords != row.inWords, "\(row) is listed as differing")
      }
    }
  }

  private func compile(_ row: FlowTable.Row, _ mode: Mode) throws -> TracedYAML {
    var traced = TracedYAML(
      FlowTable.cluster(row.settings, proxy: mode.proxy), try FlowTable.objects(row))
    for address in FlowTable.furtherAddresses {
      traced.tracer?.add(try IPAddress(parsing: address), toNode: "test-node")
    }
    return traced
  }
}

extension FlowTable.Row {
  var inWords: String {
    let endpoints = expected.split(separator: ",").sorted().joined(separator: ",")
    return masquerade == "-" ? endpoints : "\(endpoints) masqueraded: \(masquerade)"
  }
}

extension Trace {
  /// As the table of flows has it.
  var inTheTablesWords: String {
    switch verdict {
    case .unserved: return "none"
    case .rejected: return "REJECT"
    case .dropped: return "DROP"
    case .delivered: break
    }
    if outcomes.contains(where: { $0.verdict != .delivered }) { return "not all delivered" }
    let endpoints = outcomes.compactMap(\.endpoint)
    if endpoints == [Endpoint(address: packet.destination, port: packet.port)] { return "ACCEPT" }
    let list = Set(endpoints.map(\.description)).sorted().joined(separator: ",")
    return "\(list) masqueraded: \(isMasqueraded ? "yes" : "no")"
  }
}
