internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == WorkloadResource {
  static let job = workload(
    .job, spec: jobSpec,
    status: .group("status", jobStatus, "What an exported Job has become"),
    check: { job, _, _ in
      job.settleReplicas()
      job.addJobLabels()
    })

  private static let jobSpec = ObjectShape<WorkloadResource>(
    "JobSpec",
    fields: [
      Field(
        "parallelism", .integer(.count), "How many pods run at a time", .defaults("1"),
        blank: .isValue
      ) {
        $0.jobCounts.parallelism = $1.value
        $0.replicasRange = $1.range
      },
      Field(
        "completions", .integer(.count), "How many pods have to succeed",
        blank: .isValue
      ) {
        $0.jobCounts.completions = $1.value
        $0.replicasRange = $0.replicasRange ?? $1.range
      },
      Field("suspend", .boolean, "Whether no pod runs for now", .defaults("false")) {
        $0.jobCounts.isStopped = $0.jobCounts.isStopped || $1.value
      },
      selector(.optional),
      template,
    ],
    unused: [
      "activeDeadlineSeconds", "backoffLimit", "backoffLimitPerIndex", "completionMode",
      "managedBy", "manualSelector", "maxFailedIndexes", "podFailurePolicy",
      "podReplacementPolicy", "scheduling", "successPolicy", "ttlSecondsAfterFinished",
    ], make: { WorkloadResource(range: $0) }, check: checkSelector)

  private static let jobStatus = ObjectShape<WorkloadResource>(
    "JobStatus",
    fields: [
      Field("completionTime", .anything, "Set when the Job has finished") { job, _ in
        job.jobCounts.isStopped = true
      },
      Field(
        "conditions", .list(.object(.condition("JobCondition"))),
        "A Job that is `Complete` or `Failed` runs no pods any more"
      ) { job, conditions in
        let hasEnded = conditions.value.contains {
          $0.isTrue && ["Complete", "Failed"].contains($0.type)
        }
        job.jobCounts.isStopped = job.jobCounts.isStopped || hasEnded
      },
    ],
    unused: [
      "active", "completedIndexes", "failed", "failedIndexes", "ready",
      "startTime", "succeeded", "terminating", "uncountedTerminatedPods",
    ], make: { WorkloadResource(range: $0) })
}

/// The fields that a Job's number of pods is made from.
struct JobCounts: Sendable {
  var parallelism = 1
  var completions: Int?
  var isStopped = false
}

extension WorkloadResource {
  fileprivate mutating func settleReplicas() {
    let counts = jobCounts
    replicas = counts.isStopped ? 0 : min(counts.parallelism, counts.completions ?? .max)
  }

  /// The labels that the API server gives a Job's pods (`generateSelector`), but for the UID.
  fileprivate mutating func addJobLabels() {
    // A label's value has at most 63 bytes.
    let name = metadata.name.value
    guard !name.isEmpty, name.utf8.count <= 63 else { return }
    for key in ["batch.kubernetes.io/job-name", "job-name"]
    where !template.labels.contains(where: { $0.key == key }) {
      template.labels.append(Label(key: key, value: name, range: metadata.name.range))
    }
    template.labels.sort { $0.key < $1.key }
  }
}
