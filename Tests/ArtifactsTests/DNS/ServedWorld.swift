import TestSupport

/// A cluster that has a Service of every sort.
enum ServedWorld {
  static let served = ServedYAML(text)

  static let cluster = """
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      domain: lab.example
      podCIDRs: [10.244.0.0/17, "fd00:244::/56"]
      serviceCIDRs: [10.96.0.0/12, "fd00:96::/108"]
      dns: {serviceIPs: [10.96.0.10], nodes: [node-b, node-a]}
      nodes:
        - name: node-a
          addresses: [192.168.56.11, "fd01::11"]
          podCIDRs: [10.244.1.0/24, "fd00:244:0:1::/64"]
        - name: node-b
          addresses: [192.168.56.12, "fd01::12"]
          podCIDRs: [10.244.2.0/24, "fd00:244:0:2::/64"]

    """

  static let text =
    cluster + namespace("shop") + namespace("empty") + set("db", replicas: 12) + """
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db, namespace: shop}
      spec:
        clusterIP: None
        ipFamilyPolicy: RequireDualStack
        selector: {app: db}
        ports: [{name: pg, port: 1, targetPort: 5432}, {port: 9187, name: metrics}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: db-read, namespace: shop}
      spec:
        ipFamilyPolicy: RequireDualStack
        selector: {app: db}
        ports: [{name: pg, port: 5432}, {name: pg-udp, port: 5432, protocol: UDP}]
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: one, namespace: shop}
      spec: {selector: {app: db}, ports: [{port: 80, targetPort: 5432}]}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: portless, namespace: shop}
      spec: {clusterIP: None, selector: {app: db}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: outside, namespace: shop}
      spec: {type: ExternalName, externalName: db.example.com.}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: nobody, namespace: shop}
      spec: {clusterIP: None, selector: {app: nobody}, ports: [{name: a, port: 80}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: nobody, namespace: shop, labels: {app: nobody}}
      spec: {nodeName: node-a, containers: [{name: c, image: i}]}
      status: {conditions: [{type: Ready, status: "False"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: on-host, namespace: shop}
      spec: {hostNetwork: true, nodeName: node-a, containers: [{name: c, image: i}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: too, namespace: shop}
      spec: {hostNetwork: true, nodeName: node-a, containers: [{name: c, image: i}]}

      """ + manual

  /// Endpoints that no selector finds: with host names that two share, not ready, and outside.
  static let manual = """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: manual, namespace: shop}
    spec: {clusterIP: None, ports: [{name: http, port: 80}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: manual-1, namespace: shop, labels: {kubernetes.io/service-name: manual}}
    addressType: IPv4
    ports: [{name: http, port: 8080}]
    endpoints:
      - {addresses: [198.51.100.1], hostname: twin}
      - {addresses: [198.51.100.2], hostname: twin}
      - {addresses: [198.51.100.3]}
      - {addresses: [198.51.100.4], hostname: 198-51-100-3}
      - {addresses: [198.51.100.5], hostname: sick, conditions: {ready: false}}

    """

  static func namespace(_ name: String) -> String {
    "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: \(name)}\n"
  }

  static func set(_ name: String, replicas: Int) -> String {
    """
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: \(name), namespace: shop}
    spec:
      serviceName: \(name)
      replicas: \(replicas)
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec: {containers: [{name: c, image: i}]}

    """
  }
}
