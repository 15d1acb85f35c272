import Testing

@testable import YAMLSyntax

struct YAMLScalarTests {
  @Test(arguments: [
    ("", YAMLScalar.null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null),
    ("nULL", .string), ("none", .string),
    ("yes", .bool(true)), ("Yes", .bool(true)), ("YES", .bool(true)), ("yEs", .string),
    ("y", .bool(true)), ("Y", .bool(true)), ("n", .bool(false)), ("N", .bool(false)),
    ("no", .bool(false)), ("NO", .bool(false)), ("on", .bool(true)), ("Off", .bool(false)),
    ("true", .bool(true)), ("FALSE", .bool(false)), ("truE", .string), ("norway", .string),
    ("0", .int(0)), ("00", .int(0)), ("80", .int(80)), ("+80", .int(80)), ("-80", .int(-80)),
    ("0x50", .int(80)), ("0X50", .int(80)), ("-0x50", .int(-80)), ("0o120", .int(80)),
    ("0120", .int(80)), ("017", .int(15)), ("0o17", .int(15)), ("0b101", .int(5)),
    ("1_000", .int(1000)), ("8_0", .int(80)), ("_80", .string), ("0x", .string), ("0b2", .string),
    ("0080", .float(80)), ("0o8", .string), ("-", .string), ("+", .string), ("--1", .string),
    ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
    ("9223372036854775808", .uint(1 << 63)), ("18446744073709551615", .uint(.max)),
    ("+9223372036854775808", .float(9.223372036854775808e18)),
    ("18446744073709551696", .float(18_446_744_073_709_551_616)),
    ("-9223372036854775809", .float(-9_223_372_036_854_775_808)),
    ("1.5", .float(1.5)), ("1.", .float(1)), (".5", .float(0.5)), ("-.5", .float(-0.5)),
    ("1e3", .float(1000)), ("1E+3", .float(1000)), ("1e", .string), (".", .string),
    ("1e400", .string), ("12e4567", .string), ("1e-400", .float(0)),
    ("22:30", .string), ("1:20", .string), ("10.96.0.10", .string), ("fe80::1", .string),
    ("2024-01-01", .string), ("2001-12-14t21:59:43.10-05:00", .string), ("1.2.3", .string),
    (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("+.Inf", .float(.infinity)),
    ("inf", .string), ("nan", .string), ("0x1p4", .string), ("１２", .string), ("٨٠", .string),
  ])
  func `a plain scalar has the type that go-yaml gives it`(text: String, expected: YAMLScalar) {
    #expect(YAMLScalar(plain: text.utf8.span) == expected)
  }

  @Test func `not a number is a float`() {
    guard case .float(let value) = YAMLScalar(plain: ".NaN".utf8.span) else {
      Issue.record("not a float")
      return
    }
    #expect(value.isNaN)
  }

  @Test(arguments: [
    ("!!str 80", "'80'"), ("!!str no", "'no'"), ("!!str", "''"), ("! 80", "'80'"),
    ("!!int \"80\"", "80"), ("!!int 0x50", "80"), ("!!float 1", "1.0f"), ("!!bool 'yes'", "true"),
    ("!!null ''", "null"), ("!!binary aGVsbG8=", "'hello'"), ("!!map {}", "{}"),
    ("!!seq []", "[]"), ("'80'", "'80'"), ("\"no\"", "'no'"), ("|\n 80", "'80'"),
    ("!!binary |\n aGVs\n bG8=", "'hello'"), ("!<tag:yaml.org,2002:str> 1", "'1'"),
  ])
  func `a tag or quotes decide before the text does`(text: String, expected: String) {
    let reading = Reading(text)
    #expect(reading.codes == [])
    #expect(reading.dump == expected)
  }

  @Test(arguments: [
    ("a: !!int x", "NC0122@3-8"), ("a: !!bool 1", "NC0122@3-9"), ("a: !!null x", "NC0122@3-9"),
    ("a: !!int 1.5", "NC0122@3-8"), ("a: !!seq x", "NC0122@3-8"), ("a: !!map []", "NC0122@3-8"),
    ("a: !!binary /w==", "NC0122@3-11"), ("a: !!binary x", "NC0122@3-11"),
    ("a: !!binary aG=s", "NC0122@3-11"), ("a: !!timestamp 2001-01-01", "NC0121@3-14"),
    ("a: !custom x", "NC0121@3-10"), ("a: &x !custom x", "NC0121@6-13"),
    ("a: !!python/object/apply:os.system [x]", "NC0121@3-34"), ("a: !!set {x}", "NC0121@3-8"),
    ("a: !h!x y", "NC0121@3-7"),
  ])
  func `a tag that does not fit or is unknown is refused at the tag`(text: String, code: String) {
    #expect(Reading(text).codes == [code])
  }
}
