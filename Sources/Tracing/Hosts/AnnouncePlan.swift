import NetworkTypes

/// Reads the plan in `announce.sh`: the load-balancer addresses that a node's host carries, at
/// which packets from outside arrive.
enum AnnouncePlan {
  static func addresses(_ file: PrintedFile) throws(TraceFailure) -> [IPAddress] {
    var found: [IPAddress] = []
    let lines = String(decoding: file.bytes, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let first = lines.firstIndex(of: "  cat <<'PLAN'")
    let last = lines.firstIndex(of: "PLAN")
    guard let first, let last, first < last else {
      throw TraceFailure(path: file.path, line: lines.count, message: "the file holds no plan")
    }
    for index in first + 1..<last {
      var words = try RuleWords(lines[index], path: file.path, line: index + 1)
      guard try words.take() == "vip",
        let address = try? IPAddress(parsing: String(try words.take()))
      else {
        throw words.failure("no load-balancer address")
      }
      _ = try words.take()
      try words.expectEnd()
      if !found.contains(address) { found.append(address) }
    }
    return found
  }
}
