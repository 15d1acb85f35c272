import Artifacts
import Diagnostics
import Foundation
import NetworkModel
import NetworkTypes
import Planning
import Resources

/// Times the zones alone: planned, printed, numbered and digested, from a network in memory.
///
/// ZoneBench SERVICES ENDPOINTS ROUNDS FOLDER: writes the zones into the folder, and one line of
/// JSON: how many records and bytes they have, and the CPU seconds of the best of the rounds.
let numbers = CommandLine.arguments.dropFirst().prefix(3).compactMap { Int($0) }
guard numbers.count == 3, CommandLine.arguments.count == 5 else {
  preconditionFailure("usage: ZoneBench SERVICES ENDPOINTS ROUNDS FOLDER")
}
let network = manyServices(numbers[0], endpoints: numbers[1])
var best: (plan: Double, print: Double) = (.infinity, .infinity)
var files: [DNSZones.File] = []
for _ in 0..<numbers[2] {
  let start = cpuSeconds()
  guard let plan = Planner.planDNS(network) else { preconditionFailure("no zones") }
  let planned = cpuSeconds()
  files = DNSZones.files(plan)
  let printed = cpuSeconds()
  if printed - start < best.plan + best.print { best = (planned - start, printed - planned) }
}
let folder = URL(filePath: CommandLine.arguments[4])
for file in files {
  try Data(file.content.bytes).write(to: folder.appending(path: file.name.description))
}
let lines = files.reduce(0) { sum, file in
  sum + file.content.parts.reduce(0) { $0 + $1.count { $0 == UInt8(ascii: "\n") } }
}
print(
  """
  {"zones": \(files.count), "records": \(lines - 2 * files.count), \
  "bytes": \(files.reduce(0) { $0 + $1.content.count }), \
  "plan": \(best.plan), "print": \(best.print)}
  """)

/// Of this process, all its threads.
func cpuSeconds() -> Double {
  var time = timespec()
  unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// A cluster of Services with ten endpoints each or so: every other one is headless, and every
/// other one of those has host names.
func manyServices(_ services: Int, endpoints: Int) -> Network {
  var text = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: many}
    spec:
      podCIDRs: [10.128.0.0/9]
      nodeCIDRMaskSizes: [12]
      serviceCIDRs: [10.96.0.0/12]
      dns: {nodes: [node-a]}
      nodes: [{name: node-a, addresses: [192.168.56.11]}]

    """
  let perService = endpoints / services
  for service in 0..<services {
    text += serviceText(service, endpoints: perService)
  }
  var log = DiagnosticLog()
  let resources = ResourceReader.read(
    [SourceFile(path: "many.yaml", bytes: Array(text.utf8))], log: &log)
  guard let lowered = NetworkLowering.lower(resources, lock: AddressLock(), log: &log) else {
    preconditionFailure("the text is no cluster")
  }
  return lowered.network
}

func serviceText(_ number: Int, endpoints: Int) -> String {
  let isHeadless = number % 2 == 0
  let isNamed = number % 4 == 0
  let name = "service-\(number)"
  var text = """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: team-\(number / 100)}
    spec:
      \(isHeadless ? "clusterIP: None" : "type: ClusterIP")
      ports: [{name: http, port: 80}, {name: metrics, port: 9090}]
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata:
      name: \(name)-1
      namespace: team-\(number / 100)
      labels: {kubernetes.io/service-name: \(name)}
    addressType: IPv4
    ports: [{name: http, port: 8080}, {name: metrics, port: 9090}]
    endpoints:

    """
  for endpoint in 0..<endpoints {
    let host = number * endpoints + endpoint
    let address = "10.\(128 + (host >> 16)).\(host >> 8 & 255).\(host & 255)"
    let hostname = isNamed ? ", hostname: \(name)-\(endpoint)" : ""
    text += "  - {addresses: [\(address)]\(hostname)}\n"
  }
  return text
}
