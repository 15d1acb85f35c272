import Diagnostics

extension DiagnosticPage {
  static let endpointContradicted = DiagnosticPage(
    308, .warning, "An endpoint is given twice, and differently",
    explanation: """
      Two entries of a Service's slices have the same address and port, and one says ready where
      the other does not, or they name different nodes. A cluster leaves open which one counts;
      netc takes the first, in the order of the slices' names. An entry that is terminating gives
      way to one that is not without a word: an address may pass from the one pod to the other.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [198.51.100.5]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-2, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [198.51.100.5]
          #             ^^^^^^^^^^^^ NC0308
            conditions: {ready: false}
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports: [{port: 5432}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{port: 5432}]
        endpoints:
          - addresses: [198.51.100.5]
          - addresses: [198.51.100.6]
            conditions: {ready: false}
        """), isAllowable: true)

  static let servicePortWithoutEndpoint = DiagnosticPage(
    319, .warning, "A port of a Service that no given endpoint has",
    explanation: """
      EndpointSlices and Endpoints objects join their ports with the Service's by name and protocol.
      Those of this Service have none for the port, so connections to it are refused while the other
      ports work.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports:
          - {name: sql, port: 5432}
          - {name: metrics, port: 9187}
        #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^ NC0319
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{name: sql, port: 5432}]
        endpoints: [{addresses: [198.51.100.5]}]
        """,
      good: """
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          ports:
            - {name: sql, port: 5432}
            - {name: metrics, port: 9187}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv4
        ports: [{name: sql, port: 5432}, {name: metrics, port: 9187}]
        endpoints: [{addresses: [198.51.100.5]}]
        """), isAllowable: true)
}
