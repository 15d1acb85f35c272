import Foundation
import Glibc
import TestSupport
import Testing

/// The output tree when the world does not play along.
@Suite struct OutputTreeTests {
  /// A lab with a first build, and an input that changes every file of the next one.
  private func changedLab() throws -> Lab {
    let lab = try Lab()
    try lab.netc("build", "in", "-o", "out")
    try lab.scratch.write("in/web.yaml", Lab.web.replacing("port: 80,", with: "port: 81,"))
    return lab
  }

  private func leftovers(_ lab: Lab) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: lab.scratch.path)
      .filter { $0.hasPrefix(".") }
  }

  @Test func `stale files go, others stay and are reported`() throws {
    let lab = try changedLab()
    try lab.scratch.write("out/notes.txt", "mine\n")
    try lab.scratch.write("out/nodes/birch/mine/a", "mine\n")
    try lab.scratch.write("out/nodes/birch/mine/b", "mine\n")
    let before = try lab.identity("out/notes.txt")
    let result = try lab.netc("build", "in", "-o", "out", "--node", "ash")
    #expect(result.status == 0)
    #expect(result.messages.contains("warning[NC0006]: out/notes.txt is not netc's; it was kept"))
    #expect(result.messages.contains("warning[NC0006]: out/nodes/birch/mine is not netc's"))
    #expect(!result.messages.contains("mine/a"))
    #expect(try lab.identity("out/notes.txt") == before)
    #expect(
      try Repository.files(below: lab.scratch.url("out/nodes/birch")) == ["mine/a", "mine/b"])
    #expect(try leftovers(lab) == [])
  }

  @Test func `links in the tree are kept and never followed`() throws {
    let lab = try changedLab()
    try lab.scratch.write("elsewhere/iptables.rules", "not netc's\n")
    try lab.shell("rm -r out/nodes/ash/iptables.rules; ln -s ../../../elsewhere out/link")
    try lab.shell("ln -s ../../../elsewhere/iptables.rules out/nodes/ash/iptables.rules")
    #expect(try lab.netc("build", "in", "-o", "out").status == 0)
    #expect(try lab.scratch.text("elsewhere/iptables.rules") == "not netc's\n")
    let rules = lab.scratch.url("out/nodes/ash/iptables.rules").path()
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: rules)) == nil)
    #expect(try lab.shell("readlink out/link").output == "../../../elsewhere\n")
    // A folder of the tree that has become a link is in the way.
    try lab.shell("rm -r out/nodes/ash; ln -s ../../elsewhere out/nodes/ash")
    #expect(try lab.netc("build", "in", "-o", "out").status == 2)
    #expect(try Repository.files(below: lab.scratch.url("elsewhere")) == ["iptables.rules"])
  }

  @Test func `a link to the output folder stays a link`() throws {
    let lab = try changedLab()
    try lab.shell("mkdir real; mv out real/tree; ln -s real/tree out")
    #expect(try lab.netc("build", "in", "-o", "out").status == 0)
    #expect(try lab.shell("readlink out").output == "real/tree\n")
    #expect(try lab.netc("build", "in", "-o", "real/tree", "--check").status == 0)
  }

  @Test(arguments: [
    "mkdir out && echo mine >out/notes.txt",
    "mkdir out && echo '{}' >out/manifest.json",
    "mkdir out && printf '{\\n  \"format\": 1,\\n  \"netc\": \"0\",' >out/manifest.json",
    "mkdir out && ln -s ../in/web.yaml out/manifest.json",
    "echo mine >out", "ln -s nowhere out", "mkfifo out",
  ])
  func `a folder that is not netc's is refused`(_ setup: String) throws {
    let lab = try Lab()
    try lab.shell(setup)
    let before = try lab.snapshot()
    #expect(try lab.netc("build", "in", "-o", "out").status == 2)
    #expect(try lab.snapshot() == before)
  }

  @Test func `an empty folder is taken, with its permissions`() throws {
    let lab = try Lab()
    try lab.shell("mkdir -m 700 out")
    #expect(try lab.netc("build", "in", "-o", "out").status == 0)
    #expect(try lab.shell("stat -c %a out").output == "700\n")
    try lab.scratch.write("in/web.yaml", Lab.cluster)
    try lab.netc("build", "in", "-o", "out")
    #expect(try lab.shell("stat -c %a out").output == "700\n")
  }

  @Test(arguments: [
    // A folder where a file shall be, with something in it or not.
    "rm out/nodes/ash/iptables.rules; mkdir out/nodes/ash/iptables.rules",
    "rm out/nodes/ash/iptables.rules; mkdir out/nodes/ash/iptables.rules; "
      + "touch out/nodes/ash/iptables.rules/mine",
    // A file where a folder shall be.
    "rm -r out/nodes/ash; echo mine >out/nodes/ash",
    "rm -r out/nodes; echo mine >out/nodes",
  ])
  func `what is in the way and not netc's is not touched`(_ setup: String) throws {
    let lab = try changedLab()
    try lab.shell(setup)
    let before = try lab.snapshot()
    let result = try lab.netc("build", "in", "-o", "out")
    #expect(result.status == 2)
    #expect(result.messages.contains("is in the way"))
    #expect(try lab.snapshot() == before)
  }

  @Test func `a manifest cannot make netc remove what lies outside`() throws {
    let lab = try changedLab()
    try lab.scratch.write("precious", "mine\n")
    let manifest = try lab.scratch.text("out/manifest.json")
    let path = lab.scratch.url("precious").path()
    for evil in ["../precious", path, "nodes/../../precious", "nodes//ash", ".", ""] {
      try lab.scratch.write(
        "out/manifest.json",
        manifest.replacing("\"nodes/ash/iptables.rules\"", with: "\"\(evil)\""))
      _ = try lab.netc("build", "in", "-o", "out", "--node", "birch")
      #expect(lab.scratch.exists("precious"))
    }
  }

  @Test func `a file that cannot be written leaves everything as it was`() throws {
    let lab = try changedLab()
    let before = try lab.scratch.contents(of: ".")
    // The shell counts in blocks of 512 bytes: the manifest does not fit.
    let result = try lab.shell("ulimit -f 1; exec \"$NETC\" build in -o out")
    #expect(result.status == 2)
    #expect(result.messages.contains("File too large"))
    #expect(try lab.scratch.contents(of: ".") == before)
    #expect(try leftovers(lab) == [])
  }

  @Test func `a full disk leaves everything as it was`() throws {
    let lab = try changedLab()
    let script = """
      mount -t tmpfs -o size=64k none disk || exit 99
      cp -r in out disk/; cd disk
      head -c 64000 /dev/zero >filler 2>/dev/null
      find . -type f ! -name filler | sort | xargs sha256sum >../before
      "$NETC" build in -o out; status=$?
      find . -type f ! -name filler | sort | xargs sha256sum >../after
      exit $status
      """
    try lab.scratch.write("script", script)
    let result = try lab.shell("mkdir disk; exec unshare -rm sh script")
    if result.status == 99 || result.messages.contains("unshare") {
      return print("skipped: no mount namespaces here")
    }
    #expect(result.status == 2)
    #expect(result.messages.contains("No space left on device"))
    #expect(try lab.scratch.text("before") == lab.scratch.text("after"))
  }

  @Test func `a killed build leaves the old tree or the new one`() throws {
    let lab = try changedLab()
    // Many files, so that there is something to interrupt.
    let pods = (0..<150).map { number in
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: p\(number)}
      spec: {nodeName: ash, containers: [{name: web, image: "web:1"}]}
      ---

      """
    }.joined()
    try lab.scratch.write("in/pods.yaml", pods)
    try lab.netc("build", "in", "-o", "out")
    try lab.shell("cp -r in/netc.lock lock")
    let script = """
      state() { (cd out && cat SHA256SUMS && sha256sum --quiet --strict -c SHA256SUMS) | sha256sum; }
      states="$(state)"
      sed -i 's/port: 81/port: 82/' in/web.yaml
      delay=1
      while [ $delay -le 40 ]; do
        "$NETC" build in -o out >/dev/null 2>&1 & pid=$!
        sleep 0.0$((delay / 10))$((delay % 10)); kill -9 $pid 2>/dev/null; wait $pid 2>/dev/null
        (cd out && sha256sum --quiet --strict -c SHA256SUMS) || exit 1
        cmp -s in/netc.lock lock || exit 2
        sed -i "s/port: 8[0-9]/port: 8$((delay % 10))/" in/web.yaml
        delay=$((delay + 1))
      done
      "$NETC" build in -o out || exit 3
      "$NETC" build in -o out --check || exit 4
      ls -A
      """
    let result = try lab.shell(script)
    #expect(result.status == 0, "\(result.messages)\(result.output)")
    #expect(try leftovers(lab) == [])
  }

  @Test func `a tree of somebody else's is refused as a whole`() throws {
    guard geteuid() == 0 else { return print("skipped: only root can play two users") }
    let lab = try changedLab()
    try lab.shell("chmod 777 . in; chmod 666 in/*; chown -R 65534 .; chown -R 0 out")
    let before = try lab.snapshot()
    let script = "setpriv --reuid=65534 --clear-groups \"$NETC\" build in -o out"
    let result = try lab.shell(script)
    #expect(result.status == 2, "\(result.messages)")
    #expect(result.messages.contains("Permission denied"))
    #expect(try lab.snapshot() == before)
    // One folder of it is enough; files of others are written anew.
    try lab.shell("chown 65534 out out/nodes out/nodes/birch")
    #expect(try lab.shell(script).status == 2)
    try lab.shell("chown 65534 out/nodes/ash; find out -type d -exec chown 65534 {} +")
    #expect(try lab.shell(script).status == 0)
    #expect(try lab.shell(script + " --check").status == 0)
    #expect(try leftovers(lab) == [])
  }

  @Test func `builds at the same time do not disturb each other`() throws {
    let lab = try Lab()
    let script = """
      builds=
      for i in 1 2 3 4 5 6 7 8; do "$NETC" build in -o out -q & builds="$builds $!"; done
      for build in $builds; do wait "$build" || exit 1; done
      "$NETC" build in -o out --check
      """
    let result = try lab.shell(script)
    #expect(result.status == 0, "\(result.messages)")
    #expect(try leftovers(lab) == [])
  }

  @Test func `a lock that cannot be written leaves everything as it was`() throws {
    let lab = try Lab()
    let result = try lab.netc("build", "in", "-o", "out", "--lock", "/proc/netc.lock")
    #expect(result.status == 2)
    #expect(!lab.scratch.exists("out"))
    #expect(try lab.netc("build", "in", "-o", "out").status == 0)
    let inside = try lab.netc("build", "in", "-o", "out", "--lock", "out/netc.lock")
    #expect(inside.status == 2)
  }
}
