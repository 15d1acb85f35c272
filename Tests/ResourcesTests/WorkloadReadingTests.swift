import Diagnostics
import Testing

@testable import Resources

private let template = "template: {metadata: {labels: {app: a}}, spec: {containers: [{name: c}]}}"
private let selector = "selector: {matchLabels: {app: a}}"

private func workload(_ kind: String, _ spec: String, version: String = "apps/v1") -> String {
  "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: web}\nspec: {\(spec)}\n"
}

private func deployment(_ spec: String) -> String { workload("Deployment", spec) }

struct WorkloadReadingTests {
  @Test(arguments: ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"])
  func `a workload wants one pod by default`(kind: String) throws {
    let text = workload(kind, "\(selector), \(template)")
    let read = try #require(readGood(text).workloads.first)
    #expect(read.kind.rawValue == kind && read.replicas == 1 && read.replicasRange == nil)
    #expect(read.selector.matchLabels.map(\.key) == ["app"])
    #expect(read.template.labels.map(\.value) == ["a"])
    #expect(read.template.containers.map(\.name) == ["c"])
  }

  @Test func `a StatefulSet has its Service and its first number`() throws {
    let text = workload(
      "StatefulSet", "\(selector), \(template), serviceName: db, ordinals: {start: 5}, replicas: 0")
    let read = try #require(readGood(text).workloads.first)
    #expect(read.serviceName?.value == "db" && read.firstOrdinal == 5 && read.replicas == 0)
    #expect(read.replicasRange != nil)
  }

  @Test(arguments: [
    ("", 1), ("parallelism: 3, ", 3), ("completions: 2, ", 1),
    ("parallelism: 3, completions: 2, ", 2),
    ("parallelism: 0, ", 0), ("parallelism: 3, suspend: true, ", 0), ("completions: 0, ", 0),
  ])
  func `a Job wants as many pods as run at a time`(fields: String, count: Int) throws {
    let text = workload("Job", fields + template, version: "batch/v1")
    let read = try #require(readGood(text).workloads.first)
    #expect(read.replicas == count && read.selector.isEmpty)
    #expect(read.template.labels.map(\.key) == ["app", "batch.kubernetes.io/job-name", "job-name"])
  }

  @Test(arguments: [
    ("completionTime: x", 0), ("conditions: [{type: Failed, status: 'True', reason: x}]", 0),
    ("conditions: [{type: Suspended, status: 'False'}, {type: Complete, status: 'True'}]", 0),
    ("conditions: [{type: Failed, status: 'False'}]", 1), ("conditions: [], active: 1", 1),
    ("conditions: [{type: FailureTarget, status: 'True'}]", 1),
  ])
  func `a finished Job wants no pods`(status: String, count: Int) throws {
    let text = workload("Job", template, version: "batch/v1") + "status: {\(status)}"
    #expect(try #require(readGood(text).workloads.first).replicas == count)
  }

  @Test(arguments: ["", "selector: {}, ", "selector: {app: a}, "])
  func `a ReplicationController selects by plain labels`(selector: String) throws {
    let text = workload("ReplicationController", "\(selector)\(template)", version: "v1")
    let read = try #require(readGood(text).workloads.first)
    #expect(read.selector.matchLabels.map(\.value) == ["a"])
  }

  @Test(arguments: ["extensions/v1beta1", "apps/v1beta1"])
  func `an old version is read with a warning, and needs no selector`(version: String) throws {
    let result = readText(workload("Deployment", template, version: version))
    #expect(result.diagnostics.map(\.code) == [220], "\(result.summary)")
    #expect(result.resources.workloads.first?.selector.matchLabels.map(\.value) == ["a"])
    #expect(result.diagnostics.first?.fixes.map(\.replacement) == ["apps/v1"])
  }

  @Test(arguments: [
    BadCase(template, "NC0205", "spec.selector: required, but not set", at: "template"),
    BadCase(selector, "NC0205", "spec.template: required, but not set", at: "selector"),
    BadCase(
      "selector: {}, \(template)", "NC0218",
      "spec.selector: an empty selector selects every pod of the namespace", at: "{}"),
    BadCase(
      "selector: {matchLabels: {app: b}}, \(template)", "NC0218",
      "spec.template.metadata.labels: the pods' labels do not match the selector", at: "app"),
    BadCase(
      "selector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}]}, \(template)",
      "NC0218", "spec.template.metadata.labels: the pods' labels do not match the selector",
      at: "app"),
    BadCase(
      "selector: {matchExpressions: [{key: app, operator: In}]}, \(template)", "NC0205",
      "spec.selector.matchExpressions[0].values: required, but not set", at: "key"),
    BadCase(
      "selector: {matchExpressions: [{key: app, operator: Exists, values: [a]}]}, \(template)",
      "NC0215",
      "spec.selector.matchExpressions[0].values: not allowed with the operator `Exists`",
      at: "[a]"),
    BadCase(
      "selector: {matchExpressions: [{key: app, operator: Gt, values: ['1']}]}, \(template)",
      "NC0207",
      "spec.selector.matchExpressions[0].operator: \"Gt\" is not one of `In`, `NotIn`, `Exists`, "
        + "`DoesNotExist`", at: "Gt"),
    BadCase(
      "selector: {app: a}, \(template)", "NC0204", "spec.selector.app: unknown field", at: "app"),
    BadCase(
      "replicas: -1, \(selector), \(template)", "NC0208",
      "spec.replicas: -1 is not in the range of 0 and more", at: "-1"),
    BadCase(
      "replicas: \"2\", \(selector), \(template)", "NC0206",
      "spec.replicas: the string \"2\" stands where a whole number is needed", at: "\"2\""),
    BadCase(
      "replica: 2, \(selector), \(template)", "NC0204", "spec.replica: unknown field", at: "replica"
    ),
    BadCase(
      "\(selector), template: {metadata: {labels: {app: a}}}", "NC0205",
      "spec.template.spec: required, but not set", at: "metadata"),
    BadCase(
      "\(selector), template: {metadata: {labels: {app: a}}, spec: {containers: []}}", "NC0205",
      "spec.template.spec.containers: required, but not set", at: "containers"),
  ])
  func `a wrong Deployment is refused with its place`(bad: BadCase) { bad.check(in: deployment) }

  @Test func `a selector that misses its pods says which label`() {
    let result = readText(deployment("selector: {matchLabels: {app: b}}, \(template)"))
    #expect(result.errors.first?.help == "the selector asks for the label `app: b`")
    #expect(result.errors.first?.notes.count == 1)
  }

  @Test(arguments: [
    ("apps/v1", "Job", "write `apiVersion: batch/v1`"),
    ("v1", "Deployment", "write `apiVersion: apps/v1`"),
    ("app/v1", "StatefulSet", "write `apiVersion: apps/v1`"),
    ("apps/v2", "DaemonSet", "write `apiVersion: apps/v1`"),
    ("discovery.k8s.io/v1beta1", "EndpointSlice", "write `apiVersion: discovery.k8s.io/v1`"),
    ("netc.dev/v1", "Cluster", "write `apiVersion: netc.dev/v1alpha1`"),
    ("v1", "Servce", "did you mean `Service`?"), ("v1", "service", "did you mean `Service`?"),
    ("netc.dev/v1alpha1", "Clustr", "did you mean `Cluster`?"),
    ("v2", "ResourceQuota", "the core group has the version `v1`"),
  ])
  func `a kind in the wrong group is refused with the right one`(
    version: String, kind: String, help: String
  ) {
    let result = readText("apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: a}\n")
    #expect(result.errors.map(\.code) == [203], "\(result.summary)")
    #expect(result.errors.first?.help == help)
  }

  @Test(arguments: [
    ("serving.knative.dev/v1", "Service"), ("cluster.x-k8s.io/v1beta1", "Cluster"),
    ("v1", "ConfigMap"), ("batch/v1", "CronJob"), ("policy/v1", "PodDisruptionBudget"),
    ("autoscaling/v2", "HorizontalPodAutoscaler"), ("networking.k8s.io/v1", "IPAddress"),
    ("extensions/v1beta1", "PodSecurityPolicy"), ("metallb.io/v1beta1", "ServiceBGPStatus"),
    ("v1", "Config"), ("apps.openshift.io/v1", "DeploymentConfig"),
  ])
  func `a kind without use is counted`(version: String, kind: String) {
    let result = readText(
      "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: 7}\nspec: {any: [thing]}\n")
    #expect(result.diagnostics.isEmpty, "\(result.summary)")
    #expect(result.resources.skipped == [SkippedKind(kind: "\(version)/\(kind)", count: 1)])
  }

  @Test(arguments: [
    ("networking.k8s.io/v1", "NetworkPolicy"), ("cilium.io/v2", "CiliumNetworkPolicy"),
    ("projectcalico.org/v3", "GlobalNetworkPolicy"),
    ("policy.networking.k8s.io/v1alpha1", "AdminNetworkPolicy"),
  ])
  func `policies are skipped aloud, once per run`(version: String, kind: String) {
    let document = "apiVersion: \(version)\nkind: \(kind)\nmetadata: {name: a}\n---\n"
    let result = readText(document + document, document)
    #expect(result.diagnostics.map(\.code) == [901], "\(result.summary)")
    #expect(result.diagnostics[0].message.hasPrefix("3 network policies in the input"))
    #expect(result.resources.skipped.map(\.count) == [3])
  }
}
