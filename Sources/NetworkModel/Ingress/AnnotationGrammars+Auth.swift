import Diagnostics
import NetworkTypes
import Resources

extension AnnotationGrammar where Value == RequestTemplate {
  /// ingress-nginx takes letters, digits, `-`, `_` and any variable (`parser.NGINXVariable`).
  static let cacheKey = AnnotationGrammar(
    "\(RequestTemplate.Part.summary), letters, digits, `-` and `_`, one behind the other"
  ) { text throws(AnnotationProblem) in
    let template: RequestTemplate
    do throws(RequestTemplateError) {
      template = try RequestTemplate(parsing: text)
    } catch {
      throw AnnotationProblem("is no key: \(error.message)", help: error.help)
    }
    for case .literal(let word) in template.parts where HTTPToken(word) == nil {
      throw AnnotationProblem("holds more than variables, letters, digits, `-` and `_`")
    }
    guard template.parts.contains(where: { if case .literal = $0 { false } else { true } }) else {
      throw AnnotationProblem(
        "names no variable of a request", help: "all clients would get the answer of the first")
    }
    return template
  }
}

extension AnnotationGrammar where Value == [CacheDuration] {
  /// `200 202 401 5m, 404 30s`: statuses, then one time.
  static let cacheDurations = AnnotationGrammar(
    "a list of statuses and a time, as `200 202 5m, 401 30s`", isList: true
  ) { text throws(AnnotationProblem) in
    var durations: [CacheDuration] = []
    for item in text.items() {
      guard let duration = CacheDuration(parsing: item) else {
        throw AnnotationProblem(
          "holds \(quoted(item)), which is no time with statuses before it",
          help: "write it like `200 202 401 5m`; the units are s, m, h, d, w, M and y")
      }
      durations.append(duration)
      guard durations.count <= 64 else { throw AnnotationProblem("names more than 64 items") }
    }
    guard !durations.isEmpty else { throw AnnotationProblem("names no time") }
    return durations
  }
}

extension CacheDuration {
  /// Nil for any other text.
  fileprivate init?(parsing text: String) {
    var words = text.items(separatedBy: " ")
    guard let seconds = words.popLast().flatMap(Self.seconds), words.count <= 64 else {
      return nil
    }
    if words == ["any"] {
      self.init(.any, seconds: seconds)
      return
    }
    var statuses: Set<Int> = []
    for word in words {
      guard word.utf8.count == 3, let status = word.wholeNumber, (100...599).contains(status)
      else { return nil }
      statuses.insert(status)
    }
    self.init(statuses.isEmpty ? .usual : .statuses(statuses.sorted()), seconds: seconds)
  }

  /// nginx counts in 32 bits (ngx_parse_time).
  private static let longest = Int(Int32.max)

  private static func seconds(_ text: String) -> Int? {
    let units = [
      "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "M": 2_592_000, "y": 31_536_000,
    ]
    guard let factor = text.last.flatMap({ units[String($0)] }),
      let number = String(text.dropLast()).wholeNumber, number <= longest / factor
    else { return nil }
    return number * factor
  }
}

extension AnnotationGrammar where Value == ObjectName {
  /// The namespace is compared with the object's by whoever knows it; empty: not written.
  static let configMap = AnnotationGrammar("`NAMESPACE/NAME` of a ConfigMap, in the same namespace")
  { text throws(AnnotationProblem) in
    let words = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let namespace = words.count == 2 ? words[0] : ""
    guard (1...2).contains(words.count), let name = words.last,
      DNSSubdomain.problem(in: name.utf8.span) == nil,
      words.count == 1 || DNSLabel.problem(in: namespace.utf8.span) == nil
    else { throw AnnotationProblem("is not the name of a ConfigMap") }
    return ObjectName(checkedNamespace: namespace, name: name)
  }
}

extension AnnotationGrammar where Value == HTTPText {
  /// Of what ingress-nginx takes (`parser.URLIsValidRegex`), without variables.
  static let plainURL = AnnotationGrammar("a URL or a path, without variables") {
    text throws(AnnotationProblem) in
    guard !text.isEmpty, let line = HTTPText(text),
      text.utf8.allSatisfy({ HTTPCharacters.isUnreserved($0) || "/:,?&=%".utf8.contains($0) })
    else { throw AnnotationProblem("is no URL of letters, digits and `-._~/:,?&=%`") }
    return line
  }
}
