import Diagnostics
import Testing

@Suite struct JSONWriterTests {
  private func written(
    _ layout: JSONWriter.Layout, _ body: (inout JSONWriter) -> Void
  ) -> String {
    var writer = JSONWriter(layout: layout)
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func `the example of the documentation is true`() {
    let text = written(.compact) { writer in
      writer.object { object in
        object.member("name", "web")
        object.member("ports") { $0.array { $0.value(80) } }
      }
    }
    #expect(text == #"{"name":"web","ports":[80]}"#)
  }

  @Test func `values nest with commas where they belong`() {
    let text = written(.compact) { writer in
      writer.array { array in
        array.value(-1)
        array.value(nil as Int?)
        array.object { _ in }
        array.array { _ in }
        array.object { object in
          object.member("a", true)
          object.member("b") { $0.array { $0.array { $0.value(false) } } }
          object.member("c", nil as String?)
        }
        array.value("end")
      }
      writer.endLine()
      writer.value("next")
    }
    #expect(
      text == #"[-1,null,{},[],{"a":true,"b":[[false]],"c":null},"end"]"# + "\n" + #""next""#)
  }

  @Test func `the indented layout has one member a line`() {
    let text = written(.indented) { writer in
      writer.object { object in
        object.member("a") { $0.array { array in (1...2).forEach { array.value($0) } } }
        object.member("b") { $0.object { _ in } }
      }
    }
    #expect(text == "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}")
  }

  @Test(arguments: [
    ("", #""""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t\u{8}\u{0}", #""\n\r\t\u0008\u0000""#),
    ("é☃😀", "\"é☃😀\""), ("\u{7f}\u{9b}", #""\u007f\u009b""#),
    ("\u{2028}\u{202e}\u{feff}", #""\u2028\u202e\ufeff""#), ("\u{e0001}", #""\udb40\udc01""#),
  ])
  func `strings are escaped where RFC 8259 or a terminal needs it`(text: String, json: String) {
    #expect(written(.compact) { $0.value(text) } == json)
    #expect(written(.compact) { $0.object { $0.member(text, 1) } } == "{\(json):1}")
  }
}
