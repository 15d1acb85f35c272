import NetworkTypes

/// Reads the plan in `netns.sh`: a line for each object of the node's pod network.
struct NetnsPlan {
  private(set) var host: Host
  private let path: String

  static func read(_ file: PrintedFile, node: String) throws(TraceFailure) -> Host {
    var plan = NetnsPlan(host: Host(name: node), path: file.path)
    var isInPlan = false
    var hasEnded = false
    let lines = String(decoding: file.bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      if line == "  cat <<'PLAN'", !hasEnded {
        isInPlan = true
      } else if line == "PLAN", isInPlan {
        isInPlan = false
        hasEnded = true
      } else if isInPlan {
        try plan.read(line, index + 1)
      }
    }
    guard hasEnded else {
      throw TraceFailure(path: file.path, line: lines.count, message: "the file holds no plan")
    }
    plan.host.finish()
    return plan.host
  }

  private mutating func read(_ text: Substring, _ line: Int) throws(TraceFailure) {
    var words = try RuleWords(text, path: path, line: line)
    let kind = try words.take()
    let step = Step(
      node: host.name, hook: "route", artifact: path, line: line, rule: String(text), object: nil)
    switch kind {
    case "bridge": try readBridge(&words, step)
    case "route": try readRoute(&words, step)
    case "service":
      let prefix = try words.prefix()
      let source = try words.optionalAddress()
      if let source, !host.addresses.contains(source) { host.addresses.append(source) }
      host.routes.append(
        Host.Route(prefix: prefix, way: .service(source: source), step: step))
    case "pod": try readPod(&words)
    default: throw words.failure("`\(kind)` is no object of the pod network that is known here")
    }
    try words.expectEnd()
  }

  /// `bridge NAME WIRING MAC MTU GATEWAY4 GATEWAY6`
  private mutating func readBridge(
    _ words: inout RuleWords, _ step: Step
  ) throws(TraceFailure) {
    _ = try words.take()
    let wiring = try words.take()
    guard wiring == "routed" || wiring == "bridged" else {
      throw words.failure("a wiring `\(wiring)` is not known here")
    }
    _ = try words.take()
    _ = try words.integer()
    for _ in IPFamily.allCases {
      let text = try words.take()
      guard text != "-" else { continue }
      guard let gateway = try? InterfaceAddress(parsing: String(text)) else {
        throw words.failure("`\(text)` is no gateway")
      }
      host.gateways.append(gateway.address)
      if wiring == "bridged" {
        host.routes.append(Host.Route(prefix: gateway.prefix, way: .bridge, step: step))
      }
    }
  }

  /// `route PREFIX NEXTHOP`
  private mutating func readRoute(_ words: inout RuleWords, _ step: Step) throws(TraceFailure) {
    let prefix = try words.prefix()
    let way: Host.Way =
      words.take(if: "unreachable") ? .unreachable : .via(try words.address())
    host.routes.append(Host.Route(prefix: prefix, way: way, step: step))
  }

  /// `pod NETNS VETH MAC IPV4 IPV6`
  private mutating func readPod(_ words: inout RuleWords) throws(TraceFailure) {
    let netns = String(try words.take())
    _ = try words.take()
    _ = try words.take()
    var addresses: [IPAddress] = []
    for _ in IPFamily.allCases {
      if let address = try words.optionalAddress() { addresses.append(address) }
    }
    host.pods.append(Host.Pod(netns: netns, addresses: addresses))
  }
}

extension RuleWords {
  /// A dash stands for none.
  fileprivate mutating func optionalAddress() throws(TraceFailure) -> IPAddress? {
    take(if: "-") ? nil : try address()
  }
}
