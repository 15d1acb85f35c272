/// Document → the text of sysctl.d(5).
struct SysctlPrinter {
  private(set) var out = TextBuffer()

  init(_ document: SysctlDocument) {
    out.write("# netc: set by node.sh, which puts back on `down` what was there before.\n")
    for setting in document.settings {
      if let remark = setting.remark {
        out.write("# ")
        out.write(remark)
        out.write("\n")
      }
      out.write(setting.key)
      out.write(" = ")
      out.write(setting.value)
      out.write("\n")
    }
  }
}
