import Diagnostics
import NetworkModel
import NetworkTypes

enum ReservedPodAddress: ValidationRule {
  static let page = DiagnosticPage(
    411, .error, "A pod has an address of its block that is not for pods",
    explanation: """
      The first address of a node's block is the network's own, the second is the bridge's and the
      pods' gateway, and in IPv4 the last one is for broadcast. A pod cannot have one of them.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.1.1}
        #               ^^^^^^^^^^ NC0411
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          nodes:
            - {name: node-a, addresses: [192.168.56.11], podCIDRs: [10.244.1.0/24]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers: [{name: web, image: nginx}]
        status: {podIP: 10.244.1.2}
        """))

  static func check(_ network: Network, log: inout DiagnosticLog) {
    for pod in network.pods where pod.isPlaced && !pod.usesHostNetwork {
      guard let node = pod.node else { continue }
      for address in pod.addresses {
        guard let place = address.range,
          let block = network.nodes[node].podBlocks.first(where: {
            $0.prefix.contains(address.address)
          }),
          let use = use(of: address.address, in: block)
        else { continue }
        log.report(
          page, "\(address.address) of pod \(pod.name) is \(use) of \(block.prefix)", at: place,
          notes: [
            Note(
              "the block of node \(network.nodes[node].name)",
              at: block.range ?? network.nodes[node].range)
          ],
          help: "choose another address of the block, or remove it: netc then chooses",
          object: pod.owner)
      }
    }
  }

  private static func use(of address: IPAddress, in block: PodBlock) -> String? {
    if address == block.gateway { return "the gateway" }
    if address == block.prefix.first { return "the network's own address" }
    let isBroadcast = address.family == .ipv4 && address == block.prefix.last
    return isBroadcast ? "the broadcast address" : nil
  }
}
