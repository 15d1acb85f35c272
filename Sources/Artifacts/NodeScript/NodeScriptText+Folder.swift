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
          [ ! -f "$folder/$tool.rules" ] || {
            echo "$tool"
            break
          }
        done
      done
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

    # rules_of TOOL DIR: its rules file, or nothing
    rules_of() { if [ -f "$2/$1.rules" ]; then echo "$2/$1.rules"; else echo /dev/null; fi; }

    # new_chains TOOL DIR: "TABLE CHAIN" for each chain that DIR's rules declare and ours do not
    new_chains() {
      awk '
        /^-/ { next }
        /^\*/ { table = substr($1, 2) }
        /^:/ && part == "own" { own[table, $1] }
        /^:/ && part == "want" && !((table, $1) in own) { print table, substr($1, 2) }
      ' part=own "$(rules_of "$1" "$RUN/up")" "$(rules_of "$1" "$RUN/next")" part=want "$2/$1.rules"
    }

    # without FILE: the lines of stdin that FILE does not have
    without() { awk -v file="$1" 'BEGIN { while ((getline l < file) > 0) s[l] } !($0 in s)'; }

    backwards() { awk '{ l[NR] = $0 } END { for (i = NR; i > 0; i--) print l[i] }'; }

    # read_setting KEY: sets `now`, to nothing if the host has no such key. (Not with `read`: dash reads
    # byte by byte, and these files have only one read in them.)
    read_setting() { now=$(cat "/proc/sys/$1" 2>/dev/null) || now=; }

    """#
}
