import NetworkTypes
import Resources

/// Finds the pods of a namespace that carry given labels, without walking all of them: each
/// label has the list of its pods, and the shortest list is checked.
struct PodSelection {
  private struct Key: Hashable {
    let namespace: String
    let label: String
    let value: String
  }
  private let pods: [PodDraft]
  private var byLabel: [Key: [Int]] = [:]
  private var byNamespace: [String: [Int]] = [:]

  init(_ pods: [PodDraft]) {
    self.pods = pods
    for (position, pod) in pods.enumerated() {
      byNamespace[pod.name.namespace, default: []].append(position)
      for label in pod.template.labels {
        let key = Key(namespace: pod.name.namespace, label: label.key, value: label.value)
        byLabel[key, default: []].append(position)
      }
    }
  }

  /// The pods that have all of the labels, in the order of pods. An empty selector matches every
  /// pod of the namespace.
  func matching(_ selector: [Label], in namespace: String) -> [Int] {
    var shortest = byNamespace[namespace] ?? []
    for label in selector {
      let key = Key(namespace: namespace, label: label.key, value: label.value)
      guard let list = byLabel[key] else { return [] }
      if list.count < shortest.count { shortest = list }
    }
    return shortest.filter { SelectorMatching.holds(selector, pods[$0].template.labels) }
  }
}
