import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// What selectors can find: templates of workloads and pods of their own, by their labels.
///
/// Built only when some selector finds nothing. Searches that decide are exact, those for hints
/// look at a bounded number of entries.
struct LabelCatalog {
  /// A pod, or a workload that stands for its pods.
  struct Entry {
    let name: ObjectName
    /// `Deployment default/web`.
    let object: String
    let range: SourceRange
    /// What a selector sees.
    let labels: [Label]
    /// A workload's own labels, which no selector sees.
    let ownLabels: [Label]
    /// Pods it makes; 1 for a pod.
    let replicas: Int
    let kind: WorkloadKind?
  }

  /// More candidates than this are not compared for the hint of one selector, nor many more than
  /// `comparisonBudget` in one run: a hint is not worth the time.
  private static let candidateLimit = 1_000
  private static let comparisonBudget = 200_000

  private struct Key: Hashable {
    /// Nil: everywhere.
    let namespace: String?
    let label: String
    /// Nil: whatever its value is.
    let value: String?
  }

  private let entries: [Entry]
  private let namespaces: Set<String>
  /// Of candidates, for the hint of one selector.
  private let limit: Int
  private var byLabel: [Key: [Int]] = [:]
  private var byOwnLabel: [Key: [Int]] = [:]

  /// Whether anything in a namespace makes pods.
  func hasEntries(in namespace: String) -> Bool { namespaces.contains(namespace) }

  /// - Parameter searchCount: How many selectors will be looked up.
  init(_ network: Network, searchCount: Int) {
    limit = min(Self.candidateLimit, max(20, Self.comparisonBudget / max(1, searchCount)))
    let workloads = network.workloads.map { workload in
      Entry(
        name: workload.name, object: workload.object, range: workload.range,
        labels: workload.templateLabels, ownLabels: workload.labels, replicas: workload.replicas,
        kind: workload.kind)
    }
    let pods = network.pods.filter { $0.workload == nil }.map { pod in
      Entry(
        name: pod.name, object: pod.owner, range: pod.range, labels: pod.template.labels,
        ownLabels: [], replicas: 1, kind: nil)
    }
    entries = workloads + pods
    namespaces = Set(entries.map(\.name.namespace))
    for (position, entry) in entries.enumerated() { add(entry, at: position) }
  }

  private mutating func add(_ entry: Entry, at position: Int) {
    let namespace = entry.name.namespace
    for label in entry.labels {
      for key in [
        Key(namespace: namespace, label: label.key, value: label.value),
        Key(namespace: namespace, label: label.key, value: nil),
        Key(namespace: nil, label: label.key, value: label.value),
      ] {
        byLabel[key, default: []].append(position)
      }
    }
    for label in entry.ownLabels {
      let key = Key(namespace: namespace, label: label.key, value: label.value)
      byOwnLabel[key, default: []].append(position)
    }
  }

  /// Those of a namespace that have all of the labels: exact.
  func matches(_ selector: [Label], in namespace: String) -> [Entry] {
    candidates(selector, in: namespace, byLabel)
      .filter { SelectorMatching.holds(selector, $0.labels) }
  }

  /// Some entry of any namespace that has all of the labels, if it is soon found.
  func matchAnywhere(_ selector: [Label]) -> Entry? {
    candidates(selector, in: nil, byLabel).prefix(limit)
      .first { SelectorMatching.holds(selector, $0.labels) }
  }

  /// A workload of the namespace that has all of the labels itself, if it is soon found.
  func ownMatch(_ selector: [Label], in namespace: String) -> Entry? {
    candidates(selector, in: namespace, byOwnLabel).prefix(limit)
      .first { SelectorMatching.holds(selector, $0.ownLabels) }
  }

  /// The entries with the rarest of the labels.
  private func candidates(
    _ selector: [Label], in namespace: String?, _ index: [Key: [Int]]
  ) -> some Collection<Entry> {
    let lists = selector.map {
      index[Key(namespace: namespace, label: $0.key, value: $0.value)] ?? []
    }
    return (lists.min { $0.count < $1.count } ?? []).lazy.map { entries[$0] }
  }

  /// The entry of the namespace that has most of the labels; of equal ones, one whose other
  /// values look alike; then the first.
  func nearest(_ selector: [Label], in namespace: String) -> Entry? {
    var best: (score: (shared: Int, alike: Int), position: Int)?
    for position in related(selector, in: namespace) {
      let score = score(entries[position], selector)
      guard score > (0, 0) else { continue }
      if best.map({ $0.score < score }) ?? true { best = (score, position) }
    }
    return best.map { entries[$0.position] }
  }

  /// Entries that share a label, or at least its key; sorted.
  private func related(_ selector: [Label], in namespace: String) -> [Int] {
    var found = Set<Int>()
    for label in selector {
      for value in [label.value, nil] {
        let key = Key(namespace: namespace, label: label.key, value: value)
        found.formUnion((byLabel[key] ?? []).prefix(limit))
      }
    }
    return found.sorted()
  }

  private func score(_ entry: Entry, _ selector: [Label]) -> (shared: Int, alike: Int) {
    var shared = 0
    var alike = 0
    for label in selector {
      guard let value = entry.value(of: label.key) else { continue }
      if value == label.value {
        shared += 1
      } else if Spelling.nearest(label.value, among: [value]) != nil {
        alike += 1
      }
    }
    return (shared, alike)
  }
}

extension LabelCatalog.Entry {
  func value(of key: String) -> String? { labels.first { $0.key == key }?.value }
}
