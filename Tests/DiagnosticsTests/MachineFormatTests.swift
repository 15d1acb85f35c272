@testable import Diagnostics
import Testing

@Suite struct MachineFormatTests {
  private let fixture = Fixture("a: 1\nb: \"é2\"\n", path: "dir/a b.yaml")

  private var full: Diagnostic {
    finding(
      "no \"2\"\n\u{1b}[0m", at: fixture.range(of: "é2"), severity: .warning,
      notes: [Note("see: there", at: fixture.range(of: "1"))], help: "write 3",
      fixes: [Fix(replace: fixture.range(of: "2"), with: "3")], object: "Service default/web")
  }

  @Test func `short is one line per finding`() {
    let text = fixture.render([full, finding("none", at: nil, code: 7)], .short)
    #expect(
      text == """
        dir/a b.yaml:2:5: warning[NC0401]: no "2"\\n\\u{1B}[0m
        error[NC0007]: none

        """)
  }

  @Test func `json has every key, in the order of the contract`() {
    let text = fixture.render([full, finding("none", at: nil, code: 7)], .json)
    #expect(
      text == #"""
        {"code":"NC0401","severity":"warning","message":"no \"2\"\n\u001b[0m",\#
        "file":"dir/a b.yaml","line":2,"column":5,"endLine":2,"endColumn":7,"help":"write 3",\#
        "related":[{"file":"dir/a b.yaml","line":1,"column":4,"endLine":1,"endColumn":5,\#
        "message":"see: there"}],\#
        "fixes":[{"file":"dir/a b.yaml","line":2,"column":6,"endLine":2,"endColumn":7,\#
        "replacement":"3"}],"object":"Service default/web"}
        {"code":"NC0007","severity":"error","message":"none","file":null,"line":null,\#
        "column":null,"endLine":null,"endColumn":null,"help":null,"related":[],"fixes":[],\#
        "object":null}

        """#)
  }

  @Test func `github escapes what would end a command or a property`() {
    let hostile = Fixture("a: 1\n", path: "x,line=9:::%0A\n.yaml")
    let range = hostile.range(of: "1")
    let text = hostile.render(
      [
        finding(
          "50%\n::error::", at: range, notes: [Note("see", at: range)], help: "do"),
        finding("none", at: nil, severity: .note),
      ], .github)
    let first =
      "::error file=x%2Cline=9%3A%3A%3A%250A%0A.yaml,line=1,endLine=1,col=4,endColumn=5,"
      + "title=NC0401::50%25\\n::error::%0Ax,line=9:::%250A\\n.yaml:1:4: note: see%0Ahelp: do\n"
    #expect(text == first + "::notice title=NC0401::none\n")
  }

  @Test func `sarif says the same in its own words`() {
    let page = DiagnosticPage(401, .warning, "Two is wrong", explanation: "Use three.")
    let text = fixture.render([full], .sarif, pages: [page])
    #expect(text == Self.sarif)
  }

  @Test func `an empty report is an empty document`() {
    for format in DiagnosticFormat.allCases where format != .sarif {
      #expect(fixture.render([], format).isEmpty)
    }
    #expect(fixture.render([], .sarif).contains("\"results\": []"))
  }

  @Test func `sarif paths cannot be taken for another scheme`() {
    for (path, uri) in [
      ("javascript:x", "javascript%3Ax"), ("/abs/a", "file:///abs/a"), ("<stdin>", "%3Cstdin%3E"),
      ("é\n", "%C3%A9%0A"),
    ] {
      let fixture = Fixture("a", path: path)
      let text = fixture.render([finding("no", at: fixture.range(0, 1))], .sarif)
      #expect(text.contains("\"uri\": \"\(uri)\""), "\(path)")
    }
  }

  private static let sarif = #"""
    {
      "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/\#
    sarif-schema-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "netc",
              "rules": [
                {
                  "id": "NC0401",
                  "shortDescription": {
                    "text": "Two is wrong"
                  },
                  "fullDescription": {
                    "text": "Use three."
                  }
                }
              ]
            }
          },
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "NC0401",
              "ruleIndex": 0,
              "level": "warning",
              "message": {
                "text": "no \"2\"\n\u001b[0m\nhelp: write 3"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "dir/a%20b.yaml"
                    },
                    "region": {
                      "startLine": 2,
                      "startColumn": 5,
                      "endLine": 2,
                      "endColumn": 7
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "Service default/web"
                    }
                  ]
                }
              ],
              "relatedLocations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "dir/a%20b.yaml"
                    },
                    "region": {
                      "startLine": 1,
                      "startColumn": 4,
                      "endLine": 1,
                      "endColumn": 5
                    }
                  },
                  "message": {
                    "text": "see: there"
                  }
                }
              ],
              "fixes": [
                {
                  "artifactChanges": [
                    {
                      "artifactLocation": {
                        "uri": "dir/a%20b.yaml"
                      },
                      "replacements": [
                        {
                          "deletedRegion": {
                            "startLine": 2,
                            "startColumn": 6,
                            "endLine": 2,
                            "endColumn": 7
                          },
                          "insertedContent": {
                            "text": "3"
                          }
                        }
                      ]
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    }

    """#
}
