/// A sysctl.conf: settings with a line for the reader, in the order in which they are made.
struct SysctlDocument {
  let settings: [Setting]

  /// Settings of interfaces that netc makes are not here; `netns.sh` makes them with the interface.
  struct Setting {
    /// Nil: the remark before still holds.
    let remark: StaticString?
    /// With dots.
    let key: StaticString
    let value: Int
  }
}
