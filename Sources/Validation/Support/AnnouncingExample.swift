/// The input of the examples about announcing: a cluster of one node, a pool and a Service.
enum AnnouncingExample {
  /// - Parameters:
  ///   - node: what is said of the node behind its addresses, in lines of eight blanks.
  ///   - settings: `spec.loadBalancing`, in a line of its own.
  ///   - pool: the addresses.
  ///   - advertisement: the fields of the L2Advertisement, in lines of two blanks.
  ///   - service: fields of the Service, in lines of two blanks.
  static func text(
    node: String = uplink, settings: String = "", pool: String = "192.0.2.200/30",
    advertisement: String, service: String = "", podLabel: String = "web"
  ) -> String {
    """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      podCIDRs: [10.244.0.0/16]
      serviceCIDRs: [10.96.0.0/16]
    \(settings)  nodes:
        - name: node-a
          addresses: [192.0.2.11]
    \(node)---
    apiVersion: metallb.io/v1beta1
    kind: IPAddressPool
    metadata: {name: lan, namespace: metallb-system}
    spec: {addresses: [\(pool)]}
    ---
    apiVersion: metallb.io/v1beta1
    kind: L2Advertisement
    metadata: {name: lan, namespace: metallb-system}
    spec:
      ipAddressPools: [lan]
    \(advertisement)---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec: {containers: [{name: web, image: nginx}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      type: LoadBalancer
    \(service)  selector: {app: web}
      ports: [{port: 80}]
    """
  }

  static let uplink = "      interface: eth0\n"
  static let knownInterfaces = """
          interface: eth0
          interfaces: [{name: eth0, addresses: [192.0.2.11/24]}, {name: eth1}]

    """
}
