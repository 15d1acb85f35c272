internal import Diagnostics
internal import NetworkTypes
internal import YAMLSyntax

extension ResourceCollector {
  /// Keeps a ConfigMap in case something refers to it; until then it is counted as unused.
  mutating func readConfigMap(_ node: YAMLNode, _ log: inout DiagnosticLog) {
    if readOldConfiguration(node, &log) { return }
    countSkipped("v1/ConfigMap")
    // What is wrong with it is not reported, since it is mostly no matter.
    var reading = Reading(isIncomplete: node.document.hadErrors)
    var configMap = ConfigMapResource(range: node.range)
    ObjectShape.configMap.read(node, into: &configMap, &reading)
    guard !reading.hasErrors, !configMap.metadata.name.value.isEmpty else { return }
    let name = configMap.metadata.objectName
    guard let other = resources.configMaps[name] else {
      resources.configMaps[name] = configMap
      return
    }
    let isFirst = configMap.range < other.range
    var kept = isFirst ? configMap : other
    let second = (isFirst ? other : configMap).metadata.name.range
    kept.secondRange = min(other.secondRange ?? second, second)
    resources.configMaps[name] = kept
  }
}
