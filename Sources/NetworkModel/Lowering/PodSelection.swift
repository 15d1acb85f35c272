import NetworkTypes
import Resources

/// Finds the pods of a namespace that carry given labels, without walking all of them: each label
/// has the list of its pods, and the shortest list is checked. Labels that no selector names have
/// no list.
struct PodSelection {
  private struct Key: Hashable {
    let namespace: String
    let label: String
    let value: String
  }
  private let pods: [PodDraft]
  private var byLabel: [Key: [Int]] = [:]
  private var byNamespace: [String: Range<Int>] = [:]

  /// - Parameters:
  ///   - pods: Sorted by name.
  ///   - selectors: All that will be looked for.
  init(_ pods: [PodDraft], selectors: [[Label]]) {
    self.pods = pods
    let keys = Set(selectors.joined().map(\.key))
    var start = 0
    for (position, pod) in pods.enumerated() {
      let namespace = pod.name.namespace
      if pods[start].name.namespace != namespace { start = position }
      let isLast = position + 1 == pods.count || pods[position + 1].name.namespace != namespace
      if isLast { byNamespace[namespace] = start..<position + 1 }
      for label in pod.template.labels where keys.contains(label.key) {
        let key = Key(namespace: namespace, label: label.key, value: label.value)
        byLabel[key, default: []].append(position)
      }
    }
  }

  /// The pods that have all of the labels, in the order of pods. An empty selector matches every
  /// pod of the namespace.
  func matching(_ selector: [Label], in namespace: String) -> [Int] {
    var shortest: [Int]?
    for label in selector {
      let key = Key(namespace: namespace, label: label.key, value: label.value)
      guard let list = byLabel[key] else { return [] }
      if shortest.map({ list.count < $0.count }) ?? true { shortest = list }
    }
    guard let shortest else { return Array(byNamespace[namespace] ?? 0..<0) }
    return shortest.filter { SelectorMatching.holds(selector, pods[$0].template.labels) }
  }
}
