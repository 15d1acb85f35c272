"""All of a host that `up` may change, as lines."""
import http.client
import re

from lab.host import inside

LOOK = r"""
ip -d -o link show | sed 's/^[0-9]*: //;s/@if[0-9]*//;s/ [a-z_]*timer *[0-9.]*//g;s/link-netnsid [0-9]*//'
ip -o addr show | sed 's/^[0-9]*: //'
for f in -4 -6; do ip $f route show table all; ip $f rule; done
ip neigh show nud permanent
ip netns list | sed 's/ (id.*//'
for ns in $(ip netns list | sed 's/ .*//' | sort); do
  ip -n $ns -o addr show | sed "s/^[0-9]*: /$ns /;s/@if[0-9]*//"
  ip -n $ns route | sed "s/^/$ns /"; ip -n $ns -6 route | sed "s/^/$ns /"
done
find /etc/netns /etc/netc /run/netc -type f 2>/dev/null | while read -r f; do
  case $f in
    */lock | */pid | *.pid) ;;
    */rules.*) echo "$f $(sort "$f" | cksum)" ;;
    *) echo "$f $(cksum <"$f")" ;;
  esac
done
find /etc/netns /etc/netc /run/netc -type d -o -type l 2>/dev/null
for t in iptables ip6tables; do
  $t-save | sed '/^#/d;s/ *\[[0-9]*:[0-9]*\]//' | awk '
    /^\*/ { table = $0; next } /^COMMIT/ || / ACCEPT$/ { next } { print table, $0 }'
done
nft -s list ruleset | awk '/^table/ { table = $3 } table ~ /netc/'
grep -r . /proc/sys/net 2>/dev/null |
  grep -Ev 'conntrack_count|/(mtu|base_reachable_time|stable_secret|fastopen_key|retrans_time)|gc_interval'
ss -Hltn | awk '{ print "listens", $4 }'
for p in /proc/[0-9]*; do
  [ "$(readlink $p/ns/net)" = "$(readlink /proc/self/ns/net)" ] || continue
  tr '\0' ' ' <$p/cmdline 2>/dev/null | grep -E '^(nginx: master|keepalived)'
done
"""

VIP = re.compile(r"\b(192\.168\.56\.|fd00:56::)20\d\b")
VTYSH = "vtysh -c 'show running-config'"


def look(host, part):
    lines = sorted(host.on("sh", "-c", LOOK, check=False).stdout.splitlines())
    if part == "ingress":
        lines.append(f"nginx leads to {redirection(host)}")
    if part == "bgp":
        lines += host.on("sh", "-c", VTYSH).stdout.splitlines()
    if part == "keepalived":  # which takes its addresses when it likes to
        lines = [line for line in lines if " eth0" not in f" {line}" or not VIP.search(line)]
    return lines


def redirection(host):
    """Where nginx sends the clients of a.example: each build has its own answer."""
    with inside(host):
        connection = http.client.HTTPConnection("192.168.56.11", timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": "a.example", "Connection": "close"})
            return connection.getresponse().getheader("location")
        except OSError as error:
            return error.strerror
        finally:
            connection.close()


def difference(wanted, got):
    missing, more = set(wanted) - set(got), set(got) - set(wanted)
    return [f"- {line}" for line in sorted(missing)] + [f"+ {line}" for line in sorted(more)]
