import Diagnostics
import Testing

@testable import YAMLSyntax

struct YAMLFaultTests {
  @Test(arguments: [
    // text, code, the piece that is marked
    ("a:\n\tb: 1\n", "NC0105", "\t"), ("a:\n  b: 1\n\tc: 2\n", "NC0105", "\t"),
    ("a: |\n\tx\n", "NC0105", "\t"),
    ("a: b: c\n", "NC0104", ":"), ("a: 1\n  b: 2\n", "NC0104", "b"),
    ("a: @x\n", "NC0104", "@"), ("a: `x`\n", "NC0104", "`"), ("a: %x\n", "NC0104", "%"),
    ("a: - b\n", "NC0104", "-"), ("a: 1\nb\nc: 2\n", "NC0104", "b"), ("a: ]\n", "NC0104", "]"),
    ("a: [1, , 2]\n", "NC0104", ","), ("a: & b\n", "NC0104", "&"), ("a: !<x y\n", "NC0104", "!<x"),
    ("a: |x\n  y\n", "NC0104", "x"), ("{a: 1}\nb\n", "NC0104", "b"),
    ("a: \"x\n", "NC0106", "\""), ("a: 'x\n---\nb: 1\n", "NC0106", "'"),
    ("a: [1, 2\n", "NC0107", "["), ("a: {b: 1\n---\n", "NC0107", "{"),
    ("a: [1 {2]\n", "NC0107", "{2]"), ("a: {b: 1]\n", "NC0107", "]"),
    ("a: \"\\q\"\n", "NC0108", "\\q"), ("a: \"\\ud83d\"\n", "NC0108", "\\ud83d"),
    ("a: \"\\u12\"\n", "NC0108", "\\u12"), ("ä: \"\\ö\"\n", "NC0108", "\\ö"),
    ("a:\n    b: 1\n  c: 2\n", "NC0109", "c:"), ("a: 'x' y\n", "NC0109", "y"),
    ("- a\nb: 1\n", "NC0109", "b:"), ("a:\n  - b\n  c: 1\n", "NC0109", "c:"),
    ("%YAML 1.1\n%YAML 1.1\n---\n", "NC0110", "%YAML 1.1"),
    ("%FOO x\n---\n", "NC0110", "%FOO x"), ("%YAML 2.0\n---\n", "NC0110", "%YAML 2.0"),
    ("%YAML x\n---\n", "NC0110", "%YAML x"),
    ("---a: 1\n", "NC0111", "---"), ("a: 1\n---b: 2\n", "NC0111", "---"),
    ("a:\n\u{A0}\u{A0}b: 1\n", "NC0112", "\u{A0}"),
    ("a: 1\nb: 2\na: 3\n", "NC0113", "a"), ("{a: 1, \"a\": 2}", "NC0113", "\"a\""),
    ("<<: {}\n<<: {}\n", "NC0113", "<<"), ("a: 1\n'\\a': 2\n\"\\x61\": 3\n", "NC0113", "\"\\x61\""),
    ("? [a]\n: b\n", "NC0114", "["), ("{? {b: c} : d}\n", "NC0114", "{"),
    ("a: &x [1]\nb: {*x : 1}", "NC0114", "*x"),
    ("~: a\n", "NC0115", "~"), ("{? : a}", "NC0115", ""), (": a\n", "NC0109", ":"),
    ("null: a\n", "NC0115", "null"),
    ("on: a\n", "NC0116", "on"), ("0x10: a\n", "NC0116", "0x10"), ("1.10: a\n", "NC0116", "1.10"),
    ("a: *x\n", "NC0117", "*x"), ("a: *x\nb: &x 1\n", "NC0117", "*x"),
    ("a: &x 1\n---\nb: *x\n", "NC0117", "*x"), ("a: &x [*x]\n", "NC0118", "*x"),
    ("a: &x {b: {<<: *x}}\n", "NC0118", "*x"),
    ("<<: 5\n", "NC0120", "5"), ("<<: [{}, x]\n", "NC0120", "x"), ("<<:\n", "NC0120", ""),
  ])
  func `bad text is refused at its place`(text: String, code: String, piece: String) throws {
    let reading = Reading(text)
    #expect(reading.findings.map { "\($0.code)" } == [code])
    let finding = try #require(reading.findings.first)
    #expect(reading.marked(finding) == piece)
    #expect(finding.help?.isEmpty == false)
    if finding.severity == .error { #expect(reading.documents.contains { $0.hadErrors }) }
  }

  @Test(arguments: [
    ("a: {{ .Values.x }}\n", "{{ .Values.x }}"),
    ("{{- if .x }}\na: 1\n{{- end }}\n", "{{- if .x }}"),
    ("a: {{ .x }}-web\n", "{{ .x }}"), ("a: web-{{ .Release.Name }}\n", "{{ .Release.Name }}"),
    ("a: 1\n{{ include \"x\" . | nindent 2 }}\n", "{{ include \"x\" . | nindent 2 }}"),
    ("a:\n  {{- toYaml .Values.b | nindent 2 }}\n", "{{- toYaml .Values.b | nindent 2 }}"),
    ("{{/* a comment:\n  of two lines */}}\na: 1\n", "{{/* a comment:"),
    ("a: 1\n---\n{{ range .x }}\nb: [\n{{ end }}\n", "{{ range .x }}"),
    ("- {{ quote .x }}: 1\n", "{{ quote .x }}"),
  ])
  func `a template is recognised at its first action, once`(text: String, action: String) throws {
    let reading = Reading(text)
    #expect(reading.findings.map { "\($0.code)" } == ["NC0103"])
    #expect(try reading.marked(#require(reading.findings.first)) == action)
    #expect(reading.findings.first?.help == "render it first: helm template … | netc build -")
  }

  @Test(arguments: [
    "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n",
    "<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n",
    "a:\n  b: 1\n<<<<<<< HEAD\n  c: 2\n=======\n  c: 3\n>>>>>>> theirs\n",
    "a:\n- b\n<<<<<<< HEAD\n- c\n=======\n- d\n>>>>>>> theirs\n",
  ])
  func `what a merge has left is named`(text: String) throws {
    let reading = Reading(text)
    #expect(reading.findings.map(\.message) == ["a merge has left its two sides here"])
    #expect(try reading.marked(#require(reading.findings.first)) == "<<<<<<< HEAD")
  }

  @Test func `a file put behind another without a line between is told so`() {
    let reading = Reading("apiVersion: v1\nkind: A\napiVersion: v1\nkind: B\n")
    #expect(reading.findings.first?.help?.hasPrefix("write `---` on the line before") == true)
    #expect(reading.findings.last?.help == "remove or rename one of the two")
  }

  @Test func `a syntax error far from a template expression is a syntax error`() {
    #expect(Reading("a: '{{ x }}'\nb: c: d\n").codes == ["NC0104@17-18"])
    #expect(Reading("a: b {{ $x }}\nb: @\n").codes == ["NC0104@17-18"])
  }

  @Test func `a duplicate key shows both places`() {
    let reading = Reading("port: 1\n\"port\": 2\n")
    #expect(reading.findings.first?.notes.map { reading.slice($0.range) } == ["port"])
    #expect(reading.findings.first?.message == "key `port` is given twice")
  }

  @Test func `the errors of all documents are reported in one run`() {
    let reading = Reading("a: 'x\n---\nb: 1\n---\nc: @\n---\nd: 1\nd: 2\n---\ne: 5\n")
    #expect(reading.findings.map { "\($0.code)" } == ["NC0106", "NC0104", "NC0113"])
    #expect(reading.documents.map(\.hadErrors) == [true, false, true, true, false])
    #expect(reading.documents.last?.root?["e"]?.scalar == .int(5))
  }

  @Test func `a broken document keeps what was read before the error`() throws {
    let reading = Reading("kind: Service\nmetadata:\n  name: web\n  x: y: z\n")
    let root = try reading.root()
    #expect(root["kind"]?.string == "Service")
    #expect(root["metadata"]?["name"]?.string == "web")
  }

  @Test func `text in a message cannot act on a terminal`() {
    let reading = Reading("\"\\e[31m\": 1\n\"\\e[31m\": 2\n")
    #expect(reading.findings.first?.message == "key `\\u{1B}[31m` is given twice")
    let long = String(repeating: "x", count: 100)
    let message = Reading("\(long): 1\n\(long): 2\n").findings.first?.message
    #expect(message == "key `\(long.prefix(40))…` is given twice")
  }
}
