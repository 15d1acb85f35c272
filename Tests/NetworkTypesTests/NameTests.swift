import NetworkTypes
import Testing

/// What a text gives under one kind: nil for legal, otherwise the reason and the suggestion.
private func outcome<Name: CheckedName>(
  _ text: String, as kind: Name.Type
) -> (reason: NameError.Reason, suggestion: String?)? {
  do throws(NameError) {
    let name = try Name(parsing: text)
    #expect(name.text == text)
    return nil
  } catch {
    return (error.reason, error.suggestion)
  }
}

private func repeated(_ text: String, _ count: Int) -> String {
  String(repeating: text, count: count)
}

@Suite struct NameTests {
  @Test(arguments: ["a", "0", "web", "a-b", "a--b", "9to5", repeated("a", 63)])
  func `a legal DNS label is taken as it is`(text: String) {
    #expect(outcome(text, as: DNSLabel.self) == nil)
    #expect(outcome(text, as: DNSSubdomain.self) == nil)
  }

  @Test(
    arguments: [
      ("", .empty, nil), ("Web_App", .badCharacter("W"), "web-app"), ("-a", .badStart, "a"),
      ("a-", .badEnd, "a"), ("a.b", .badCharacter("."), "a-b"),
      ("a\nb", .badCharacter("\n"), "a-b"), ("a b", .badCharacter(" "), "a-b"),
      ("a;reboot", .badCharacter(";"), "a-reboot"), ("../etc", .badCharacter("."), "etc"),
      ("$(id)", .badCharacter("$"), "id"), ("größe", .badCharacter("ö"), "gr-e"),
      ("é", .badCharacter("é"), nil), ("e\u{301}", .badCharacter("\u{301}"), "e"),
      ("\u{202E}abc", .badCharacter("\u{202E}"), "abc"), ("a\0", .badCharacter("\0"), "a"),
      (repeated("a", 64), .tooLong(64), repeated("a", 63)),
      (repeated("a", 62) + "-b", .tooLong(64), repeated("a", 62)), ("--", .badStart, nil),
    ] as [(String, NameError.Reason, String?)])
  func `an illegal DNS label is refused with the nearest legal one`(
    text: String, reason: NameError.Reason, suggestion: String?
  ) throws {
    let found = try #require(outcome(text, as: DNSLabel.self))
    #expect(found.reason == reason)
    #expect(found.suggestion == suggestion)
  }

  @Test(
    arguments: [
      ("a.b", nil), ("a-1.b-2.c", nil), (repeated("a", 253), nil), (repeated("a.", 126) + "a", nil),
      (repeated("a", 254), .tooLong(254)), (".a", .emptyPart), ("a.", .emptyPart),
      ("a..b", .emptyPart), (".", .emptyPart), ("a.-b", .badStart), ("a-.b", .badEnd),
      ("a.b-", .badEnd), ("*.a", .badCharacter("*")), ("a_b.c", .badCharacter("_")),
      ("A.b", .badCharacter("A")), ("a/b", .badCharacter("/")),
    ] as [(String, NameError.Reason?)])
  func `a DNS name is labels between dots`(text: String, reason: NameError.Reason?) {
    #expect(outcome(text, as: DNSSubdomain.self)?.reason == reason)
  }

  @Test func `a name with a label that DNS cannot carry says so`() throws {
    #expect(try !DNSSubdomain(parsing: repeated("a", 64)).fitsDNS)
    #expect(try DNSSubdomain(parsing: "x." + repeated("a", 63)).fitsDNS)
    #expect(try !DNSLabel(parsing: "9to5").startsWithLetter)
  }

  @Test(
    arguments: [
      ("http", nil), ("8080-a", nil), ("a", nil), (repeated("a", 15), nil),
      (repeated("a", 16), .tooLong(16)), ("8080", .noLetter), ("a--b", .repeatedHyphen),
      ("-a", .badStart), ("a-", .badEnd), ("HTTP", .badCharacter("H")),
      ("a_b", .badCharacter("_")), ("", .empty),
    ] as [(String, NameError.Reason?)])
  func `a port name is an IANA service name`(text: String, reason: NameError.Reason?) {
    #expect(outcome(text, as: PortName.self)?.reason == reason)
  }

