import Diagnostics
import NetworkModel
import NetworkTypes
import Resources

/// What selectors can find: templates of workloads and pods of their own, by their labels.
///
/// Built only when some selector finds nothing; every search looks at a bounded number of
/// entries.
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

  /// An entry that lacks some of the labels.
  struct NearMiss {
    let entry: Entry
    /// The labels of the selector that it has.
    let shared: Int
  }

  /// More candidates than this are not compared: a hint is not worth the time.
  private static let candidateLimit = 1_000

  private struct Key: Hashable {
    let label: String
    let value: String
  }

  private let entries: [Entry]
  private var byLabel: [Key: [Int]] = [:]
  private var byOwnLabel: [Key: [Int]] = [:]
  /// By key and namespace.
  private var byKey: [Key: [Int]] = [:]

  init(_ network: Network) {
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
    for (position, entry) in entries.enumerated() {
      for label in entry.labels {
        byLabel[Key(label: label.key, value: label.value), default: []].append(position)
        byKey[Key(label: label.key, value: entry.name.namespace), default: []].append(position)
      }
      for label in entry.ownLabels {
        byOwnLabel[Key(label: label.key, value: label.value), default: []].append(position)
      }
    }
  }

  /// Those that have all of the labels, in any namespace.
  func matches(_ selector: [Label]) -> [Entry] {
    candidates(selector, byLabel).filter { SelectorMatching.holds(selector, $0.labels) }
  }

  /// Workloads of the namespace that have all of the labels themselves.
  func ownMatches(_ selector: [Label], in namespace: String) -> [Entry] {
    candidates(selector, byOwnLabel).filter {
      $0.name.namespace == namespace && SelectorMatching.holds(selector, $0.ownLabels)
    }
  }

  /// The entry of the namespace that has most of the labels; of equal ones, one whose other
  /// values look alike; then the first.
  func nearest(_ selector: [Label], in namespace: String) -> NearMiss? {
    var best: (score: (shared: Int, alike: Int), position: Int)?
    var seen = Set<Int>()
    for label in selector {
      let shared = byLabel[Key(label: label.key, value: label.value)] ?? []
      let related = byKey[Key(label: label.key, value: namespace)] ?? []
      for position in Array(
        shared.prefix(Self.candidateLimit) + related.prefix(Self.candidateLimit))
      where entries[position].name.namespace == namespace && seen.insert(position).inserted {
        let score = score(entries[position], selector)
        guard score > (0, 0) else { continue }
        if best.map({ $0.score < score || ($0.score == score && position < $0.position) }) ?? true {
          best = (score, position)
        }
      }
    }
    return best.map { NearMiss(entry: entries[$0.position], shared: $0.score.shared) }
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

  /// The entries with the rarest of the labels.
  private func candidates(_ selector: [Label], _ index: [Key: [Int]]) -> [Entry] {
    var shortest: [Int]?
    for label in selector {
      let list = index[Key(label: label.key, value: label.value)] ?? []
      if list.count < shortest?.count ?? .max { shortest = list }
    }
    return (shortest ?? []).prefix(Self.candidateLimit).map { entries[$0] }
  }
}

extension LabelCatalog.Entry {
  func value(of key: String) -> String? { labels.first { $0.key == key }?.value }
}
