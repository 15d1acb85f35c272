internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ObjectShape where Value == PodResource {
  static let pod = ObjectShape<PodResource>(
    "Pod",
    fields: [
      .part(
        "metadata", .metadata(.namespaced, names: .subdomain), "What the object is called",
        .required, in: \.metadata),
      .part("spec", .podSpec, "What the pod runs", .required, in: \.template.spec),
      .group("status", podStatus, "What an exported pod has become"),
    ], unused: typeFields, make: { PodResource(range: $0) },
    check: { pod, _, _ in pod.template.labels = pod.metadata.labels })

  private static let podStatus = ObjectShape<PodResource>(
    "PodStatus",
    fields: [
      Field("phase", .choice(PodPhase.self), "How far the pod has come") { $0.phase = $1.value },
      Field("podIP", .ipAddress, "The pod's first address") { $0.addresses.insert($1, at: 0) },
      Field("podIPs", .list(.object(.podIP)), "The pod's addresses, one per family") {
        $0.addresses += $1.value.compactMap(\.value)
      },
      Field("conditions", .list(.object(.condition("PodCondition"))), "`Ready` is what counts") {
        $0.isReady = $1.value.last { $0.type == "Ready" }?.isTrue
      },
    ],
    unused: [
      "allocatedResources", "containerStatuses", "ephemeralContainerStatuses",
      "extendedResourceClaimStatus", "hostIP", "hostIPs", "initContainerStatuses", "message",
      "nominatedNodeName", "observedGeneration", "qosClass", "reason", "resize",
      "resourceClaimStatuses", "resources", "startTime",
    ], make: { PodResource(range: $0) }, check: checkAddresses)
}

/// `podIP` repeats the first of `podIPs`; there is at most one per family (`ValidatePodUpdate`).
private func checkAddresses(_ pod: inout PodResource, _ node: YAMLNode, _ reading: inout Reading) {
  let hasOne = node["podIP"].map { $0.isText && !$0.hasText("") } ?? false
  if hasOne, pod.addresses.count > 1 {
    let first = pod.addresses.removeFirst()
    if first != pod.addresses[0] {
      reading.within("podIP") {
        $0.report(
          .mismatch, "\(first.value) is not the first of `podIPs`, \(pod.addresses[0].value)",
          at: first.range, notes: [Note("the first one is here", at: pod.addresses[0].range)])
      }
    }
  }
  if pod.phase != nil, pod.isReady == nil { pod.isReady = false }
  reading.within("podIPs") { checkFamilies(pod.addresses, "address", &$0) }
}

/// Reports a second value of one family.
func checkFamilies<Value>(
  _ values: [Located<Value>], _ noun: String, family: (Value) -> IPFamily, _ reading: inout Reading
) {
  for (index, value) in values.enumerated() {
    let earlier = values[..<index].first { family($0.value) == family(value.value) }
    guard let earlier else { continue }
    reading.within(.index(index)) {
      $0.report(
        .duplicateValue, "a second \(family(value.value).name) \(noun), where one is allowed",
        at: value.range, notes: [Note("the first one is here", at: earlier.range)])
    }
  }
}

func checkFamilies(_ values: [Located<IPAddress>], _ noun: String, _ reading: inout Reading) {
  checkFamilies(values, noun, family: \.family, &reading)
}

func checkFamilies(_ values: [Located<IPPrefix>], _ noun: String, _ reading: inout Reading) {
  checkFamilies(values, noun, family: \.family, &reading)
}

extension ObjectShape where Value == Located<IPAddress>? {
  fileprivate static let podIP = ObjectShape<Located<IPAddress>?>(
    "PodIP", fields: [Field("ip", .ipAddress, "The address", .required) { $0 = $1 }],
    make: { _ in nil })
}

/// One entry of `status.conditions`.
struct Condition: Sendable {
  var type = ""
  var isTrue = false
}

extension ObjectShape where Value == Condition {
  /// - Parameter name: the type's name in the upstream API.
  static func condition(_ name: String) -> ObjectShape<Condition> {
    ObjectShape<Condition>(
      name,
      fields: [
        Field("type", .text, "What the condition is about", .required) { $0.type = $1.value },
        Field("status", .text, "`True`, `False` or `Unknown`", .required) {
          $0.isTrue = $1.value == "True"
        },
      ],
      unused: ["lastProbeTime", "lastTransitionTime", "message", "observedGeneration", "reason"],
      make: { _ in Condition() })
  }
}
