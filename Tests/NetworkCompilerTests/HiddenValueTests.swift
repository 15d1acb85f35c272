import Diagnostics
import NetworkCompiler
import TestSupport
import Testing

/// Inputs that are wrong in the middle of secret values: no format shows one.
@Suite struct HiddenValueTests {
  private static let value = "Hunter2Hunter2"

  private static let inputs = [
    "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {auth: VALUE}}",
    "{apiVersion: v1, kind: Secret, metadata: {nme: a}, data: {auth: VALUE}}",
    "{apiVersion: v2, kind: Secret, metadata: {name: a}, data: {auth: VALUE}}",
    "{apiVersion: v1, knid: Secret, metadata: {name: a}, data: {auth: VALUE}}",
    "{apiVersion: v1, kind: Secert, metadata: {name: a}, stringData: {auth: VALUE}}",
    "{kind: Secret, metadata: {name: a}, stringData: {auth: VALUE}}",
    "{apiVersion: v1, kind: SecretList, items: [{metadata: {nam: a}, data: {auth: VALUE}}]}",
    "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, data: {auth: VALUE}}]}",
    "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/tls, data: VALUE}",
    "{apiVersion: v1, kind: Secret, metadata: {name: a}, type: kubernetes.io/tls, data: [VALUE]}",
    "{apiVersion: v1, kind: Secret, metadata: {name: a}, auth: VALUE, data: {auth: QQ==}}",
    "{apiVersion: v1, kind: Secret, metadata: {name: a, annotations: {last: [VALUE]}}, data: "
      + "{auth: QQ==}}",
    "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {auth: &x VALUE, b: *x, ..: *x}}",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: VALUE\n  auth: VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: 'VALUE\n---\na: b",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: |\n    x\n   VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: [VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: \"\\xVALUE\"",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: !!int VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: *VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: @VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  auth: {{ .VALUE }}",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n\tauth: VALUE",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {auth: VALUE}\n: x",
    "{apiVersion: metallb.io/v1beta2, kind: BGPPeer, spec: {password: [VALUE]}}",
    peer("a") + "\n---\n" + peer("b"),
  ]

  private static func peer(_ name: String) -> String {
    "{apiVersion: metallb.io/v1beta2, kind: BGPPeer, metadata: {name: \(name)}, spec: {\n"
      + "password: \"VALUE VALUE\"}}"
  }

  @Test(arguments: inputs, DiagnosticFormat.allCases)
  func `no message shows a value`(_ input: String, _ format: DiagnosticFormat) {
    let text = input.replacing("VALUE", with: Self.value)
    let files = [
      SourceFile(path: "secret.yaml", bytes: Array(text.utf8)),
      SourceFile(path: "cluster.yaml", bytes: Array(standardCluster.utf8)),
    ]
    let compilation = Compiler.compile(files)
    #expect(compilation.hasErrors, "\(text)")
    let renderer = DiagnosticRenderer(
      files: compilation.files, format: format, pages: DiagnosticCatalog.pages)
    let report = String(decoding: renderer.render(compilation.diagnostics), as: UTF8.self)
    #expect(!report.contains("Hunter2"), "\(report)")
  }

  @Test func `the keys beside the values are shown`() {
    let text = "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {auth: Hunter2, b: Qw==}}"
    let compilation = Compiler.compile([
      SourceFile(path: "secret.yaml", bytes: Array(text.utf8)),
      SourceFile(path: "cluster.yaml", bytes: Array(standardCluster.utf8)),
    ])
    let renderer = DiagnosticRenderer(files: compilation.files, format: .text)
    #expect(
      String(decoding: renderer.render(compilation.diagnostics), as: UTF8.self) == """
        secret.yaml:1:60: error[NC0206]: data[auth]: the value is not base64
        1 | {apiVersion: v1, kind: Secret, metadata: {name: a}, data: {auth: ***, b: ***}}
          |                                                            ^^^^
        help: encode it with `base64 -w0`, or write it under `stringData`

        """)
  }
}
