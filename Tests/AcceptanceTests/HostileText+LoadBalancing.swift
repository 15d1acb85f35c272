/// Fields of MetalLB's objects, and of what Services say to MetalLB, in a world where a Service has
/// an address of a pool, layer 2 announces it, and a peer is told of it.
extension HostileText {
  static let loadBalancingFields: [Field] = [
    metalLB("pool name", pool: "name: \"@@P@@\""),
    metalLB("pool address", addresses: "\"@@P@@\""),
    metalLB("second pool address", addresses: "192.0.2.0/24, \"@@P@@\""),
    metalLB("pool namespace", pool: "name: p, namespace: \"@@P@@\""),
    metalLB("allocation namespace", allocation: "namespaces: [\"@@P@@\"]"),
    metalLB(
      "allocation selector", allocation: "serviceSelectors: [{matchLabels: {a: \"@@P@@\"}}]"),
    metalLB("interface", l2: "interfaces: [\"@@P@@\"]"),
    metalLB("advertised pool", l2: "ipAddressPools: [p, \"@@P@@\"]"),
    metalLB("node selector", l2: "nodeSelectors: [{}, {matchLabels: {\"@@P@@\": a}}]"),
    metalLB("community", bgp: "communities: [\"@@P@@\"]"),
    metalLB("community name", alias: "name: \"@@P@@\", value: \"64500:9\""),
    metalLB("community value", alias: "name: here, value: \"@@P@@\""),
    metalLB("advertised peer", bgp: "peers: [tor, \"@@P@@\"]"),
    metalLB("peer name", peer: "", name: "\"@@P@@\""),
    metalLB("peer interface", peer: ", interface: \"@@P@@\""),
    metalLB("peer VRF", peer: ", vrf: \"@@P@@\""),
    metalLB("router ID", peer: ", routerID: \"@@P@@\""),
    metalLB("BFD profile", peer: ", bfdProfile: \"@@P@@\""),
    metalLB("hold time", peer: ", holdTime: \"@@P@@\""),
    metalLB("password Secret", peer: ", passwordSecret: {name: \"@@P@@\"}"),
    metalLB("requested address", notes: "metallb.io/loadBalancerIPs: \"@@P@@\""),
    metalLB("requested pool", notes: "metallb.io/address-pool: \"@@P@@\""),
    metalLB("sharing key", notes: "metallb.io/allow-shared-ip: \"@@P@@\""),
    metalLB("unknown annotation", notes: "\"metallb.io/@@P@@\": x"),
    Field(
      name: "old ConfigMap",
      text: "apiVersion: v1\nkind: ConfigMap\n"
        + "metadata: {name: config, namespace: metallb-system}\ndata: {config: \"@@P@@\"}\n"),
  ]

  /// The one text that an artifact holds as it is.
  static let password = metalLB("peer password", peer: ", password: \"@@P@@\"")

  private static func metalLB(
    _ title: String, pool: String = "name: p", addresses: String = "192.0.2.0/24",
    allocation: String = "", l2: String = "", bgp: String = "", peer: String = "",
    name: String = "tor", alias: String = "name: here, value: \"64500:1\"", notes: String = ""
  ) -> Field {
    let space = pool.contains("namespace") ? "" : ", namespace: metallb-system"
    let objects = [
      "kind: IPAddressPool\nmetadata: {\(pool)\(space)}\n"
        + "spec: {addresses: [\(addresses)], serviceAllocation: {\(allocation)}}",
      "kind: L2Advertisement\nmetadata: {name: l2, namespace: metallb-system}\nspec: {\(l2)}",
      "kind: BGPAdvertisement\nmetadata: {name: bgp, namespace: metallb-system}\nspec: {\(bgp)}",
      "kind: Community\nmetadata: {name: c, namespace: metallb-system}\n"
        + "spec: {communities: [{\(alias)}]}",
    ].map { "apiVersion: metallb.io/v1beta1\n\($0)\n---\n" }.joined()
    let session =
      "apiVersion: metallb.io/v1beta2\nkind: BGPPeer\n"
      + "metadata: {name: \(name), namespace: metallb-system}\n"
      + "spec: {myASN: 64500, peerASN: 64501, "
      + (peer.contains("interface") ? "" : "peerAddress: 198.51.100.1") + "\(peer)}\n---\n"
    let service =
      "apiVersion: v1\nkind: Service\nmetadata: {name: web, annotations: {\(notes)}}\n"
      + "spec: {type: LoadBalancer, ports: [{port: 80}]}\n---\n"
      + "apiVersion: v1\nkind: Endpoints\nmetadata: {name: web}\n"
      + "subsets: [{addresses: [{ip: 198.51.100.5}], ports: [{port: 80}]}]\n"
    return Field(name: title, text: objects + session.replacing("{, ", with: "{") + service)
  }
}