  @Test(
    arguments: [
      ("app", nil), ("app.kubernetes.io/name", nil), ("A_b.c-D", nil),
      ("a/" + repeated("x", 63), nil),
      (repeated("a", 253) + "/x", nil), (repeated("a", 254) + "/x", .badPrefix),
      ("a/" + repeated("x", 64), .tooLong(64)), ("", .empty), ("/x", .badPrefix), ("a/", .empty),
      ("a/b/c", .badCharacter("/")), ("A/b", .badPrefix), ("-a", .badStart), ("a-", .badEnd),
      ("a b", .badCharacter(" ")), ("x.y/é", .badCharacter("é")),
    ] as [(String, NameError.Reason?)])
  func `a label key is a name behind an optional DNS name`(
    text: String, reason: NameError.Reason?
  ) {
    #expect(outcome(text, as: LabelKey.self)?.reason == reason)
  }

  @Test(
    arguments: [
      ("", nil), ("v1.2_3-x", nil), ("Web", nil), (repeated("x", 63), nil),
      (repeated("x", 64), .tooLong(64)), ("-x", .badStart), ("x.", .badEnd),
      ("a/b", .badCharacter("/")), ("a=b", .badCharacter("=")),
    ] as [(String, NameError.Reason?)])
  func `a label value may be empty and keeps its case`(text: String, reason: NameError.Reason?) {
    #expect(outcome(text, as: LabelValue.self)?.reason == reason)
  }

  @Test(
    arguments: [
      ("eth0", nil), ("enp0s31f6", nil), ("eth0.100", nil), ("br-lan_1", nil),
      (repeated("a", 15), nil), (repeated("a", 16), .tooLong(16)), ("", .empty), (".", .badStart),
      ("..", .badStart), ("-i", .badStart), ("a/b", .badCharacter("/")),
      ("a:b", .badCharacter(":")),
      ("a b", .badCharacter(" ")), ("eth%d", .badCharacter("%")), ("eth+", .badCharacter("+")),
      ("all", .reserved), ("default", .reserved), ("defaults", nil),
    ] as [(String, NameError.Reason?)])
  func `an interface name is one that kernel and shell take`(
    text: String, reason: NameError.Reason?
  ) {
    #expect(outcome(text, as: InterfaceName.self)?.reason == reason)
  }

  @Test func `a message says what is wrong and what the rule is`() {
    let error = #expect(throws: NameError.self) { try DNSLabel(parsing: "a\u{7}b") }
    #expect(
      error?.message == "U+0007 is not allowed; a DNS label must have at most 63 characters of "
        + "a-z, 0-9 and '-', and start and end with a letter or digit")
    for kind in NameKind.allCases {
      #expect(!kind.rule.hasSuffix("."))
    }
  }

  @Test(arguments: Seeds.all)
  func `a suggestion is legal, and a legal name needs none`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("ab09-_./A Z\n\u{301}é☃")
    for _ in 0..<3_000 {
      let text = String(
        (0..<Int.random(in: 0...80, using: &random)).map { _ in
          alphabet.randomElement(using: &random) ?? "a"
        })
      try checkSuggestion(text, DNSLabel.self)
      try checkSuggestion(text, DNSSubdomain.self)
      try checkSuggestion(text, PortName.self)
      try checkSuggestion(text, LabelKey.self)
      try checkSuggestion(text, LabelValue.self)
      try checkSuggestion(text, InterfaceName.self)
    }
  }

  private func checkSuggestion<Name: CheckedName>(_ text: String, _ kind: Name.Type) throws {
    guard let suggestion = outcome(text, as: kind)?.suggestion else { return }
    try #require(suggestion != text, "\(text.debugDescription)")
    try #require(outcome(suggestion, as: kind) == nil, "\(text.debugDescription)")
  }

  @Test func `objects sort by namespace, then by name`() {
    let names = [
      ObjectName(clusterScoped: "z"), ObjectName(namespace: "a", name: "b"),
      ObjectName(namespace: "a", name: "c"), ObjectName(namespace: "a-b", name: "a"),
      ObjectName(namespace: "b", name: "a"),
    ]
    #expect(names.reversed().sorted() == names)
    #expect(names.map(\.description) == ["z", "a/b", "a/c", "a-b/a", "b/a"])
  }
}
