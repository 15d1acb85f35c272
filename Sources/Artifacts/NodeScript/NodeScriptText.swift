/// The fixed text of `node.sh`, part by part in the order of the script.
///
/// POSIX sh, clean under shellcheck. It knows nothing of one node but its name and addresses:
/// the rest it reads from the files beside it.
enum NodeScriptText {
  static let usage: StaticString = #"""
    #   sh node.sh check                  say what stands in the way; changes nothing
    #   sh node.sh up                     bring this folder up, or move to it from another build
    #   sh node.sh up --confirm SECONDS   the same, and go back unless `confirm` comes in time
    #   sh node.sh confirm                keep what `up --confirm` brought up
    #   sh node.sh down                   remove all that netc made on this host
    #   sh node.sh status                 what is up, from which build, what has drifted
    #   sh node.sh version                the digest of this folder
    #
    # /run/netc holds what is up, so that `down` needs no build folder:
    #   up/    copy of the folder that is up       next/  copy of the folder on its way up
    #   timeouts  of IPVS, from before netc        nginx  what nginx runs with, in nginx.d/
    #   rules.TOOL, backend.TOOL  what iptables-save said when that came up, and which iptables it was
    #   digest, digest.next  of the two folders
    #   added  plan lines made on the way up       late   old plan lines to remove at its end
    #   saved  sysctls from before netc            saved.next  those saved on the way up
    #   saved.gone  those that go back at the end
    #   old/   up/ and what tells of it, while next/ takes its place
    # Where next/ exists, a change is waiting for `confirm` or was cut off; the next run takes it back.

    """#

  static let constants: StaticString = #"""

    RUN=/run/netc
    WORK=$RUN/work
    ETC=/etc/netns
    DNS=/etc/netc/dns    # what CoreDNS runs in; outlives a reboot
    LIST=/etc/netc/netns # the folders in /etc/netns that are ours, a name a line; outlives a reboot

    # What `up` looks at: `outside` where another build is up than the one that comes. Then nobody has
    # asked to mend, and what both builds have is looked at as far as a few listings show it.
    view=whole

    set -u
    LC_ALL=C
    PATH=$PATH:/usr/sbin:/sbin
    export LC_ALL PATH
    HERE=$(cd "$(dirname "$0")" && pwd) || exit 2

    say() { echo "$NODE: $*"; }
    complain() { echo "$NODE: $*" >&2; }

    die() {
      complain "$*"
      exit 1
    }

    """#

  /// All parts behind the constants.
  static let parts = [
    folder, check, sysctls, links, files, dns, ipsets, ipvs, nftables, rules, ruleSteps, nginx,
    services, flows, frr, keepalived, announcing, change, status,
  ]
}
