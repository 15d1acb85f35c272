extension NodeScriptText {
  /// Reading a node's folder.
  static let folder: StaticString = #"""
    # --- what a folder holds -------------------------------------------------------------------------

    # digest DIR: names a build by its content
    digest() { (cd "$1" && find . -type f | sort | xargs sha256sum | sha256sum | cut -c 1-12); }

    # tools DIR...: the iptables tools for which one of the folders has rules
    tools() {
      for tool in iptables ip6tables; do
        for folder; do
          [ ! -f "$folder/$tool.rules" ] || echo "$tool"
        done
      done | uniq
    }

    # plan_of DIR: empty if there is no such folder
    plan_of() { [ ! -f "$1/netns.sh" ] || sh "$1/netns.sh" plan; }

    # sandboxes_of DIR: the sandboxes that have files of their own
    sandboxes_of() { [ ! -d "$1/netns" ] || ls "$1/netns"; }

    # settings_of DIR: "KEY VALUE" for each line of sysctl.conf, the key as a path below /proc/sys
    settings_of() {
      [ ! -f "$1/sysctl.conf" ] || awk '/^[a-z]/ { gsub(/\./, "/", $1); print $1, $3 }' "$1/sysctl.conf"
      reuse_setting "$1"
    }

    # chains_of TOOL DIR...: "TABLE CHAIN" for each chain that the folders' rules declare
    chains_of() {
      tool=$1
      shift
      for folder; do
        [ ! -f "$folder/$tool.rules" ] || cat "$folder/$tool.rules"
      done | awk '/^\*/ { table = substr($1, 2) } /^:/ { print table, substr($1, 2) }' | sort -u
    }

    # without FILE: the lines of stdin that FILE does not have
    without() { awk -v file="$1" 'BEGIN { while ((getline l < file) > 0) s[l] } !($0 in s)'; }

    backwards() { awk '{ l[NR] = $0 } END { for (i = NR; i > 0; i--) print l[i] }'; }

    # read_setting KEY: sets `now`, to nothing if the host has no such key. (Not with `read`: dash reads
    # byte by byte, and these files have only one read in them.)
    read_setting() { now=$(cat "/proc/sys/$1" 2>/dev/null) || now=; }

    """#
}
