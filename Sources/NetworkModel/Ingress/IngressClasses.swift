import Diagnostics
import NetworkTypes
import Resources

/// Which classes netc serves, and which one objects have that name none.
///
/// Served are: the class that `spec.ingress.class` names; every class with the same controller
/// (without an IngressClass of that name: ingress-nginx' controller); every class of netc's own.
struct IngressClasses {
  static let ownController = "netc.dev/ingress"
  private static let nginxController = "k8s.io/ingress-nginx"

  private let settings: IngressSettings
  private let classes: [IngressClassResource]
  private let served: Set<String>
  private let known: Set<String>
  private let defaultClass: String?

  init(_ resources: ResourceSet, settings: IngressSettings, log: inout DiagnosticLog) {
    self.settings = settings
    classes = resources.ingressClasses
    let named = classes.first { $0.metadata.name.value == settings.className.value }
    let controllers = [Self.ownController, named?.controller.value ?? Self.nginxController]
    served = Set(
      classes.filter { controllers.contains($0.controller.value) }.map(\.metadata.name.value)
    ).union([settings.className.value])
    known = Set(classes.map(\.metadata.name.value))
    let defaults = classes.filter { $0.defaultRange != nil }
    defaultClass = defaults.first?.metadata.name.value
    Self.reportSecondDefaults(defaults, log: &log)
  }

  /// Whether netc serves an object; where nobody does, a warning says so.
  func serve(_ ingress: IngressResource, log: inout DiagnosticLog) -> Bool {
    let object = "Ingress \(ingress.metadata.objectName)"
    guard let written = ingress.className ?? ingress.legacyClassName else {
      if let name = defaultClass { return served.contains(name) }
      if settings.servesClassless.value { return true }
      log.report(
        .unservedClass,
        "\(object) names no class, and no class is the default one: nobody serves it",
        at: ingress.metadata.name.range,
        help: "write `ingressClassName: \(settings.className.value)`, or mark an IngressClass with "
          + "`ingressclass.kubernetes.io/is-default-class: \"true\"`",
        object: object)
      return false
    }
    if served.contains(written.value) { return true }
    // Another controller's; whether that one runs is not ours to know.
    if known.contains(written.value) { return false }
    let near = Spelling.nearest(written.value, among: served.sorted())
    log.report(
      .unservedClass, "nobody serves the class \(quoted(written.value)): \(object) is left out",
      at: written.range,
      help: near.map { "did you mean `\($0)`?" }
        ?? "netc serves \(served.sorted().map { "`\($0)`" }.joined(separator: ", ")); an "
        + "IngressClass in the input says that another controller serves it",
      object: object)
    return false
  }

  private static func reportSecondDefaults(
    _ defaults: [IngressClassResource], log: inout DiagnosticLog
  ) {
    guard let first = defaults.first, let firstPlace = first.defaultRange else { return }
    for other in defaults.dropFirst() {
      guard let place = other.defaultRange else { continue }
      log.report(
        .secondDefaultClass,
        "both \(first.metadata.name.value) and \(other.metadata.name.value) are the default class",
        at: place, notes: [Note("the other one is here", at: firstPlace)],
        help: "one class may be the default: a live cluster would take the younger one",
        object: "IngressClass \(other.metadata.name.value)")
    }
  }
}
