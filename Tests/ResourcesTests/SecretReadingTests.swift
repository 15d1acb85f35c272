import Diagnostics
import NetworkTypes
import Testing

@testable import Resources

private func secret(_ fields: String) -> String {
  "apiVersion: v1\nkind: Secret\nmetadata: {name: cert, namespace: shop}\n\(fields)\n"
}

private func value(_ key: String, of resources: ResourceSet) -> String? {
  resources.secrets.first?.entry(key).map { String(decoding: $0.value.bytes, as: UTF8.self) }
}

struct SecretReadingTests {
  @Test func `data is decoded byte by byte, and text wins over it`() throws {
    let read = readGood(
      secret(
        """
        type: kubernetes.io/tls
        immutable: true
        data:
          tls.crt: AAH/
          tls.key: |
            aHVu
            dGVyMg==
          other: null
        stringData: {other: "x y"}
        """))
    let resource = try #require(read.secrets.first)
    #expect(
      resource.type == .tls && resource.entries.map(\.key) == ["other", "tls.crt", "tls.key"])
    #expect(resource.entry("tls.crt")?.value.bytes == [0, 1, 255])
    #expect(value("tls.key", of: read) == "hunter2" && value("other", of: read) == "x y")
    #expect(read.skipped.isEmpty)
  }

  @Test(arguments: [
    ("", ""), ("QQ==", "A"), ("QUI=", "AB"), ("QUJD", "ABC"), ("QUJDRA==", "ABCD"),
    ("Q\nQ==", "A"), ("QR==", "A"),
  ])
  func `base64 as Go reads it`(_ text: String, _ expected: String) {
    let bytes = Array(text.utf8)
    #expect(Base64.decode(bytes.span) == Array(expected.utf8))
  }

  @Test(arguments: [
    "Q", "QQ", "QQ=", "QQ===", "Q=Q=", "QUJ=D", "QUJD=", "Q Q==", "QQ-_", "====", "é",
  ])
  func `what Go refuses is no base64`(_ text: String) {
    let bytes = Array(text.utf8)
    #expect(Base64.decode(bytes.span) == nil)
  }

  @Test(arguments: [
    "type: helm.sh/release.v1\ndata: {release: not base64}", "type: Opaque\ndata: {pin: 1234}",
    "type: kubernetes.io/service-account-token", "sops: {mac: x}\ndata: {pin: 'ENC[x]'}", "",
  ])
  func `others are counted, whatever they hold`(_ fields: String) {
    let read = readGood(secret(fields))
    #expect(read.secrets.isEmpty && read.skipped == [SkippedKind(kind: "v1/Secret", count: 1)])
    #expect(read.unusedSecrets.count == 1)
  }

  @Test(arguments: [
    BadCase("data: {auth: 5}", "NC0206", "data[auth]: a string is needed here", at: "auth"),
    BadCase("data: {auth: hunter2}", "NC0206", "data[auth]: the value is not base64", at: "auth"),
    BadCase(
      "data: {auth: QQ==, ../x: QQ==}", "NC0209",
      "data[../x]: a key is made of letters, digits, `-`, `_` and `.`", at: "../x"),
    BadCase(
      "type: kubernetes.io/tls\ndata: hunter2", "NC0206", "data: a mapping is needed here",
      at: "hunter2"),
    BadCase(
      "type: kubernetes.io/tls\ndata: {tls.crt: QQ==}", "NC0205",
      "data[tls.key]: required, but not set", at: "data"),
    BadCase(
      "type: kubernetes.io/basic-auth", "NC0205", "data[password]: required, but not set",
      at: "Secret"),
    BadCase("data: {auth: QQ==}\npasword: x", "NC0204", "pasword: unknown field", at: "pasword"),
  ])
  func `mistakes point at keys`(_ bad: BadCase) { bad.check(in: secret) }

  @Test func `more than a megabyte is too much`() {
    let text = String(repeating: "x", count: 1 << 20)
    #expect(readGood(secret("stringData: {auth: \(text)}")).secrets.count == 1)
    #expect(readBad(secret("stringData: {auth: \(text)y}")).hasPrefix("NC0217 "))
  }

  @Test func `a description shows nothing`() {
    let bytes = SecretBytes(Array("hunter2".utf8))
    var dumped = "\(bytes) \(String(reflecting: bytes))"
    dump(bytes, to: &dumped)
    #expect(!dumped.contains("104") && !dumped.contains("hunter2"))
  }
}
