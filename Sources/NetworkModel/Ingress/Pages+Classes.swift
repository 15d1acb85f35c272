import Diagnostics

extension DiagnosticPage {
  static let unservedClass = DiagnosticPage(
    700, .warning, "Nobody serves the class of an Ingress",
    explanation: """
      An Ingress belongs to a class, by `ingressClassName`, by the old annotation
      `kubernetes.io/ingress.class`, or because an IngressClass is marked as the default one. netc
      serves the class that `spec.ingress.class` of the Cluster names (`nginx` if it names none),
      and every IngressClass with the same controller. This object's class is none of these, and
      no IngressClass in the input says that another controller serves it, so nobody does. It is
      left out. `watchIngressWithoutClass: true` in `spec.ingress` lets netc serve objects without
      a class.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          ingressClassName: ngimx
          #                 ^^^^^ NC0700
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
        spec:
          ingressClassName: nginx
          defaultBackend: {service: {name: web, port: {number: 80}}}
        """ + IngressExample.web), isAllowable: true)

  static let secondDefaultClass = DiagnosticPage(
    701, .error, "Two classes are the default one",
    explanation: """
      An Ingress without a class gets the IngressClass that is marked with
      `ingressclass.kubernetes.io/is-default-class: "true"`. A live cluster takes the youngest of
      several, or refuses the object; netc does not know their ages.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: nginx
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
        spec: {controller: k8s.io/ingress-nginx}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: other
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
          #                                                          ^^^^^^ NC0701
        spec: {controller: example.com/other}
        """,
      good: """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: nginx
          annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
        spec: {controller: k8s.io/ingress-nginx}
        ---
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: other}
        spec: {controller: example.com/other}
        """))

  static let missingIngressService = DiagnosticPage(
    733, .error, "The Service that leads to the ingress nodes does not exist",
    explanation: """
      `ingress.service` of the Cluster names the Service through which the world reaches the ingress
      nodes: its node ports, its addresses and its policies hold for the nodes' nginx in place of the
      pods that its selector matches. The input has no such Service.
      """,
    example: DiagnosticExample(
      bad: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          ingress: {nodes: [node-a], service: ingress/controller}
          #                                   ^^^^^^^^^^^^^^^^^^ NC0733
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        """,
      good: """
        apiVersion: netc.dev/v1alpha1
        kind: Cluster
        metadata: {name: lab}
        spec:
          podCIDRs: [10.244.0.0/16]
          serviceCIDRs: [10.96.0.0/16]
          ingress: {nodes: [node-a], service: ingress/controller}
          nodes:
            - {name: node-a, addresses: [192.168.56.11]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: controller, namespace: ingress}
        spec:
          type: NodePort
          ports: [{name: http, port: 80}, {name: https, port: 443}]
        """))
}
