import Diagnostics
import NetworkTypes
import Resources

extension HTTPLowering {
  /// The headers of the ConfigMap that `auth-proxy-set-headers` names, sorted by name.
  func requestHeaders(_ draft: IngressDraft, log: inout DiagnosticLog) -> [HeaderValue] {
    let annotation = "auth-proxy-set-headers"
    guard let written = draft.terms.auth.requestHeaders, let place = draft.terms.place(annotation),
      let configMap = configMap(Located(written, place), draft, annotation, log: &log)
    else { return [] }
    guard configMap.entries.count <= Self.maximumHeaders else {
      report(
        "\(configMap.entries.count) headers are more than \(Self.maximumHeaders)",
        at: configMap.metadata.name.range, configMap, place, help: nil, log: &log)
      return []
    }
    var headers: [HeaderValue] = []
    var known = Set<String>()
    for entry in configMap.entries {
      guard let header = header(entry, configMap, place, log: &log) else { continue }
      guard known.insert(header.name.text.lowercased()).inserted else {
        report(
          "\(quoted(entry.key)) stands there twice, in other case", at: entry.range, configMap,
          place, help: "names of headers are compared without regard to case", log: &log)
        continue
      }
      headers.append(header)
    }
    return headers
  }

  /// A question with more headers is none that anybody asks.
  private static let maximumHeaders = 64

  private func configMap(
    _ written: Located<ObjectName>, _ draft: IngressDraft, _ annotation: String,
    log: inout DiagnosticLog
  ) -> ConfigMapResource? {
    let namespace = draft.namespace
    guard written.value.namespace.isEmpty || written.value.namespace == namespace else {
      draft.terms.report(
        .badAnnotation, "`\(annotation)`: \(written.value) is in another namespace",
        at: written.range, help: "objects of other namespaces are out of reach", &log)
      return nil
    }
    let name = ObjectName(checkedNamespace: namespace, name: written.value.name)
    guard let configMap = configMaps[name] else {
      draft.terms.report(
        .missingConfigMap, "there is no ConfigMap \(name), or it is damaged", at: written.range,
        notes: draft.terms.place("auth-url").map { [Note("the headers are for this", at: $0)] }
          ?? [],
        help: "add it to the input, with a header's name and value in each line of `data`", &log)
      return nil
    }
    if let second = configMap.secondRange {
      log.report(
        .duplicateObject, "ConfigMap \(name) is declared twice", at: second,
        notes: [
          Note("first declared here", at: configMap.metadata.name.range),
          Note("used here", at: written.range),
        ], help: "remove one of the two, or give it another name or namespace",
        object: "ConfigMap \(name)")
    }
    return configMap
  }

  private func header(
    _ entry: ConfigMapEntry, _ configMap: ConfigMapResource, _ place: SourceRange,
    log: inout DiagnosticLog
  ) -> HeaderValue? {
    let key = quoted(entry.key)
    guard let name = HTTPToken(entry.key) else {
      report(
        "\(key) is no name of a header", at: entry.range, configMap, place,
        help: "write letters, digits, `-` and `_`", log: &log)
      return nil
    }
    guard !Self.ownHeaders.contains(name.text.lowercased()) else {
      report(
        "\(key) belongs to the connection: nginx writes it itself", at: entry.range, configMap,
        place, help: "remove it", log: &log)
      return nil
    }
    guard let text = entry.text else {
      report(
        "the value of \(key) is no text of at most \(HTTPText.maximumLength) bytes",
        at: entry.range, configMap, place, help: "put the value in quotes", log: &log)
      return nil
    }
    do throws(RequestTemplateError) {
      return HeaderValue(name: name, value: try RequestTemplate(parsing: text))
    } catch {
      report(
        "the value of \(key): \(error.message)", at: entry.range, configMap, place,
        help: error == .badByte(0x0A) ? "write the value in one line, in quotes" : error.help,
        log: &log)
      return nil
    }
  }

  /// What frames a message (RFC 9112 6 and 9.6): wrong ones would leave the other server waiting,
  /// or let it see two requests in one.
  private static let ownHeaders: Set<String> = [
    "connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
  ]

  private func report(
    _ problem: String, at range: SourceRange, _ configMap: ConfigMapResource,
    _ place: SourceRange, help: String?, log: inout DiagnosticLog
  ) {
    log.report(
      .badHeaderMap, problem, at: range, notes: [Note("used here", at: place)], help: help,
      object: "ConfigMap \(configMap.metadata.objectName)")
  }
}
