/// What `netc init` writes.
enum StarterFiles {
  static let all: [(name: String, text: String)] = [
    ("cluster.yaml", schemaLine + cluster), ("web.yaml", schemaLine + web),
  ]

  /// A hidden folder, which builds leave out, for the schema that editors check the files with.
  static let schemaFolder = ".netc"
  static let schemaName = "netc.schema.json"

  private static let schemaLine =
    "# yaml-language-server: $schema=\(schemaFolder)/\(schemaName)\n"

  private static let cluster = """
    # The machines, and the address ranges of the cluster. `netc explain Cluster.spec` lists all
    # fields; what is not written has a default.
    apiVersion: netc.dev/v1alpha1
    kind: Cluster
    metadata: {name: lab}
    spec:
      # Pods and Services get their addresses from these ranges. They must not overlap with each
      # other or with anything the machines talk to. A second range of the other family makes the
      # cluster dual stack.
      podCIDRs: [10.244.0.0/16]
      serviceCIDRs: [10.96.0.0/16]
      nodes:
        # `addresses`: where the other machines reach this one.
        # `podCIDRs`: its part of the pod range; left out, netc chooses one.
        - {name: node-a, addresses: [192.168.56.11], interface: eth0}
        - {name: node-b, addresses: [192.168.56.12], interface: eth0}

    """

  private static let web = """
    # Kubernetes objects as you have them already. What netc chooses (the nodes and addresses of the
    # pods, the cluster IP) is kept in netc.lock: commit it together with these files.
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - name: web
              image: registry.example/web:1
              ports: [{name: http, containerPort: 8080}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      type: NodePort            # reachable at port 30080 of both machines
      selector: {app: web}
      ports:
        - {name: http, port: 80, targetPort: http, nodePort: 30080}

    """
}
