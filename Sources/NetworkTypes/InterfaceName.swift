/// The name of a network interface: 1…15 bytes that neither the kernel nor a shell minds.
///
/// The kernel forbids `/`, `:`, white space, `.` and `..` (`dev_valid_name`) and, for the sake of
/// its sysctl tree, `all` and `default` (`sysctl_dev_name_is_allowed`). Here the rest must be
/// letters, digits, `-`, `_` and `.`, and the first a letter or digit.
package struct InterfaceName: CheckedName {
  package let text: String
  package static var kind: NameKind { .interfaceName }

  package init(checked text: String) { self.text = text }

  package static func problem(in text: Span<UInt8>) -> NameProblem? {
    if text.isEmpty { return .reason(.empty) }
    for index in text.indices where !NameChecks.isLabelByte(text[index]) {
      return .badByte(at: index)
    }
    if text.count > kind.maximumLength { return .reason(.tooLong(text.count)) }
    if !text[0].isLetterOrDigit { return .reason(.badStart) }
    return isReserved(text) ? .reason(.reserved) : nil
  }

  /// The host's end of a pod's veth pair: `veth` and 8 hexadecimal digits of the hash of a name.
  ///
  /// Two names can meet in one hash, so the planner checks for collisions.
  package static func veth(for name: String) -> InterfaceName {
    var hasher = FNV1a()
    hasher.combine(name.utf8)
    var bytes = Array("veth".utf8)
    appendHex(UInt64(hasher.folded), digits: 8, to: &bytes)
    return InterfaceName(checked: String(decoding: bytes, as: UTF8.self))
  }

  private static func isReserved(_ text: Span<UInt8>) -> Bool {
    isEqual(text, "all") || isEqual(text, "default")
  }

  private static func isEqual(_ text: Span<UInt8>, _ word: String) -> Bool {
    let other = word.utf8.span
    guard text.count == other.count else { return false }
    for index in text.indices where text[index] != other[index] { return false }
    return true
  }
}
