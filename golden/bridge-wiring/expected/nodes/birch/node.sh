#!/bin/sh
# netc: brings node birch up on this host, and down again. As root:
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

NODE='birch'
ADDRESSES='192.168.70.12'

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

# --- check ---------------------------------------------------------------------------------------

# problems DIR: a line for each thing in the way of bringing DIR up; changes nothing
problems() {
  for tool in ip sysctl awk sed sort diff xargs sha256sum flock stat cmp find setsid unshare \
    $(tools "$1" | sed 's/.*/& &-save &-restore/') $(! has_servers "$1" || echo ipset ipvsadm) \
    $(! has_nft "$1" || echo nft) $([ ! -f "$1/conntrack.tsv" ] || echo conntrack) \
    $(announcing_tools "$1") $(! has_nginx "$1" || echo nginx); do
    command -v "$tool" >/dev/null || echo "no such tool: $tool"
  done
  command -v ip >/dev/null || return 0
  addresses=$(ip -o addr show) || echo "ip cannot list addresses"
  for address in $ADDRESSES; do
    case $addresses in
      *" $address/"*) ;;
      *) echo "this host does not have the address $address; is it $NODE?" ;;
    esac
  done
  plan=$(plan_of "$1")
  ours=$(plan_of "$RUN/up" && plan_of "$RUN/next")
  our_links=$(own_links "$ours")
  far_nodes "$plan"
  ranges_taken "$plan"
  unknown_links "$1"
  bgp_problems "$1"
  keepalived_problems "$1"
  nginx_problems "$1"
  settings_of "$1" | while read -r key _; do
    [ -e "/proc/sys/$key" ] || case $key in
      net/bridge/*) modprobe -nq br_netfilter || echo "no kernel module br_netfilter" ;;
      net/ipv4/vs/*) modprobe -nq ip_vs || echo "no kernel module ip_vs" ;;
      *) echo "this kernel has no sysctl $key" ;;
    esac
  done
  for tool in $(tools "$1"); do
    command -v "$tool-save" >/dev/null || continue
    backend=$(backend_of "$tool") || echo "$tool-save --version fails"
    before=$(cat "$RUN/backend.$tool" 2>/dev/null) || before=$backend
    [ "$backend" = "$before" ] ||
      echo "$tool is of $backend now, but netc is up with $before: run down with that one first"
  done
  names "$1" | awk '
    { thing = $2 " " $3 " " $4 " " $5; sub(/ +$/, "", thing) }
    $1 == "cannot" { print }
    $1 == "ours" { ours[thing] }
    $1 == "has" { has[thing] }
    $1 == "want" && thing in has && !(thing in ours) {
      print thing, "exists on this host, and netc did not make it"
    }'
}

# own_links PLAN: the names of our links, with a blank around each
own_links() {
  {
    echo "$1" | things ours
    ! has_servers "$RUN/up" "$RUN/next" || echo "ours link kube-ipvs0"
  } | awk 'BEGIN { printf " " } $2 == "link" { printf "%s ", $3 }'
}

# far_nodes PLAN: nodes that are not on a link of this host; `ip` says nothing of what it cannot
# reach
far_nodes() {
  hops=$(echo "$1" | awk '$1 == "route" && $3 != "unreachable" { print $3 }')
  for hop in $hops; do echo "route get $hop"; done | ip -o -force -batch - 2>/dev/null |
    awk -v hops="$(echo "$hops" | tr '\n' ' ')" '
      { found[$1 == "local" ? $2 : $1] = / via / ? "far" : "near" }
      END {
        count = split(hops, hop, " ")
        for (i = 1; i <= count; i++) if (found[hop[i]] != "near")
          print "node address " hop[i] " is not on a link of this host"
      }'
}

# ranges_taken PLAN: addresses of this host that lie in a range of pods or Services. `ip` is asked
# once for all ranges; what it says of lo stands between them.
ranges_taken() {
  ranges=$(echo "$1" | awk '$1 == "route" || $1 == "service" { print $2 }')
  listing=$(for range in $ranges; do
    echo "addr show to $range"
    echo "link show dev lo"
  done | ip -o -batch -) || echo "ip cannot list addresses"
  echo "$listing" | awk -v ranges="$(echo "$ranges" | tr '\n' ' ')" -v ours="$our_links" '
    BEGIN { split(ranges, range, " "); at = 1 }
    $3 ~ /^</ { at++; next }
    NF {
      sub(/@.*/, "", $2)
      sub(/\/.*/, "", $4)
      if (!index(ours, " " $2 " "))
        print "the address " $4 " on " $2 " lies in the range " range[at] ", which netc needs"
    }'
}

# backend_of TOOL: legacy or nf_tables; rules made with one are not seen by the other
backend_of() {
  backend=$("$1-save" --version) || return
  backend=${backend#*\(}
  echo "${backend%\)*}"
}

# names DIR: "ours|has|want THING" or "cannot ...", for the names and prefixes that DIR needs.
# Its plan, ours and our links are at hand.
names() {
  echo "$ours" | things ours
  [ ! -f "$LIST" ] || sed 's,^,ours folder /etc/netns/,' "$LIST"
  listing=$(ip -o link show) || echo "cannot list links"
  echo "$listing" | awk '{ sub(/[:@].*/, "", $2); print "has link", $2 }'
  listing=$(ip netns list) || echo "cannot list namespaces"
  echo "$listing" | awk 'NF { print "has netns", $1 }'
  listing=$(ip -4 route show && ip -6 route show) || echo "cannot list routes"
  echo "$listing" | awk -v ours="$our_links" '{
    for (i = 1; i < NF; i++) if ($i == "dev" && index(ours, " " $(i + 1) " ")) next
    print "has route", ($1 == "unreachable" || $1 == "blackhole" ? $2 : $1)
  }'
  for folder in "$ETC"/*; do [ ! -d "$folder" ] || echo "has folder $folder"; done
  for tool in $(tools "$1"); do
    new_chains "$tool" "$1" | listed_chains "$tool"
  done
  names_ipvs "$1"
  names_nft "$1"
  names_announced "$1"
  echo "$plan" | things want
  sandboxes_of "$1" | sed 's,^,want folder /etc/netns/,'
}

# listed_chains TOOL: for each "TABLE CHAIN" of stdin "has" if the host has it, then "want". A few
# are asked for one by one: a whole list takes seconds where there are ten thousand Services.
listed_chains() {
  new=$(cat)
  [ -n "$new" ] || return 0
  if [ "$(echo "$new" | grep -c .)" -le 50 ]; then
    echo "$new" | while read -r table chain; do has_chain "$1" "$table" "$chain"; done
  else
    listing=$("$1-save") || echo "cannot list $1 chains"
    echo "$listing" | awk -v tool="$1" '/^\*/ { table = substr($1, 2) }
      /^:/ { print "has", tool, "chain", table, substr($1, 2) }'
  fi
  echo "$new" | sed "s/^/want $1 chain /"
}

has_chain() {
  if error=$("$1" -t "$2" -S "$3" 2>&1 </dev/null); then
    echo "has $1 chain $2 $3"
  else
    # The second is what iptables-nft 1.8.9 says of a chain that is not there.
    case $error in *'No chain'* | *'is incompatible'*) ;; *) echo "cannot list $1 chains" ;; esac
  fi
}

# things WORD: what the plan lines on stdin take up
things() {
  awk -v word="$1" '
    $1 == "bridge" { print word, "link", $2 }
    $1 == "pod" { print word, "netns", $2; print word, "link", $3 }
    $1 == "route" || $1 == "service" { print word, "route", $2 }'
}

refuse() {
  echo "$1" | sed "s/^/$NODE: /" >&2
  exit 1
}

check() {
  found=$(problems "$HERE")
  for tool in $(tools "$HERE"); do
    # A network namespace of its own, gone with the command: the kernel sees every rule.
    # shellcheck disable=SC2016 # the inner shell's
    error=$(unshare -n sh -c '
      { [ ! -f "$1/ipset.rules" ] || ipset restore <"$1/ipset.rules"; } &&
        "$2-restore" --noflush <"$1/$2.rules"' sh "$HERE" "$tool" 2>&1) ||
      found="${found:+$found
}$tool.rules is refused: $(echo "$error" | grep . | tr '\n' ' ')"
  done
  # An address is a unicast one only where there are routes, such as those of a link that is up.
  error=$(! has_servers "$HERE" ||
    unshare -n sh -c 'ip link set dev lo up && ipvsadm -R' <"$HERE/ipvsadm.rules" 2>&1)
  [ -z "$error" ] || found="${found:+$found
}ipvsadm.rules is refused: $(echo "$error" | sort -u | tr '\n' ' ')"
  error=$(! has_nft "$HERE" || unshare -n nft -f "$HERE/nftables.nft" 2>&1)
  [ -z "$error" ] || found="${found:+$found
}nftables.nft is refused: $(echo "$error" | grep . | sed 3q | tr '\n' ' ')"
  error=$(refused_dns "$HERE"; refused_nginx "$HERE")
  [ -z "$error" ] || found="${found:+$found
}$error"
  [ -z "$found" ] || refuse "$found"
  [ ! -f "$HERE/dns/Corefile" ] || command -v coredns >/dev/null ||
    say "no coredns on this host: dns/Corefile was not tested"
  say "nothing stands in the way; nothing was changed"
}

# --- sysctls -------------------------------------------------------------------------------------

# save_setting KEY NEW: once, as it was before netc. Turning forwarding on changes other settings
# too (kernel: Documentation/networking/ip-sysctl.rst); those stand behind it as "side".
save_setting() {
  grep -q "^main $1 " "$RUN/saved" "$RUN/saved.next" 2>/dev/null && return
  read_setting "$1"
  [ "$now" != "$2" ] || return 0
  echo "main $1 ${now:-absent} $2"
  case $1 in
    net/ipv4/ip_forward)
      set -- /proc/sys/net/ipv4/conf/all/accept_redirects /proc/sys/net/ipv4/conf/*/forwarding
      ;;
    net/ipv6/conf/all/forwarding)
      set -- /proc/sys/net/ipv6/conf/*/accept_ra /proc/sys/net/ipv6/conf/*/forwarding
      ;;
    *) return 0 ;;
  esac
  grep . /dev/null "$@" | sed 's,^/proc/sys/,side ,;s/:\([^:]*\)$/ \1/'
}

# A host that takes its address or default route from router advertisements would lose them by
# forwarding IPv6; accept_ra=2 means: accept them also when forwarding.
keep_router_advertisements() {
  grep -lx 1 /proc/sys/net/ipv6/conf/*/accept_ra | while read -r path; do echo 2 >"$path"; done
}

# put_setting KEY VALUE
put_setting() {
  case $1 in
    net/bridge/*) [ -n "$now" ] || modprobe br_netfilter ;;
    net/ipv6/conf/all/forwarding) keep_router_advertisements ;;
  esac && sysctl -qw "$1=$2"
}

put_settings() {
  settings_of "$1" >"$WORK/settings"
  while read -r key value; do
    save_setting "$key" "$value" >>"$RUN/saved.next" || return
    read_setting "$key"
    [ "$now" != "$value" ] || continue
    put_setting "$key" "$value" </dev/null && continue
    complain "sysctl.conf: $key = $value"
    return 1
  done <"$WORK/settings"
}

# restore_settings FILE: except what others have changed since
restore_settings() {
  [ -f "$1" ] || return 0
  restoring=no
  while read -r kind key old new; do
    read_setting "$key"
    case $kind,$now in
      *,) continue ;;
      main,"$new" | main,"$old") restoring=yes ;;
      main,*) restoring=no ;;
    esac
    case $restoring,$old in
      no,* | yes,"$now") ;;
      yes,absent) modprobe -r br_netfilter 2>/dev/null || echo 0 >"/proc/sys/$key" ;;
      yes,*) echo "$old" >"/proc/sys/$key" ;;
    esac || complain "cannot set $key back to $old"
  done <"$1"
}

# sort_settings DIR: of those from before netc, the ones that DIR sets are to stay saved; the others
# go back when it is up
sort_settings() {
  settings_of "$1" | sed 's/^/set /' >"$WORK/settings" && rm -f "$RUN/saved.gone" || return
  for file in "$RUN/saved" "$RUN/saved.next"; do [ ! -f "$file" ] || cat "$file"; done |
    awk -v stay="$WORK/state/saved" -v go="$RUN/saved.gone" '
    $1 == "set" { keep[$2]; next }
    $1 == "main" { file = $2 in keep ? stay : go }
    { print > file }' "$WORK/settings" -
}

# --- links, sandboxes, routes --------------------------------------------------------------------

# plan_change: from the plans of up/ and next/ and from what the host lacks, three lists of lines:
#   early  to remove first: what stands where something new is to stand, or is damaged
#   add    to make;   late  to remove when the new rules are in force
# A line in both plans is left alone. A change of the bridge changes everything.
plan_change() {
  plan_of "$RUN/up" >"$WORK/old" && plan_of "$RUN/next" >"$WORK/new" &&
    sh "$RUN/next/netns.sh" missing "$view" <"$WORK/new" >"$WORK/lack" || return
  rm -f "$WORK/early" "$WORK/add" "$WORK/late"
  touch "$WORK/early" "$WORK/add" "$WORK/late"
  awk -v work="$WORK" '
    function claim(i) { for (i = 2; i <= NF; i++) if ($i != "-") taken[$i] }
    function collides(i) { for (i = 2; i <= NF; i++) if ($i in taken) return 1; return 0 }
    part == "old" { old[$0]; order[++count] = $0; if ($1 == "bridge") bridge = $0; next }
    part == "lack" { lack[$0]; if ($1 == "bridge") all = 1; next }
    { new[$0] }
    $1 == "bridge" && $0 != bridge { all = 1 }
    all || !($0 in old) || $0 in lack { print > (work "/add"); claim() }
    END {
      for (n = count; n > 0; n--) {
        $0 = order[n]
        route = $1 == "route" || $1 == "service"
        if (all || $0 in lack) print > (work "/early")
        else if ($0 in new || (route && $2 in taken)) continue
        else print > (work (collides() ? "/early" : "/late"))
      }
    }' part=old "$WORK/old" part=lack "$WORK/lack" part=new "$WORK/new"
}

put_links() {
  plan_change && cp "$WORK/late" "$RUN/late" && cp "$WORK/add" "$RUN/added" || return
  [ ! -s "$WORK/early" ] || sh "$RUN/up/netns.sh" del <"$WORK/early" || return
  sh "$RUN/next/netns.sh" add <"$WORK/add" 2>"$WORK/error" && return
  object=$(sed -n 's/^failed: //p' "$WORK/error")
  line=$(grep -n "^$object " "$RUN/next/netns.sh" | sed 's/:.*//;q')
  complain "netns.sh:${line:-?}: $object: $(grep -v '^failed: ' "$WORK/error")"
  return 1
}

# restore_links: from wherever put_links or drop_links got to, back to up/
restore_links() {
  [ ! -f "$RUN/added" ] || backwards <"$RUN/added" | sh "$RUN/next/netns.sh" del || return
  [ -d "$RUN/up" ] || return 0
  plan_of "$RUN/up" | sh "$RUN/up/netns.sh" missing >"$WORK/lack" || return
  backwards <"$WORK/lack" | sh "$RUN/up/netns.sh" del && sh "$RUN/up/netns.sh" add <"$WORK/lack"
}

drop_links() { [ ! -s "$RUN/late" ] || sh "$RUN/up/netns.sh" del <"$RUN/late"; }

# --- files of the sandboxes ----------------------------------------------------------------------

# differing_files DIR: "new SANDBOX" for those of DIR that have no folder on this host, "put FILE"
# for what the host has otherwise or not at all, "drop FILE" for what DIR has not
differing_files() {
  sandboxes_of "$1" | grep -q . || return 0
  diff -rq "$1/netns" "$ETC" >"$WORK/differ" || [ $? = 1 ] || return
  awk -v ours="$1/netns" -v host="$ETC" '
    function below(folder) { return substr($3, length(folder) + 2, length($3) - length(folder) - 2) }
    $1 == "Files" { print "put", substr($2, length(ours) + 2); next }
    $1 " " $2 != "Only in" { print "odd", $0; next }
    $3 == ours ":" { print "new", $4; next }
    index($3, ours "/") == 1 { print "put", below(ours) "/" $4 }
    index($3, host "/") == 1 && $4 ~ /^(resolv.conf|hosts)$/ { print "drop", below(host) "/" $4 }
  ' "$WORK/differ"
}

# put_files DIR: in place, so that what runs in a sandbox and has them mounted sees the new text
put_files() {
  sandboxes_of "$1" >"$WORK/sandboxes"
  [ -s "$WORK/sandboxes" ] || return 0
  mkdir -p "${LIST%/*}" && touch "$LIST" || return
  [ -d "$ETC" ] || { echo . >>"$LIST" && mkdir "$ETC"; } || return
  without "$LIST" <"$WORK/sandboxes" >"$WORK/new" && cat "$WORK/new" >>"$LIST" || return
  differing_files "$1" >"$WORK/files" || return
  sed -n 's/^new //p' "$WORK/files" >"$WORK/new"
  # shellcheck disable=SC2016 # the inner shell's
  [ ! -s "$WORK/new" ] ||
    (cd "$1/netns" && xargs sh -c 'cp -R "$@" "$0"' "$ETC" <"$WORK/new") || return
  while read -r verb file; do
    case $verb in
      put) cat "$1/netns/$file" >"$ETC/$file" ;;
      drop) rm -f "$ETC/$file" ;;
      odd) complain "$file" && return 1 ;;
    esac || return
  done <"$WORK/files"
}

# drop_files DIR: all of ours, bar those that DIR has
drop_files() {
  [ -f "$LIST" ] || return 0
  sandboxes_of "$1" >"$WORK/keep"
  [ ! -s "$WORK/keep" ] || echo . >>"$WORK/keep"
  without "$WORK/keep" <"$LIST" >"$WORK/drop"
  while read -r name; do
    [ "$name" != . ] || continue
    rm -f "$ETC/$name/resolv.conf" "$ETC/$name/hosts"
    [ ! -d "$ETC/$name" ] || rmdir "$ETC/$name" || complain "left: $ETC/$name"
  done <"$WORK/drop"
  if grep -qx '[.]' "$WORK/drop"; then rmdir "$ETC" 2>/dev/null; fi
  without "$WORK/drop" <"$LIST" >"$WORK/new" && cat "$WORK/new" >"$LIST"
  [ -s "$LIST" ] || { rm -f "$LIST" && rmdir "${LIST%/*}" 2>/dev/null; } || return 0
}

# --- DNS: the folder that CoreDNS runs in --------------------------------------------------------

# dns_files DIR: its files, zones first: a new Corefile is read when its zones are there
dns_files() { [ ! -d "$1/dns" ] || (cd "$1/dns" && find . -type f | sort -r); }

# put_dns DIR: each file in one step, since CoreDNS looks at its zones every ten seconds
put_dns() {
  dns_files "$1" >"$WORK/dns"
  [ -s "$WORK/dns" ] || return 0
  mkdir -p "$DNS/zones" && chmod 755 "${DNS%/*}" "$DNS" "$DNS/zones" || return
  while read -r file; do
    cmp -s "$1/dns/$file" "$DNS/$file" || {
      cp "$1/dns/$file" "$DNS/$file.new" && chmod 644 "$DNS/$file.new" &&
        mv "$DNS/$file.new" "$DNS/$file"
    } || return
  done <"$WORK/dns"
}

# drop_dns DIR: all of ours, bar those that DIR has; what others put there stays
drop_dns() {
  [ -d "$DNS" ] || return 0
  dns_files "$1" >"$WORK/keep"
  (cd "$DNS" && find . -name '*.zone' -o -name '*.new' -o -name Corefile -o -name '*.service') |
    without "$WORK/keep" >"$WORK/drop"
  while read -r file; do rm -f "$DNS/$file" || return; done <"$WORK/drop"
  [ -s "$WORK/keep" ] || rmdir "$DNS/zones" "$DNS" "${DNS%/*}" 2>/dev/null || return 0
}

# lacks_dns DIR: a line for each file that the host has otherwise
lacks_dns() {
  dns_files "$1" | while read -r file; do
    cmp -s "$1/dns/$file" "$DNS/$file" || echo "$DNS/${file#./} differs"
  done
}

# dns_hint DIR: how to start what `up` does not
dns_hint() {
  [ ! -f "$1/dns/Corefile" ] ||
    say "DNS: systemctl enable --now $DNS/netc-coredns.service (it reads a new build by itself)"
}

# refused_dns DIR: a line for each thing that keeps CoreDNS from serving DIR
refused_dns() {
  [ -f "$1/dns/Corefile" ] || return 0
  # 0035 is port 53, 0A a TCP socket that listens, 07 one of UDP.
  cat /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 2>/dev/null |
    awk '$2 ~ /^0+:0035$/ && ($4 == "0A" || $4 == "07") { found = 1 }
      END { if (found) print "another program has port 53 of every address" }'
  command -v coredns >/dev/null || return 0
  coredns -version | awk -v least="$(sed -n '1s/.*CoreDNS \([0-9.]*\).*/\1/p' "$1/dns/Corefile")" '
    NR == 1 && sub(/^CoreDNS-/, "") {
      split($1, have, "."); split(least, want, ".")
      for (i = 1; i < 3 && have[i] + 0 == want[i] + 0; i++);
      if (have[i] + 0 < want[i] + 0) print "CoreDNS " $1 " is older than " least
    }'
  started=$(unshare -n sh -c "$try_dns" sh "$1/dns" "$ADDRESSES" 2>&1) ||
    echo "CoreDNS refuses dns/Corefile: $(echo "$started" | grep . | tail -n 1)"
}

# Starts CoreDNS where nobody hears or is heard, and ends it: it writes its process id once it has
# read the Corefile and every zone, and listens.
# shellcheck disable=SC2016 # the inner shell's
try_dns='
  made=$(mktemp -d) && cd "$1" && ip link set dev lo up || exit
  for address in $2; do ip addr add "$address" dev lo || exit; done
  coredns -conf Corefile -pidfile "$made/pid" >"$made/log" 2>&1 &
  tries=0
  while [ ! -s "$made/pid" ] && kill -0 $! 2>/dev/null && [ $tries -lt 10 ]; do
    sleep 1
    tries=$((tries + 1))
  done
  [ -s "$made/pid" ]
  status=$?
  kill -9 $! 2>/dev/null
  cat "$made/log"
  rm -rf "$made"
  exit $status'

# --- IPVS: sets ----------------------------------------------------------------------------------

# has_servers DIR...: whether one of the folders is of mode ipvs
has_servers() {
  for folder; do
    [ ! -f "$folder/ipvsadm.rules" ] || return 0
  done
  return 1
}

# load_ipvs DIR: the sysctls of IPVS are there when its module is
load_ipvs() { ! has_servers "$1" || [ -d /proc/sys/net/ipv4/vs ] || modprobe ip_vs; }

# reuse_setting DIR: kernels from 4.1 to 5.8 hold a connection up for a second that comes from the
# port of an older one, unless this is off (kubernetes issue 93297)
reuse_setting() {
  ! has_servers "$1" || uname -r | awk -F '[.-]' '
    { version = $1 * 1000 + $2 }
    version >= 4001 && version < 5009 { print "net/ipv4/vs/conn_reuse_mode 0" }'
}

# set_names DIR...
set_names() {
  for folder; do
    [ ! -f "$folder/ipset.rules" ] || awk '$1 == "create" { print $2 }' "$folder/ipset.rules"
  done | sort -u
}

# sets_of DIR: what the sets are to hold on this host. An address that it has on a link of its own
# is not for kube-ipvs0, and so not for the filter of what kube-ipvs0 has; except those that netc
# has put there to announce them.
sets_of() {
  [ -f "$1/ipset.rules" ] || return 0
  held=$(ip -o addr show | awk -v own=" $(own_vips | tr '\n' ' ') " '$2 != "kube-ipvs0" {
    sub(/\/.*/, "", $4)
    if (!index(own, " " $4 " ")) printf " %s", $4 }') || return
  awk -v held="$held " '
    /^#/ || ($2 ~ /^KUBE-(6-)?IPVS-IPS$/ && $1 == "add" && index(held, " " $3 " ")) { next }
    { print }' "$1/ipset.rules"
}

# plain_sets: `ipset save` without what the kernel chooses
plain_sets() { sed 's/ hashsize [0-9]*//;s/ bucketsize [0-9]*//;s/ initval [0-9a-fx]*//;s/ *$//'; }

# put_sets DIR: each set that differs is made anew beside the old one and takes its place at once
put_sets() {
  has_servers "$1" || return 0
  sets_of "$1" >"$WORK/sets" && ipset save >"$WORK/have" || return
  plain_sets <"$WORK/sets" >"$WORK/want" && plain_sets <"$WORK/have" >"$WORK/plain" || return
  awk '
    FILENAME == ARGV[1] { line[FNR] = $0; next }
    FILENAME == ARGV[2] && $1 == "create" { head[$2] = $0; next }
    FILENAME == ARGV[2] { member[$2, $3]; count[$2]++; next }
    $1 == "create" { order[++sets] = $2; first[$2] = FNR; same[$2] = ($2 in head) && head[$2] == $0 }
    $1 == "add" { last[$2] = FNR; many[$2]++; if (!(($2, $3) in member)) same[$2] = 0 }
    END {
      if ("NETC-NEW" in head) print "destroy NETC-NEW"
      for (i = 1; i <= sets; i++) {
        name = order[i]
        if (same[name] && many[name] + 0 == count[name] + 0) continue
        for (n = first[name]; n <= last[name] || n == first[name]; n++) {
          $0 = line[n]
          if (name in head) $2 = "NETC-NEW"
          print
        }
        if (name in head) print "swap NETC-NEW " name "\ndestroy NETC-NEW"
      }
    }' "$WORK/sets" "$WORK/plain" "$WORK/want" >"$WORK/input" || return
  [ ! -s "$WORK/input" ] || ipset restore <"$WORK/input"
}

# drop_sets DIR: ours that DIR does not have. The kernel lets go of a set a moment after the rule.
drop_sets() {
  set_names "$1" >"$WORK/keep" && ipset list -n >"$WORK/have" || return
  { set_names "$RUN/up" "$RUN/next" && echo NETC-NEW; } | without "$WORK/keep" >"$WORK/gone"
  while read -r name; do
    grep -qx -e "$name" "$WORK/have" || continue
    for pause in 0 0.1 0.2 0.5 1 2 3; do
      sleep "$pause"
      ipset destroy "$name" 2>"$WORK/error" && continue 2
    done
    complain "$(cat "$WORK/error")"
    return 1
  done <"$WORK/gone"
}

# --- IPVS: virtual servers -----------------------------------------------------------------------

# server_keys DIR...: "-t ADDRESS:PORT" for each virtual server
server_keys() {
  for folder; do
    [ ! -f "$folder/ipvsadm.rules" ] || awk '$1 == "-A" { print $2, $3 }' "$folder/ipvsadm.rules"
  done
}

# servers_of DIR: the lines of its virtual and real servers
servers_of() { [ ! -f "$1/ipvsadm.rules" ] || grep '^-[Aa]' "$1/ipvsadm.rules" || :; }

# tell_ipvs: takes lines for ipvsadm -R, which goes on behind an error and ends well
tell_ipvs() {
  cat >"$WORK/input" || return
  [ -s "$WORK/input" ] || return 0
  ipvsadm -R <"$WORK/input" >"$WORK/error" 2>&1 && [ ! -s "$WORK/error" ] && return
  complain "ipvsadm: $(sort -u "$WORK/error" | tr '\n' ' ')"
  return 1
}

# put_servers DIR: makes and changes; a real server that goes gets no new connection any more
put_servers() {
  has_servers "$1" || return 0
  server_keys "$RUN/up" "$RUN/next" >"$WORK/own" && servers_of "$1" >"$WORK/want" &&
    ipvsadm -S -n >"$WORK/have" || return
  awk '
    { key = $2 " " $3; real = key " " $5; text = substr($0, 4) }
    part == "own" { own[$1 " " $2]; next }
    part == "have" && $1 == "-A" { server[key] = text; next }
    part == "have" { state[real] = text; if (key in own) ours[++count] = real; next }
    $1 == "-A" { wanted[key]; if (!(key in server)) print }
    $1 == "-A" && key in server && server[key] != text { print "-E " text }
    $1 == "-a" { stays[real]; if (!(real in state)) print }
    $1 == "-a" && real in state && state[real] != text { print "-e " text }
    END {
      for (i = 1; i <= count; i++) {
        split(ours[i], word, " ")
        key = word[1] " " word[2]
        if (!(key in wanted) || ours[i] in stays || state[ours[i]] ~ / -w 0$/) continue
        print "-e " key " -r " word[3] " -m -w 0"
      }
    }' part=own "$WORK/own" part=have "$WORK/have" part=want "$WORK/want" >"$WORK/change" || return
  tell_ipvs <"$WORK/change" && put_timeouts "$1" && put_vips "$1"
}

# drop_servers DIR: what DIR does not have. A real server that still has connections stays without
# new ones; the next up or down takes it away. (UDP and SCTP know no end of a connection.)
drop_servers() {
  server_keys "$RUN/up" "$RUN/next" >"$WORK/own" && servers_of "$1" >"$WORK/want" &&
    ipvsadm -L -n >"$WORK/have" || return
  awk '
    part == "own" { own[$0]; next }
    part == "want" { if ($1 == "-A") wanted[$2 " " $3]; else stays[$2 " " $3 " " $5]; next }
    $1 == "TCP" || $1 == "UDP" || $1 == "SCTP" {
      key = ($1 == "TCP" ? "-t " : $1 == "UDP" ? "-u " : "--sctp-service ") $2
      if (key in own && !(key in wanted)) print "-D", key
      tcp = $1 == "TCP"
    }
    $1 == "FWM" { key = "" }
    $1 == "->" && key in wanted && !(key " " $2 in stays) && (!tcp || $5 + $6 == 0) {
      print "-d", key, "-r", $2
    }' part=own "$WORK/own" part=want "$WORK/want" part=have "$WORK/have" >"$WORK/change" || return
  tell_ipvs <"$WORK/change" && put_timeouts "$1"
}

# put_timeouts DIR: `ipvsadm --set`; 0 is what the host had before netc
put_timeouts() {
  set_line=$(sed -n 's/^--set //p' "$1/ipvsadm.rules" 2>/dev/null)
  [ -n "$set_line" ] || [ -f "$RUN/timeouts" ] || return 0
  [ -f "$RUN/timeouts" ] || ipvsadm -L --timeout | sed 's/.*: //' >"$RUN/timeouts" || return
  # shellcheck disable=SC2046 # three words
  ipvsadm --set $(echo "${set_line:-0 0 0}" | awk -v old="$(cat "$RUN/timeouts")" '
    { split(old, o, " "); for (i = 1; i <= 3; i++) print ($i + 0 ? $i : o[i]) }') || return
  [ -n "$set_line" ] || rm "$RUN/timeouts"
}

# vips_of DIR, vips: the addresses that kube-ipvs0 is to have, and those that it has
vips_of() { sets_of "$1" | awk '$1 == "add" && $2 ~ /^KUBE-(6-)?IPVS-IPS$/ { print $3 }'; }
vips() { ip -o addr show dev kube-ipvs0 2>/dev/null | awk '{ sub(/\/.*/, "", $4); print $4 }'; }

# change_vips VERB: lines of addresses, for ip -batch
change_vips() {
  awk -v verb="$1" '{ print "addr", verb, $1 (/:/ ? "/128" : "/32"), "dev kube-ipvs0",
    verb == "add" && /:/ ? "nodad" : "" }' | ip -batch -
}

# put_vips DIR: the link stays down; that its addresses are local is all it is for
put_vips() {
  ip link show dev kube-ipvs0 >/dev/null 2>&1 || ip link add name kube-ipvs0 type dummy || return
  vips >"$WORK/have" && vips_of "$1" | without "$WORK/have" | change_vips add
}

drop_vips() {
  ip link show dev kube-ipvs0 >/dev/null 2>&1 || return 0
  has_servers "$1" || { ip link del dev kube-ipvs0 && return; }
  vips_of "$1" >"$WORK/keep" && vips | without "$WORK/keep" | change_vips del
}

# drop_ipvs DIR: all of ours that DIR does not have
drop_ipvs() {
  ! has_servers "$RUN/up" "$RUN/next" || { drop_servers "$1" && drop_vips "$1" && drop_sets "$1"; }
}

# lacks_ipvs DIR: a line for each thing of DIR that the host does not have, or has otherwise
lacks_ipvs() {
  has_servers "$1" || return 0
  ipvsadm -S -n >"$WORK/have" && servers_of "$1" >"$WORK/want" || return
  without "$WORK/have" <"$WORK/want" | sed 's/^/virtual server is gone: /'
  server_keys "$1" >"$WORK/own"
  without "$WORK/want" <"$WORK/have" | awk -v own="$WORK/own" '
    BEGIN { while ((getline line < own) > 0) ours[line] }
    $2 " " $3 in ours && !/ -w 0$/ { print "virtual server is new: " $0 }'
  sets_of "$1" | plain_sets >"$WORK/want" && set_names "$1" >"$WORK/own" &&
    ipset save | plain_sets | awk -v own="$WORK/own" '
      BEGIN { while ((getline line < own) > 0) ours[line] } $2 in ours' >"$WORK/have" || return
  without "$WORK/have" <"$WORK/want" | sed 's/^/set entry is gone: /'
  without "$WORK/want" <"$WORK/have" | sed 's/^/set entry is new: /'
  vips >"$WORK/have" && vips_of "$1" | without "$WORK/have" | sed 's/^/kube-ipvs0 lacks /'
}

# names_ipvs DIR: for `names`
names_ipvs() {
  ! has_servers "$RUN/up" "$RUN/next" || echo "ours link kube-ipvs0"
  server_keys "$RUN/up" "$RUN/next" | sed 's/^/ours virtual server /'
  set_names "$RUN/up" "$RUN/next" | sed 's/^/ours set /'
  has_servers "$1" || return 0
  listing=$(ipvsadm -S -n) || echo "cannot list virtual servers"
  echo "$listing" | awk '$1 == "-A" { print "has virtual server", $2, $3 }'
  listing=$(ipset list -n) || echo "cannot list sets"
  echo "$listing" | awk 'NF && $1 != "NETC-NEW" { print "has set", $1 }'
  echo "want link kube-ipvs0"
  server_keys "$1" | sed 's/^/want virtual server /'
  set_names "$1" | sed 's/^/want set /'
}

# --- nftables ------------------------------------------------------------------------------------

# has_nft DIR...: whether one of the folders has tables of nftables
has_nft() {
  for folder; do [ ! -f "$folder/nftables.nft" ] || return 0; done
  return 1
}

# families_of DIR: ip, ip6
families_of() {
  [ ! -f "$1/nftables.nft" ] ||
    grep '^add table ' "$1/nftables.nft" | cut -d ' ' -f 3
}

# parts_of FILE: "FAMILY SORT NAME TEXT", tabs between, for each element, rule and declaration line
# of a file of netc's or a listing of nft's. Clients that nft lists are no part of a build. Without
# /etc/protocols, nft lists numbers: the first part of a key, or the second, behind an address.
parts_of() {
  awk '
    function element(text, place) {
      gsub(/^[ \t]+|[ ,\t}]+$/, "", text)
      if (match(text, /^([^ ]*[.:][^ ]* \. )?(6|17|132) \. /)) {
        place = RLENGTH
        text = named(substr(text, 1, place)) substr(text, place + 1)
      }
      if (text != "" && name !~ /^clients-/) print family "\telement\t" name "\t" text
    }
    function named(key) {
      sub(/6 \. $/, "tcp . ", key) || sub(/17 \. $/, "udp . ", key) || sub(/132 \. $/, "sctp . ", key)
      return key
    }
    $1 == "table" { family = $2; next }
    $1 == "set" || $1 == "map" || $1 == "chain" {
      sort = $1
      name = $2
      print family "\t" sort "\t" name "\t"
      next
    }
    $1 == "}" { inside = 0; next }
    $1 == "elements" { inside = 1; sub(/^[^{]*\{/, "") }
    inside {
      count = split($0, text, ",")
      for (i = 1; i <= count; i++) element(text[i])
      if (/\}/) inside = 0
      next
    }
    sort != "" && NF {
      sub(/^[ \t]+/, "")
      print family "\t" (sort == "chain" ? "rule" : "type") "\t" name "\t" $0
    }
  ' "$1"
}

# Two builds, part by part, to the commands that make one of the other; status 3 where only the
# whole file will do.
# shellcheck disable=SC2016 # awk's, not the shell's
change_program='
function many(verb, list, id, count, piece, i, part_of) {
  split(id, part_of, FS)
  count = split(list, piece, "\n")
  text = ""
  for (i = 1; i < count; i++) {
    text = text (text == "" ? "" : ", ") piece[i]
    if (i % 500 && i < count - 1) continue
    print verb " element " part_of[1] " netc " part_of[2] " { " text " }"
    text = ""
  }
}
function commands(verb, list, count, line, i) {
  count = split(list, line, "\n")
  for (i = 1; i < count; i++) print verb " " line[i]
}
{ id = $1 FS $3 }
build == "old" && $2 == "element" { had[id, $4]; next }
build == "old" && $2 == "rule" { rules[id] = rules[id] $4 "\n"; next }
build == "old" && $2 == "type" { type[id] = type[id] $4 "\n"; next }
build == "old" { sort[id] = $2; old[++olds] = id; next }
$2 == "element" && (id, $4) in had { delete had[id, $4]; next }
$2 == "element" { if (!(id in more)) sets[++setcount] = id; more[id] = more[id] $4 "\n"; next }
$2 == "rule" { newrules[id] = newrules[id] $4 "\n"; next }
$2 == "type" { newtype[id] = newtype[id] $4 "\n"; next }
{ newsort[id] = $2; new[++news] = id }
END {
  for (i = 1; i <= news; i++) {
    id = new[i]
    split(id, part, FS)
    where = part[1] " netc " part[2]
    known = id in sort
    if (known && sort[id] != newsort[id] || known && type[id] != newtype[id]) exit 3
    if ((rules[id] newrules[id]) ~ /(^|\n)type / && rules[id] != newrules[id]) exit 3
    if (!known && newsort[id] == "chain") chains = chains where "\n"
    if (!known && newsort[id] != "chain") {
      settype = newtype[id]
      gsub(/\n/, "; ", settype)
      print "add " newsort[id] " " where " { " settype "}"
    }
    if (newsort[id] == "chain" && rules[id] != newrules[id]) {
      if (known) flushed = flushed where "\n"
      count = split(newrules[id], line, "\n")
      for (j = 1; j < count; j++) added = added where " " line[j] "\n"
    }
  }
  commands("add chain", chains)
  commands("flush chain", flushed)
  commands("add rule", added)
  for (i = 1; i <= olds; i++) {
    id = old[i]
    split(id, part, FS)
    where = part[1] " netc " part[2]
    if (id in newsort) continue
    if (type[id] ~ /dynamic/) { gonesets = gonesets where "\n"; continue }
    if (sort[id] != "chain") exit 3
    if (rules[id] ~ /(^|\n)type /) exit 3
    gone = gone where "\n"
  }
  while ((getline < oldparts) > 0)
    if ($2 == "element" && ($1 FS $3, $4) in had) {
      id = $1 FS $3
      if (!(id in less)) losing[++losers] = id
      less[id] = less[id] $4 "\n"
    }
  for (i = 1; i <= losers; i++) many("delete", less[losing[i]], losing[i])
  for (i = 1; i <= setcount; i++) many("add", more[sets[i]], sets[i])
  commands("flush chain", gone)
  commands("delete chain", gone)
  commands("delete set", gonesets)
}'

# differing_parts FILE OTHER NEW-FILE NEW-OTHER: of two files of netc's what parts_of says of the
# frame and of the elements that they do not share. Elements stand deepest, one a line.
differing_parts() {
  diff "$1" "$2" >"$WORK/diff" || [ $? = 1 ] || return
  for side in 1 2; do
    awk -v side="$side" '
      part == "diff" && /^[<>] (	(map|set) |table )/ { every = 1 }
      # What is only added has no lines in the first file, and what is deleted none in the second.
      part == "diff" && /^[0-9]/ && !index($0, side == 1 ? "a" : "d") {
        split($0, range, /[acd]/)
        ends = split(range[side], end, ",")
        for (line = end[1]; line <= end[ends]; line++) differs[line]
      }
      part == "file" && (!/^\t\t\t/ || every || FNR in differs)
    ' part=diff "$WORK/diff" part=file "$1" >"$WORK/picked" && parts_of "$WORK/picked" >"$3" || return
    set -- "$2" "$1" "$4" "$3"
  done
}

# change_nft DIR: from up to DIR by what differs; fails where that cannot be. Listing a table costs
# as much as loading it. So where another build comes, all that is asked is whether the tables are
# there; what others changed in ours shows in `status`, and an `up` with the same build mends it.
change_nft() {
  has_nft "$RUN/up" && [ "$(families_of "$RUN/up")" = "$(families_of "$1")" ] || return
  differing_parts "$RUN/up/nftables.nft" "$1/nftables.nft" "$WORK/old" "$WORK/new" &&
    awk -F '\t' -v oldparts="$WORK/old" "$change_program" build=old "$WORK/old" build=new "$WORK/new" \
      >"$WORK/input" || return
  if [ -s "$WORK/input" ] || [ "$view" = outside ]; then
    { families_of "$1" | sed 's/.*/add chain & netc dispatch/' && cat "$WORK/input"; } |
      nft -f - 2>/dev/null
  else
    [ -z "$(drift_nft "$1")" ]
  fi
}

# put_nft DIR: the tables of DIR, new or changed; those that DIR lacks stay for now
put_nft() {
  has_nft "$1" || return 0
  ! change_nft "$1" || return 0
  nft -f "$1/nftables.nft" 2>"$WORK/error" && return
  complain "nftables.nft: $(grep . "$WORK/error" | sed 3q | tr '\n' ' ')"
  return 1
}

# drop_nft DIR: the tables that DIR does not have
drop_nft() {
  has_nft "$RUN/up" "$RUN/next" || return 0
  for family in $({ families_of "$RUN/up"; families_of "$RUN/next"; } | sort -u); do
    families_of "$1" | grep -qx "$family" && continue
    printf 'add table %s netc\ndelete table %s netc\n' "$family" "$family" | nft -f - || return
  done
}

# list_nft DIR: the tables of DIR as nft prints them
list_nft() {
  for family in $(families_of "$1"); do nft -s list table "$family" netc || return; done
}

# frame_nft DIR: the same of the tables without their elements, made in a namespace of its own
frame_nft() {
  awk '/^\t\telements = \{$/ { inside = 1 } !inside { print } /^\t\t}$/ { inside = 0 }' \
    "$1/nftables.nft" | unshare -n sh -c 'nft -f - && nft -s list ruleset'
}

# names_nft DIR: as `names`
names_nft() {
  for folder in "$RUN/up" "$RUN/next"; do families_of "$folder"; done | sed 's/.*/ours table & netc/'
  has_nft "$1" || return 0
  listing=$(nft list chains) || echo "cannot list the tables of nftables"
  echo "$listing" | awk '$1 == "table" && $3 == "netc" { print "has table", $2, $3 }'
  families_of "$1" | sed 's/.*/want table & netc/'
}

# drift_nft DIR: a line for each difference between the host and DIR, which is up
drift_nft() {
  has_nft "$1" || return 0
  list_nft "$1" >"$WORK/listing" 2>/dev/null || {
    echo "nftables: a table named netc is gone"
    return
  }
  frame_nft "$1" >"$WORK/frame" 2>"$WORK/error" || {
    echo "nftables: nft cannot say how it lists the chains:" \
      "$(grep . "$WORK/error" | sed 3q | tr '\n' ' ')"
    return
  }
  parts_of "$WORK/frame" >"$WORK/want" && parts_of "$1/nftables.nft" >"$WORK/elements" &&
    parts_of "$WORK/listing" >"$WORK/have"
  awk -F '\t' '
    { id = $1 " netc " $3 }
    $2 == "element" { element = $1 " " $3 " " $4 }
    part == "elements" { if ($2 == "element") want[element]; next }
    $2 == "element" { if (element in want) delete want[element]; else fresh[++count] = element; next }
    { order[id]; text[part, id] = text[part, id] $2 " " $4 "\n" }
    END {
      for (i = 1; i <= count; i++) print "nftables element is new: " fresh[i]
      for (gone in want) print "nftables element is gone: " gone | "sort"
      for (id in order)
        if (text["want", id] != text["have", id]) print "nftables: " id " differs" | "sort"
    }' part=elements "$WORK/elements" part=want "$WORK/want" part=have "$WORK/have"
}

# --- rules: what to change -----------------------------------------------------------------------

# What a rule jumps to; a comment of others may hold anything, so quoted text is left out first.
# shellcheck disable=SC2016 # awk's, not the shell's
target_function='
function target(rule, word, count, i) {
  gsub(/"([^"\\]|\\.)*"/, "", rule)
  count = split(rule, word, " ")
  for (i = 3; i < count; i++) if (word[i] == "-j" || word[i] == "-g") return word[i + 1]
  return ""
}'

# list_rules TOOL: what the kernel has, as `TOOL-save` prints it, without what changes by itself:
# comments, and the policies and counters of built-in chains
list_rules() { "$1-save" >"$WORK/saved" && sed '/^#/d;/^:[^ ]* [A-Z]/d' "$WORK/saved"; }

# own_part TOOL FILE: our part of a listing, as "TABLE -N CHAIN" and "TABLE RULE", in the order of
# the chains' names, whenever they were made. Fields are only looked at where a chain begins: there
# are a hundred thousand lines where there are ten thousand Services.
own_part() {
  awk "$target_function"'
    /^\*/ { table = substr($0, 2); begin = "" }
    part == "own" { if (/^:/) own[table, substr($1, 2)]; next }
    /^:/ {
      name = substr($1, 2)
      user[table, name]
      if ((table, name) in own) print table, "-N", name
    }
    /^-A / && (begin == "" || substr($0, 1, length(begin)) != begin) {
      begin = "-A " $2 " "
      ours = (table, $2) in own
      built_in = !((table, $2) in user)
    }
    /^-A / && (ours || (built_in && (table, target($0)) in own)) { print table, $0 }
  ' part=own "$(rules_of "$1" "$RUN/up")" "$(rules_of "$1" "$RUN/next")" part=have "$2" |
    sort -s -k 1,1 -k 3,3
}

# The heart of `up`: turns a rules file into the input that makes the host have exactly these own
# chains and jumps, whatever it had before; one transaction a table, so nothing is missing between.
#   own chains that are as they should be: left alone
#   others: declared, which empties them, before any rule; then filled
#   own chains that are gone: emptied, then deleted
#   jumps from other chains into ours: kept if they are as they should be, else replaced
# Reads the names of chains that differ, all of them if it is "*" (change); the chains and jumps
# that the kernel has of ours (have); the rules with their line numbers, twice (look, want). Writes
# input to stdout; to the file `lines` which line of the rules each line of it comes from; to
# `touched` "TABLE CHAIN gone|filled|hook" for each chain that it changes.
# shellcheck disable=SC2016 # awk's, not the shell's
compose_program='
function emit(text, from) {
  if (!begun++) { print "*" table; print 0 > lines }
  print text; print from + 0 > lines
}
function touch(name, what) {
  if (!((table, name) in told)) print table, name, what > touched
  told[table, name]
}
function jumps(name) {
  return ("*" in change || name in change) && has[table, name] != wants[table, name]
}
# What comes between the declarations of a table and its rules
function settle(i, n, name, stale) {
  if (settled) return
  settled = 1
  for (i = 1; i <= listed[table]; i++) {
    chain = list[table, i]
    if ((table, chain) in wanted) continue
    emit(":" chain " - [0:0]")
    touch(chain, "gone")
    old[++gone] = chain
  }
  n = split(drop[table], stale, "\n")
  for (i = 1; i < n; i++) {
    split(stale[i], name, " ")
    if (jumps(name[1])) { emit("-D " stale[i]); touch(name[1], "hook") }
  }
}
function finish(i) {
  settle()
  for (i = 1; i <= gone; i++) emit("-X " old[i])
  if (begun) emit("COMMIT")
  begun = gone = settled = 0
  done[table]
}
part == "change" { change[$1]; next }
part != "have" { from = $0 + 0; sub(/^[0-9]*:/, "") }
/^\*/ { table = substr($0, 2); begin = "" }
part == "have" {
  if (!($1 in seen)) { seen[$1]; tables[++count] = $1 }
  rule = substr($0, length($1) + 5)
  if ($2 == "-N") { exists[$1, $3]; list[$1, ++listed[$1]] = $3; next }
  has[$1, $3] = has[$1, $3] substr(rule, length($3) + 2) "\n"
  drop[$1] = drop[$1] rule "\n"
  next
}
part == "look" && /^:/ { wanted[table, substr($1, 2)] }
part == "look" && /^-I / {
  wants[table, $2] = wants[table, $2] substr($0, length($2) + length($3) + 6) "\n"
}
part == "look" { next }
/^:/ {
  name = substr($1, 2)
  if (!("*" in change) && !(name in change) && (table, name) in exists) next
  fill[table, name]
  emit($1 " - [0:0]", from)
  touch(name, "filled")
}
/^-I / { settle(); if (jumps($2)) { emit($0, from); touch($2, "hook") } }
/^-A / {
  settle()
  if (begin == "" || substr($0, 1, length(begin)) != begin) {
    begin = "-A " $2 " "
    filling = (table, $2) in fill
  }
  if (filling) emit($0, from)
}
/^COMMIT/ { finish() }
END {
  for (t = 1; t <= count; t++) {
    table = tables[t]
    if (!(table in done)) finish()
  }
}'

# --- rules: the change ---------------------------------------------------------------------------

# put_rules DIR
put_rules() {
  for tool in $(tools "$RUN/up" "$RUN/next"); do
    put_rules_file "$tool" "$(rules_of "$tool" "$1")" || return
  done
}

# put_rules_file TOOL FILE: /dev/null for no rules at all. Keeps in kernel.TOOL what there is then,
# and in want.TOOL and seen.TOOL what FILE says and the kernel has of the chains that were looked
# at. Where the host is as it was left, those are the ones of which the two builds differ.
put_rules_file() {
  list_rules "$1" >"$WORK/now" && written_change "$1" "$2" >"$WORK/change" || return
  if cmp -s "$WORK/now" "$RUN/rules.$1" 2>/dev/null; then
    pick_by_name && picked "$(rules_of "$1" "$RUN/up")" | frame_of_file >"$WORK/frame"
  else
    # Chains as such, and jumps from chains that are not ours.
    own_part "$1" "$WORK/now" >"$WORK/own" && kernel_change "$1" >>"$WORK/change" &&
      echo '^' >"$WORK/pattern" && awk '
      $2 == "-N" { own[$1, $3]; print; next } !(($1, $3) in own)' "$WORK/own" >"$WORK/frame"
  fi && picked -n "$2" >"$WORK/want.$1" && compose "$WORK/want.$1" >"$WORK/input" || return
  if [ -s "$WORK/input" ]; then
    restore_rules "$1" "$2" && look_again "$1" >"$WORK/kernel.$1"
  else
    cp "$WORK/now" "$WORK/kernel.$1"
  fi && picked "$WORK/kernel.$1" >"$WORK/listed" && own_part "$1" "$WORK/listed" >"$WORK/seen.$1"
}

# written_change TOOL FILE: the chains of which FILE says something else than up/ does
written_change() {
  # diff says 1 where there is a difference.
  diff "$(rules_of "$1" "$RUN/up")" "$2" >"$WORK/diff" || [ $? = 1 ] || return
  awk '/^[<>] -[AI] / && !seen[$3]++ { print $3 }
    /^[<>] :/ && !seen[substr($2, 2)]++ { print substr($2, 2) }' "$WORK/diff"
}

# kernel_change TOOL: the chains that the kernel has otherwise than when up/ was committed; all if
# that is not known
kernel_change() {
  [ -f "$RUN/rules.$1" ] || {
    echo '*'
    return
  }
  own_part "$1" "$RUN/rules.$1" >"$WORK/base" || return
  diff "$WORK/base" "$WORK/own" >"$WORK/diff" || [ $? = 1 ] || return
  awk '/^[<>]/ { print $4 }' "$WORK/diff"
}

# pick_by_name, picked [-n] FILE: the lines of FILE about chains that change, with their numbers; or
# all lines, where there are too many chains to name
pick_by_name() {
  if [ "$(grep -c . "$WORK/change")" -le 100 ]; then
    sed 's/.*/^(:|-[AI] )& /' "$WORK/change" && echo '^[*C]'
  else
    echo '^'
  fi >"$WORK/pattern"
}

picked() { grep -E -f "$WORK/pattern" "$@" || [ $? = 1 ]; }

# frame_of_file: from the lines of a rules file, the chains as such, and jumps from other chains
frame_of_file() {
  awk '
    /^\*/ { table = substr($0, 2) }
    /^:/ { print table, "-N", substr($1, 2) }
    /^-I / { print table, "-A", $2 substr($0, length($2) + length($3) + 5) }'
}

compose() {
  : >"$WORK/lines"
  : >"$WORK/touched"
  awk -v lines="$WORK/lines" -v touched="$WORK/touched" "$compose_program" \
    part=change "$WORK/change" part=have "$WORK/frame" part=look "$1" part=want "$1"
}

# restore_rules TOOL FILE: says which line of FILE the tool does not take
restore_rules() {
  "$1-restore" -w 5 --noflush <"$WORK/input" 2>"$WORK/error" && return
  at=$(sed -n 's/.*line:* \([0-9][0-9]*\).*/\1/p' "$WORK/error" | sed q)
  from=$(sed -n "${at:-1}p" "$WORK/lines")
  [ "${from:-0}" = 0 ] || complain "${2##*/}:$from: $(sed -n "${from}p" "$2")"
  complain "$(sed '/^$/d;/^Try /d' "$WORK/error")"
  return 1
}

# look_again TOOL: the listing after the change. A few chains are cheaper to ask for one by one, but
# not in the old interface, which hands out whole tables.
look_again() {
  if [ "$(backend_of "$1")" != nf_tables ] || [ "$(grep -c . "$WORK/touched")" -gt 50 ] ||
    grep -q 'gone$' "$WORK/touched"; then
    list_rules "$1"
    return
  fi
  while read -r table chain _; do
    echo "*$table"
    "$1" -t "$table" -S "$chain" </dev/null || return
  done <"$WORK/touched" >"$WORK/chains"
  if replaced >"$WORK/listed"; then cat "$WORK/listed"; else list_rules "$1"; fi
}

# replaced: the listing from before with what the chains hold now; fails where one has come or gone,
# for nothing says where it would be listed
replaced() {
  awk '
    /^\*/ { table = substr($0, 2); begin = "" }
    part == "chains" { if (/^-A /) rules[table, $2] = rules[table, $2] $0 "\n"; next }
    part == "touched" { touched[$1, $2]; next }
    /^-A / && (begin == "" || substr($0, 1, length(begin)) != begin) {
      begin = "-A " $2 " "
      old = (table, $2) in touched
      if (old) { printf "%s", rules[table, $2]; delete touched[table, $2] }
    }
    !old || !/^-A / { print }
    END { for (chain in touched) exit 1 }
  ' part=chains "$WORK/chains" part=touched "$WORK/touched" part=now "$WORK/now"
}

# miscounted TOOL: the chains that have fewer rules or more in seen.TOOL than in want.TOOL
miscounted() {
  awk '
    part == "want" { sub(/^[0-9]*:/, "") }
    /^\*/ { table = substr($1, 2) }
    part == "want" && /^-[AI] / { count[table " " $2]++ }
    part == "have" && $2 == "-A" { count[$1 " " $3]-- }
    END { for (chain in count) if (count[chain] != 0) print chain }
  ' part=want "$WORK/want.$1" part=have "$WORK/seen.$1" | sort
}

# rule_drift TOOL: a line for each difference between the kernel and the committed rules
rule_drift() {
  list_rules "$1" >"$WORK/now"
  ! cmp -s "$WORK/now" "$RUN/rules.$1" || return 0
  own_part "$1" "$WORK/now" >"$WORK/own" && own_part "$1" "$RUN/rules.$1" >"$WORK/base"
  without "$WORK/own" <"$WORK/base" | sed "s/^/$1 rule is gone: /"
  without "$WORK/base" <"$WORK/own" | sed "s/^/$1 rule is new: /"
  sort "$WORK/base" >"$WORK/want" && sort "$WORK/own" | cmp -s - "$WORK/want" || return 0
  diff "$WORK/base" "$WORK/own" |
    awk -v tool="$1" '/^[<>]/ { print tool " rules are in another order: " $2 " " $4 }' | sort -u
}

# --- nginx ---------------------------------------------------------------------------------------

NGINX=$RUN/nginx # a link to the copy below nginx.d that nginx runs with
NGINX_PID=/run/netc-nginx.pid
NGINX_CACHE=/run/netc-nginx.cache # answers of `auth-url`; as good as passwords

has_nginx() { [ -f "$1/nginx/nginx.conf" ]; }

# nginx_master: the process id of our nginx, or nothing
nginx_master() {
  read -r master 2>/dev/null <"$NGINX_PID" && [ -n "$master" ] || return 0
  ! grep -aq "master process .*-p $NGINX " "/proc/$master/cmdline" 2>/dev/null || echo "$master"
}

nginx_workers() {
  cat /proc/[0-9]*/stat 2>/dev/null |
    awk -v master="$1" '$2 == "(nginx)" && $4 == master { print $1 }'
}

# await COMMAND...: for ten seconds at most
await() {
  tries=0
  until "$@"; do
    [ "$tries" -lt 100 ] || return
    tries=$((tries + 1))
    sleep 0.1
  done
}

# put_nginx DIR: nginx runs with the files of DIR; it is left alone where it does so already
put_nginx() {
  has_nginx "$1" || return 0
  build=nginx.d/$(digest "$1/nginx") && master=$(nginx_master) || return
  [ -z "$master" ] || [ "$(readlink "$NGINX")" != "$build" ] ||
    [ "$(cat "$RUN/nginx.loaded" 2>/dev/null)" != "$build" ] || return 0
  copy_nginx "$1" "$build" || return
  nginx -q -t -p "$RUN/$build" -c nginx.conf >"$WORK/error" 2>&1 9>&- || {
    complain "nginx does not take nginx/nginx.conf: $(grep -m 1 emerg "$WORK/error")"
    return 1
  }
  ln -sfn "$build" "$NGINX.new" && mv -T "$NGINX.new" "$NGINX" || return
  if [ -n "$master" ]; then reload_nginx "$master"; else start_nginx; fi || return
  echo "$build" >"$RUN/nginx.loaded"
}

# copy_nginx DIR BUILD: the workers read the files of users, as they run as www-data
copy_nginx() {
  [ ! -d "$RUN/$2" ] || return 0
  rm -rf "$RUN/nginx.d/new" && mkdir -p "$RUN/nginx.d" &&
    cp -R "$1/nginx" "$RUN/nginx.d/new" || return
  for file in "$RUN/nginx.d/new/private"/*.users; do
    [ -f "$file" ] || continue
    chgrp www-data "$file" && chmod 640 "$file" &&
      chmod a+x "$RUN" "$RUN/nginx.d" "$RUN/nginx.d/new" "$RUN/nginx.d/new/private" || return
  done
  mv "$RUN/nginx.d/new" "$RUN/$2"
}

start_nginx() {
  rm -rf "$NGINX_CACHE"
  nginx -p "$NGINX" -c nginx.conf </dev/null >"$WORK/error" 2>&1 9>&- && await runs_nginx && return
  complain "nginx does not start: $(grep -m 1 emerg "$WORK/error")"
  return 1
}

runs_nginx() { [ -n "$(nginx_master)" ]; }

# reload_nginx MASTER: it keeps what it has where it does not like the new files. Its sockets stay
# open, and the old workers answer what they have begun.
reload_nginx() {
  nginx_workers "$1" >"$WORK/workers"
  kill -HUP "$1" && await has_new_workers "$1" && return
  complain "nginx did not reload: $(tail -n 1 /var/log/nginx/netc-error.log)"
  return 1
}

# has_new_workers MASTER: and the old ones take no connection any more
has_new_workers() {
  nginx_workers "$1" | without "$WORK/workers" | grep -q . || return
  while read -r worker; do
    grep -aq 'is shutting down' "/proc/$worker/cmdline" 2>/dev/null ||
      [ ! -d "/proc/$worker" ] || return
  done <"$WORK/workers"
}

# drop_nginx DIR: stops it where DIR has none; removes copies that it does not run with
drop_nginx() {
  has_nginx "$1" || stop_nginx || return
  rm -f "$NGINX.new"
  for folder in "$RUN/nginx.d"/*; do
    [ "nginx.d/${folder##*/}" = "$(readlink "$NGINX")" ] || rm -rf "$folder"
  done
  has_nginx "$1" || rm -rf "$RUN/nginx.d" "$RUN/nginx.loaded" "$NGINX"
  # `nginx -t` makes the file, too.
  has_nginx "$1" || [ -s "$NGINX_PID" ] || rm -f "$NGINX_PID"
  grep -qs netc-nginx.cache "$1/nginx/nginx.conf" || rm -rf "$NGINX_CACHE"
}

# lives PID: one that has ended has no command line, though nobody may have waited for it
lives() { grep -q . "/proc/$1/cmdline" 2>/dev/null; }

# stop_nginx: new connections are refused at once; open requests have five seconds
stop_nginx() {
  master=$(nginx_master)
  [ -n "$master" ] || return 0
  kill -QUIT "$master"
  tries=0
  while lives "$master" && [ "$tries" -lt 100 ]; do
    [ "$tries" != 50 ] || kill -TERM "$master"
    tries=$((tries + 1))
    sleep 0.1
  done
  ! lives "$master" || {
    complain "nginx does not stop: process $master"
    return 1
  }
}

# lacks_nginx DIR
lacks_nginx() {
  has_nginx "$1" || return 0
  runs_nginx || echo "nginx does not run"
  [ "$(cat "$RUN/nginx.loaded" 2>/dev/null)" = "nginx.d/$(digest "$1/nginx")" ] ||
    echo "nginx runs with other files"
}

# nginx_problems DIR: a line for each thing in the way
nginx_problems() {
  has_nginx "$1" || return 0
  [ -d /var/log/nginx ] || echo "no folder /var/log/nginx for what nginx logs"
  id -u www-data >/dev/null 2>&1 || echo "no user www-data for the workers of nginx"
  read -r other 2>/dev/null <"$NGINX_PID" && [ -n "$other" ] && ! runs_nginx || return 0
  ! grep -aq '^nginx: master' "/proc/$other/cmdline" 2>/dev/null ||
    echo "nginx runs from another folder as process $other; stop it first"
}

# refused_nginx DIR: what nginx does not take, tried where nobody hears it and nothing stays
# shellcheck disable=SC2016 # the inner shell's
refused_nginx() {
  has_nginx "$1" || return 0
  unshare -m -n sh -c '
    mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/log/nginx || exit
    for family in ipv4 ipv6; do
      echo 1 2>/dev/null >"/proc/sys/net/$family/ip_nonlocal_bind"
    done
    nginx -q -t -p "$1/nginx" -c nginx.conf' sh "$1" 2>&1 | sed -n 's,^.*\[[a-z]*\] [0-9#: ]*,nginx: ,p'
}

# --- services: the order of steps ----------------------------------------------------------------

# The parts, each in place before the next one refers to it, or gives up work that it takes over:
# put_rules removes the chains that the new build has no more, so what serves instead of them
# stands before it. put_PART DIR makes the part what DIR says, whatever the host had before.
PARTS='sets servers nft rules nginx'

put_services() {
  for part in $PARTS; do
    "put_$part" "$1" || return
  done
}

# drop_services DIR: at last what DIR does not have and no packet needs any more
drop_services() { drop_nft "$1" && drop_ipvs "$1" && drop_nginx "$1"; }

# lacks_services DIR: a line for each thing of DIR that the host does not have, or has otherwise.
# (nft takes a file whole or not at all, so there is nothing to ask for afterwards.)
lacks_services() {
  lacks_ipvs "$1"
  lacks_nginx "$1"
}

# --- UDP connections -----------------------------------------------------------------------------

# forget_flows DIR: of the connections to an entrance of DIR, those that somebody else answers than
# one of its endpoints: also those from before the entrance was one, which nobody answers. When the
# next packet comes it is a new connection.
forget_flows() {
  [ -f "$1/conntrack.tsv" ] || return 0
  : >"$WORK/flows"
  for family in ipv4 ipv6; do
    ! grep -q "^$family" "$1/conntrack.tsv" || stale_flows "$family" "$1" >>"$WORK/flows" || return
  done
  while read -r family address port by by_port; do
    # Status 1 also where the connection has ended by itself.
    conntrack -D -f "$family" -p udp --orig-dst "$address" --orig-port-dst "$port" \
      --reply-src "$by" --reply-port-src "$by_port" </dev/null >"$WORK/error" 2>&1 ||
      grep -q ' 0 flow entries have been deleted' "$WORK/error" || {
      complain "conntrack: $(grep . "$WORK/error" | tr '\n' ' ')"
      return 1
    }
  done <"$WORK/flows"
}

# stale_flows FAMILY DIR: "FAMILY ADDRESS PORT ANSWERER PORT" of connections to forget, each once
stale_flows() {
  ip -o addr show | awk '{ sub(/\/.*/, "", $4); print $4 }' >"$WORK/local"
  conntrack -L -f "$1" -p udp >"$WORK/have" 2>"$WORK/error" || {
    complain "conntrack: $(grep . "$WORK/error" | tr '\n' ' ')"
    return 1
  }
  awk -v family="$1" '
    part == "local" { here[$1]; next }
    part == "want" && $1 == family {
      entrance[$2, $3]
      for (i = 4; i < NF; i += 2) serves[$2, $3, $i, $(i + 1)]
    }
    part == "want" { next }
    {
      n = 0
      for (i = 1; i <= NF; i++)
        if ($i ~ /^(src|dst|sport|dport)=/) { value[++n] = $i; sub(/.*=/, "", value[n]) }
      if (n < 8) next
      address = value[2]; port = value[4]; by = value[5]; by_port = value[7]
      if (!((address, port) in entrance)) {
        if (!(address in here) || !(("-", port) in entrance)) next
        key = "-"
      } else key = address
      if ((key, port, by, by_port) in serves || (address, port, by, by_port) in said) next
      said[address, port, by, by_port]
      print family, address, port, by, by_port
    }' part=local "$WORK/local" part=want "$2/conntrack.tsv" part=have "$WORK/have"
}

# --- FRR -----------------------------------------------------------------------------------------

# FRR is the host's: netc puts its lines into the running configuration and takes them out again;
# the files in /etc/frr are left alone. $RUN/frr.conf is what was loaded; where it is missing or
# not all there any more, everything of netc's is loaded anew.

# Two configurations of netc's to the lines that make one of the other. A neighbour, an entry of a
# route-map, a BFD profile or what is said of a router itself is made anew if a line of it differs.
# shellcheck disable=SC2016 # awk's, not the shell's
frr_program='
function add(kind, key, line) {
  id = kind SUBSEP key
  if (build == "old") { if (!(id in was)) old[++olds] = id; was[id] = was[id] line "\n" }
  else { if (!(id in is)) new[++news] = id; is[id] = is[id] line "\n" }
}
function goes(id) { return !(id in is) || is[id] != was[id] }
function comes(id) { return !(id in was) || is[id] != was[id] }
function stays(router, id) { id = "router" SUBSEP router; return id in was && !goes(id) }
function within(part, line) {
  return part[2] "\n address-family " part[3] "\n  " line "\n exit-address-family\nexit"
}
function each(kind, old_ones, i, part, list) {
  for (i = 1; i <= (old_ones ? olds : news); i++) {
    id = old_ones ? old[i] : new[i]
    split(id, part, SUBSEP)
    if (part[1] != kind) continue
    if (old_ones) removal(kind, id, part)
    else addition(kind, id, part)
  }
}
function removal(kind, id, part) {
  if (kind == "network" && stays(part[2]) && goes(id))
    print within(part, "no network " part[4])
  if (kind == "neighbor" && stays(part[2]) && goes(id))
    print part[2] "\n no neighbor " part[3] (was[id] ~ / interface remote-/ ? " interface" : "") \
      "\nexit"
  if (kind == "router" && goes(id)) print "no " part[2]
  if (kind == "map" && goes(id)) print "no " part[2]
  if (kind == "list" && goes(id)) print "no " part[2]
  if (kind == "profile" && goes(id)) print "bfd\n no profile " part[2] "\nexit"
}
function addition(kind, id, part) {
  if (kind == "network" && (!stays(part[2]) || comes(id)))
    print within(part, "network " part[4])
  if (kind == "neighbor" && (!stays(part[2]) || comes(id)) || kind == "router" && comes(id))
    print part[2] "\n" is[id] "exit"
  if (kind == "profile" && comes(id)) print "bfd\n" is[id] "exit"
  if ((kind == "map" || kind == "list") && comes(id)) printf "%s", is[id]
}
/^(!|frr |hostname )/ || $1 == "!" { next }
top == "" && /^(route-map|router bgp|bfd)/ { top = $0; kind = $1; if (kind != "route-map") next }
/^exit$/ { if (kind == "route-map") add("map", top, $0); top = ""; kind = ""; next }
kind == "route-map" { add("map", top, $0); next }
kind == "bfd" { if ($1 == "profile") profile = $2; add("profile", profile, $0); next }
$1 == "address-family" { family = $2 " " $3; next }
$1 == "exit-address-family" { family = ""; next }
$1 == "network" { add("network", top SUBSEP family SUBSEP $2, $0); next }
kind == "router" && $1 == "neighbor" {
  add("neighbor", top SUBSEP $2,
    family == "" ? $0 : " address-family " family "\n" $0 "\n exit-address-family")
  next
}
kind == "router" { add("router", top, $0); next }
{ add("list", $0, $0) }
END {
  each("network", 1); each("neighbor", 1); each("router", 1); each("map", 1); each("list", 1)
  each("profile", 1)
  each("list", 0); each("map", 0); each("profile", 0); each("router", 0); each("neighbor", 0)
  each("network", 0)
}'

# frr_change OLD NEW: files
frr_change() { awk "$frr_program" build=old "$1" build=new "$2"; }

# ask_frr: what FRR runs with, to running
ask_frr() { vtysh -c 'show running-config' >"$WORK/running" 2>"$WORK/error" </dev/null; }

# frr_lacks FILE: the lines of it that FRR prints as netc does, and does not print now
frr_lacks() {
  ask_frr || : >"$WORK/running"
  awk '/^(router bgp|route-map|ip prefix-list|ipv6 prefix-list) / || $1 == "network" ||
    $1 == "neighbor" && /(remote-as|activate|route-map)/' "$1" | without "$WORK/running"
}

# tell_frr: takes lines; does not turn off what was on before netc
tell_frr() {
  [ -f "$RUN/frr.before" ] || {
    ask_frr && sed -n 's/^ip.* nht /no &/p;s/^bfd$/no &/p' "$WORK/running" >"$RUN/frr.before"
  } || return
  (umask 077 && without "$RUN/frr.before" >"$WORK/frr.lines") &&
    vtysh -f "$WORK/frr.lines" >"$WORK/error" 2>&1 </dev/null
}

# clear_frr FILE: out with all of it, as far as it is there
clear_frr() { frr_change "$1" /dev/null | tell_frr || :; }

# load_frr FILE: makes FRR have it instead of what was loaded last
load_frr() {
  if [ -f "$RUN/frr.conf" ] && [ -z "$(frr_lacks "$RUN/frr.conf")" ]; then
    frr_change "$RUN/frr.conf" "$1" | tell_frr && keep_frr "$1" && return
  fi
  [ ! -f "$RUN/frr.conf" ] || clear_frr "$RUN/frr.conf"
  rm -f "$RUN/frr.conf"
  clear_frr "$1"
  frr_change /dev/null "$1" | tell_frr && keep_frr "$1" && return
  complain "frr.conf: $(grep -v '^$' "$WORK/error" | sed 3q | tr '\n' ' ')"
  clear_frr "$1"
  keep_frr /dev/null
  return 1
}

# bfd_is_empty: FRR leaves the headline of BFD when the last profile goes
bfd_is_empty() {
  awk '/^bfd$/ { getline; if ($0 == "exit") empty = 1 } END { exit !empty }' "$WORK/running"
}

keep_frr() {
  if [ -s "$1" ]; then
    cp "$1" "$RUN/frr.conf"
  else
    ask_frr || return
    ! bfd_is_empty || echo 'no bfd' | tell_frr || return
    rm -f "$RUN/frr.conf" "$RUN/frr.before"
  fi
}

# withdraw_bgp DIR: the routes that DIR does not announce; all of netc's where DIR has no frr.conf
withdraw_bgp() {
  [ -f "$RUN/frr.conf" ] || return 0
  [ -f "$1/frr/frr.conf" ] || {
    load_frr /dev/null
    return
  }
  (umask 077 && awk '
    $1 == "router" { router = $0 }
    $1 == "address-family" { family = $2 }
    part == "want" { if ($1 == "network") wanted[router, family, $2]; next }
    $1 != "network" || (router, family, $2) in wanted
  ' part=want "$1/frr/frr.conf" part=have "$RUN/frr.conf" >"$WORK/frr.less") || return
  cmp -s "$WORK/frr.less" "$RUN/frr.conf" || load_frr "$WORK/frr.less"
}

announce_bgp() {
  [ -f "$1/frr/frr.conf" ] || return 0
  if ! cmp -s "$1/frr/frr.conf" "$RUN/frr.conf" || [ -n "$(frr_lacks "$1/frr/frr.conf")" ]; then
    load_frr "$1/frr/frr.conf"
  fi
}

# bgp_problems DIR: as `problems`
bgp_problems() {
  [ -f "$1/frr/frr.conf" ] && command -v vtysh >/dev/null || return 0
  daemons=" $(vtysh -c 'show daemons' 2>/dev/null) "
  for daemon in bgpd $(! grep -q '^bfd$' "$1/frr/frr.conf" || echo bfdd); do
    case $daemons in
      *" $daemon "*) ;;
      *) echo "FRR's $daemon does not run; it is turned on in /etc/frr/daemons" ;;
    esac
  done
  error=$(vtysh -C -f "$1/frr/frr.conf" 2>&1) ||
    echo "frr.conf is refused: $(echo "$error" | sed 3q | tr '\n' ' ')"
  vtysh -c 'show running-config' 2>/dev/null | awk '
    part == "ours" { if ($1 == "router") ours[$5]; next }
    part == "want" { if ($1 == "router") want[$5]; next }
    /^router bgp / && $4 != "view" && ($5 in want) && !($5 in ours) {
      print $0 " is in the configuration of FRR, and netc did not put it there"
    }' part=ours "$(loaded)" part=want "$1/frr/frr.conf" part=have -
}

# loaded: what was loaded last, or nothing
loaded() { if [ -f "$RUN/frr.conf" ]; then echo "$RUN/frr.conf"; else echo /dev/null; fi; }

# unannounced_bgp DIR: a line for each thing of DIR that FRR does not have
unannounced_bgp() {
  [ ! -f "$1/frr/frr.conf" ] || frr_lacks "$1/frr/frr.conf" | sed 's/^ *//;s/^/FRR lacks: /'
}

# --- keepalived ----------------------------------------------------------------------------------

# $RUN/keepalived holds what it reads, and its pid files.
KEEP=$RUN/keepalived

# keeper: the pid of our keepalived, if it runs
keeper() {
  read -r pid 2>/dev/null <"$KEEP/pid" && [ -d "/proc/$pid" ] &&
    tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$KEEP/keepalived.conf" && echo "$pid"
}

# has_keeper: both of its processes have come to where they write their pid files
has_keeper() { [ -s "$KEEP/vrrp.pid" ] && keeper >/dev/null; }

# stop_keeper: it gives its addresses up and tells the others so
stop_keeper() {
  pid=$(keeper) || {
    rm -rf "$KEEP"
    return 0
  }
  kill "$pid" || return
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    keeper >/dev/null || {
      rm -rf "$KEEP"
      return 0
    }
    sleep 0.2
  done
  complain "keepalived $pid does not end"
  return 1
}

# keep DIR: our keepalived runs with the files of DIR
keep() {
  [ -d "$1/keepalived" ] || return 0
  mkdir -p "$KEEP" || return
  same=yes
  for file in health.sh keepalived.conf; do
    cmp -s "$1/keepalived/$file" "$KEEP/$file" && continue
    same=no
    cp "$1/keepalived/$file" "$KEEP/$file" || return
  done
  chmod 755 "$KEEP/health.sh" || return
  if pid=$(keeper); then
    [ "$same" = yes ] || kill -HUP "$pid"
  else
    keepalived -P -f "$KEEP/keepalived.conf" -p "$KEEP/pid" -r "$KEEP/vrrp.pid" \
      </dev/null >"$WORK/error" 2>&1 9>&- && await has_keeper && return
    complain "keepalived does not start: $(sed 3q "$WORK/error" | tr '\n' ' ')"
    return 1
  fi
}

# keepalived_problems DIR: as `problems`
keepalived_problems() {
  [ -d "$1/keepalived" ] && command -v keepalived >/dev/null || return 0
  # In a /run of its own, for keepalived looks for the script where it will be.
  # shellcheck disable=SC2016 # the inner shell's
  error=$(unshare -m sh -c 'mount -t tmpfs netc /run && mkdir -p "$2" && cp "$1"/* "$2" &&
    keepalived -t -f "$2/keepalived.conf"' sh "$1/keepalived" "$KEEP" 2>&1) ||
    echo "keepalived.conf is refused: $(echo "$error" | sed 3q | tr '\n' ' ')"
  awk '$1 == "interface" { print $2 } $2 == "dev" { print $3 }' "$1/keepalived/keepalived.conf" |
    sort -u | while read -r link; do
    ip link show dev "$link" >/dev/null 2>&1 ||
      echo "keepalived needs the link $link, which this host has not"
  done
}

# unkept DIR: a line if DIR wants a keepalived that does not run, or with another file
unkept() {
  [ -d "$1/keepalived" ] || return 0
  keeper >/dev/null || echo "keepalived does not run"
  cmp -s "$1/keepalived/keepalived.conf" "$KEEP/keepalived.conf" ||
    echo "keepalived runs with another file"
}

# --- announcing ----------------------------------------------------------------------------------

# vips_led DIR...: the plan lines of announce.sh
vips_led() {
  for folder; do [ ! -f "$folder/announce.sh" ] || sh "$folder/announce.sh" plan; done
}

# own_vips: the addresses that netc may have put on links of the host
own_vips() {
  vips_led "$RUN/up" "$RUN/next" | awk '{ print $2 }'
  for folder in "$RUN/up" "$RUN/next"; do
    [ ! -d "$folder/keepalived" ] ||
      sed -n 's,^ *\([0-9a-f.:]*\)/[0-9]* dev .*,\1,p' "$folder/keepalived/keepalived.conf"
  done
}

# withdraw DIR: what DIR does not announce
withdraw() {
  withdraw_bgp "$1" && give_up_vips "$1" || return
  [ -d "$1/keepalived" ] || [ ! -d "$KEEP" ] || stop_keeper
}

# announce DIR: what of it the host does not have yet
announce() { take_vips "$1" && keep "$1" && announce_bgp "$1"; }

# unannounced DIR: a line for each thing of DIR that the host does not announce
unannounced() {
  unannounced_bgp "$1"
  unkept "$1"
  [ ! -f "$1/announce.sh" ] || vips_led "$1" | sh "$1/announce.sh" missing |
    sed 's/^vip/no address/'
}

# give_up_vips DIR: the addresses that DIR does not lead
give_up_vips() {
  [ -f "$RUN/up/announce.sh" ] || [ -f "$RUN/next/announce.sh" ] || return 0
  vips_led "$1" >"$WORK/keep" && vips_led "$RUN/up" "$RUN/next" | without "$WORK/keep" |
    sort -u >"$WORK/drop" || return
  for folder in "$RUN/next" "$RUN/up"; do
    [ ! -s "$WORK/drop" ] || [ ! -f "$folder/announce.sh" ] || {
      sh "$folder/announce.sh" del <"$WORK/drop"
      return
    }
  done
}

# take_vips DIR: the addresses of it that the host does not have yet
take_vips() {
  [ -f "$1/announce.sh" ] || return 0
  vips_led "$1" | sh "$1/announce.sh" missing | sh "$1/announce.sh" add 2>"$WORK/error" && return
  complain "announce.sh: $(tr '\n' ' ' <"$WORK/error")"
  return 1
}

# announcing_tools DIR
announcing_tools() {
  [ ! -f "$1/frr/frr.conf" ] || echo vtysh
  [ ! -d "$1/keepalived" ] || echo keepalived
  [ ! -f "$1/announce.sh" ] ||
    vips_led "$1" | awk '{ print ($2 ~ /:/ ? "ndptool" : "arping") }' | sort -u
}

# unknown_links DIR: as `problems`
unknown_links() {
  [ ! -f "$1/announce.sh" ] || vips_led "$1" | awk '{ print $3 }' | sort -u | while read -r link; do
    case $link in
      -) echo "no link of this host carries the node's address, so announce.sh cannot use it" ;;
      *)
        ip link show dev "$link" up 2>/dev/null | grep -q . ||
          echo "announce.sh needs the link $link, which this host has not, or which is down"
        ;;
    esac
  done
}

# names_announced DIR: as `names`
names_announced() {
  vips_led "$RUN/up" "$RUN/next" | sed 's/^vip/ours address/'
  [ -f "$1/announce.sh" ] || return 0
  listing=$(ip -o addr show) || echo "cannot list addresses"
  echo "$listing" | awk '{ sub(/\/.*/, "", $4); print "has address", $4, $2 }'
  vips_led "$1" | sed 's/^vip/want address/'
}

# --- up, down ------------------------------------------------------------------------------------

# take_lock [-n]: one node.sh at a time on a host; -n: rather give up than wait
take_lock() {
  [ "$(id -u)" = 0 ] || die "must run as root"
  mkdir -p "$RUN" || die "cannot write to $RUN"
  exec 9>>"$RUN/lock"
  flock "$@" 9 || die "another node.sh is at work on this host"
  # The last one may have removed the state, and with it the lock that we waited for.
  [ "$(stat -Lc %i /proc/self/fd/9)" = "$(stat -c %i "$RUN/lock" 2>/dev/null)" ] || die "try again"
  trap leave EXIT
  trap 'exit 130' INT TERM HUP
  mkdir -p "$WORK" || die "cannot write to $RUN"
}

# leave: at every exit with the lock in hand
leave() {
  code=$?
  trap '' INT TERM HUP
  [ "${changing-}" != yes ] || roll_back || code=2
  rm -rf "$WORK" "$RUN/copy"
  [ -e "$RUN/up" ] || [ -e "$RUN/next" ] || rm -rf "$RUN"
  exit "$code"
}

# roll_back: from any point of `up` to the state before it; may be repeated
roll_back() {
  changing=no
  view=whole
  whole=yes
  unswap || return
  withdraw "$RUN/up" || whole=no
  put_services "$RUN/up" && drop_services "$RUN/up" && forget_flows "$RUN/up" || whole=no
  restore_links || whole=no
  put_files "$RUN/up" && drop_files "$RUN/up" && put_dns "$RUN/up" && drop_dns "$RUN/up" &&
    restore_settings "$RUN/saved.next" || whole=no
  announce "$RUN/up" || whole=no
  [ "$whole" = yes ] || {
    complain "not everything is back as it was; mend what is named above, then run up or down"
    return 1
  }
  rm -rf "$RUN/next" "$RUN/digest.next" "$RUN/pending" "$RUN/added" "$RUN/late" "$RUN"/saved.*
  complain "rolled back: the host is as it was before"
}

# recover: takes back a change that was cut off, or ends one that had become the build that is up
recover() {
  [ -d "$RUN/next" ] || {
    finish
    return
  }
  complain "taking back a change that was not finished"
  roll_back || exit 2
}

verify() {
  plan_of "$1" | sh "$1/netns.sh" missing outside >"$WORK/lack" || return
  [ ! -s "$RUN/added" ] || sh "$1/netns.sh" missing <"$RUN/added" >>"$WORK/lack" || return
  [ ! -s "$WORK/lack" ] || {
    complain "netns.sh: not as planned: $(sed q "$WORK/lack")"
    return 1
  }
  lacks_services "$1" >"$WORK/lack" || return
  [ ! -s "$WORK/lack" ] || {
    complain "not as planned: $(sed q "$WORK/lack")"
    return 1
  }
  unannounced "$1" >"$WORK/lack" || return
  [ ! -s "$WORK/lack" ] || {
    complain "not announced as planned: $(sed q "$WORK/lack")"
    return 1
  }
  for tool in $(tools "$1"); do
    miscounted "$tool" >"$WORK/lack" || return
    [ ! -s "$WORK/lack" ] || {
      complain "$tool.rules: the kernel does not have as many rules in $(sed q "$WORK/lack")"
      return 1
    }
  done
}

# commit: next/ becomes up/. What can fail comes first.
commit() {
  rm -rf "$WORK/state" && mkdir "$WORK/state" && cp "$RUN/digest.next" "$WORK/state/digest" || return
  for tool in $(tools "$RUN/next"); do
    [ -f "$WORK/kernel.$tool" ] || list_rules "$tool" >"$WORK/kernel.$tool" || return
    cp "$WORK/kernel.$tool" "$WORK/state/rules.$tool" &&
      backend_of "$tool" >"$WORK/state/backend.$tool" || return
  done
  drop_services "$RUN/next" && drop_links && drop_files "$RUN/next" && drop_dns "$RUN/next" &&
    sort_settings "$RUN/next" && swap && finish
}

# state_of DIR: the files that tell of the build that is up, beside its folder
state_of() {
  for file in "$1"/rules.* "$1"/backend.* "$1/digest" "$1/saved"; do
    [ ! -f "$file" ] || echo "$file"
  done
}

# copy_state FROM TO
copy_state() {
  for file in $(state_of "$1"); do cp "$file" "$2" || return; done
}

# swap: next/ becomes up/, and so does what tells of it. It has happened when next/ is gone; until
# then old/ holds what there was.
swap() {
  rm -rf "$WORK/old" "$RUN/old" && mkdir "$WORK/old" && copy_state "$RUN" "$WORK/old" &&
    mv -T "$WORK/old" "$RUN/old" || return
  # shellcheck disable=SC2046 # a word each
  rm -f $(state_of "$RUN") && copy_state "$WORK/state" "$RUN" || return
  [ ! -d "$RUN/up" ] || mv -T "$RUN/up" "$RUN/old/up" || return
  mv -T "$RUN/next" "$RUN/up"
  [ ! -d "$RUN/next" ]
}

# unswap: back from wherever `swap` got to; may be repeated
unswap() {
  [ -d "$RUN/old" ] && [ -d "$RUN/next" ] || return 0
  [ ! -d "$RUN/old/up" ] || mv -T "$RUN/old/up" "$RUN/up" || return
  # shellcheck disable=SC2046 # a word each
  rm -f $(state_of "$RUN") && copy_state "$RUN/old" "$RUN" && rm -rf "$RUN/old"
}

# finish: the rest, when `swap` is done; may be repeated
finish() {
  restore_settings "$RUN/saved.gone"
  rm -rf "$RUN/old" "$RUN/pending" "$RUN/added" "$RUN/late" "$RUN/digest.next" "$RUN"/saved.*
}

# step NAME COMMAND...: leaves, and thereby rolls back, if the command fails
step() {
  doing=$1
  shift
  "$@" || die "failed at: $doing"
}

# waits: whether a build waits for confirm
waits() { [ -e "$RUN/pending" ] && [ -d "$RUN/next" ]; }

up() {
  case ${1-},${2-} in
    ,) ;;
    --confirm,*[!0-9]* | --confirm,) usage ;;
    --confirm,*) ;;
    *) usage ;;
  esac
  take_lock -n
  ! waits || die "a build waits for confirm; run confirm or down first"
  recover
  found=$(problems "$HERE")
  [ -z "$found" ] || refuse "$found"
  rm -rf "$RUN/copy"
  step copy cp -R "$HERE" "$RUN/copy"
  changing=yes
  step copy mv "$RUN/copy" "$RUN/next"
  digest "$RUN/next" >"$RUN/digest.next"
  [ ! -f "$RUN/digest" ] || cmp -s "$RUN/digest" "$RUN/digest.next" || view=outside
  step modules load_ipvs "$RUN/next"
  step sysctls put_settings "$RUN/next"
  step links put_links
  step files put_files "$RUN/next"
  step dns put_dns "$RUN/next"
  step withdraw withdraw "$RUN/next"
  for part in $PARTS; do
    step "$part" "put_$part" "$RUN/next"
  done
  step announce announce "$RUN/next"
  step verify verify "$RUN/next"
  step connections forget_flows "$RUN/next"
  if [ "${1-}" = --confirm ]; then
    echo "$$ $(cat "$RUN/digest.next")" >"$RUN/pending"
    changing=no
    setsid sh "$RUN/next/node.sh" expire "$2" "$(cat "$RUN/pending")" \
      </dev/null >/dev/null 2>&1 9>&- &
    say "up with build $(cat "$RUN/digest.next"), for $2 seconds unless confirmed"
    return
  fi
  step commit commit
  changing=no
  say "up with build $(cat "$RUN/digest")"
  dns_hint "$RUN/up"
}

confirm() {
  take_lock -n
  waits || die "nothing waits for confirm"
  changing=yes
  step commit commit
  changing=no
  say "confirmed build $(digest "$RUN/up")"
}

# expire SECONDS TOKEN: runs beside `up --confirm`; seconds are counted, no clock is read
expire() {
  waited=0
  while [ "$waited" -lt "$1" ]; do
    read -r token 2>/dev/null <"$RUN/pending" && [ "$token" = "$2" ] || exit 0
    sleep 1
    waited=$((waited + 1))
  done
  take_lock
  waits && read -r token <"$RUN/pending" && [ "$token" = "$2" ] || exit 0
  roll_back
  logger -t netc "$NODE: build ${2#* } was not confirmed in $1 seconds" 2>/dev/null
}

down() {
  take_lock -n
  recover
  [ -d "$RUN/up" ] || say "nothing is up"
  step withdraw withdraw "$RUN/none"
  step rules put_rules "$RUN/none"
  step services drop_services "$RUN/none"
  plan_of "$RUN/up" | backwards >"$WORK/plan"
  [ ! -d "$RUN/up" ] || step links sh "$RUN/up/netns.sh" del <"$WORK/plan"
  step files drop_files "$RUN/none"
  step dns drop_dns "$RUN/none"
  step sysctls restore_settings "$RUN/saved"
  [ ! -d "$RUN/up" ] || say "down: what netc made is gone"
  rm -rf "$RUN/up"
}

# --- status --------------------------------------------------------------------------------------

# drift: a line for each difference between the host and what is up
drift() {
  settings_of "$RUN/up" | while read -r key value; do
    read_setting "$key"
    [ "$now" = "$value" ] || echo "sysctl $key is ${now:-absent}, not $value"
  done
  plan_of "$RUN/up" | sh "$RUN/up/netns.sh" missing | sed 's/^/not as planned: /'
  differing_files "$RUN/up" | sed -n "s,^new,$ETC has no,p;s,^put \(.*\),$ETC/\1 differs,p;s,^odd ,,p"
  lacks_dns "$RUN/up"
  lacks_services "$RUN/up"
  drift_nft "$RUN/up"
  unannounced "$RUN/up"
  for tool in $(tools "$RUN/up"); do
    rule_drift "$tool"
  done
}

status() {
  [ -d "$RUN/up" ] || [ -d "$RUN/next" ] || {
    say "nothing is up"
    return 3
  }
  take_lock -n
  [ ! -d "$RUN/up" ] || say "up with build $(digest "$RUN/up")"
  if waits; then
    say "build $(digest "$RUN/next") waits for confirm"
    return 1
  elif [ -d "$RUN/next" ]; then
    say "a change was cut off; the next up or down takes it back"
    return 1
  fi
  found=$(drift)
  [ -z "$found" ] || {
    echo "$found"
    return 1
  }
  say "no drift"
}

usage() {
  sed -n '2,9s/^# *//p' "$0" >&2
  exit 64
}

command=${1-}
[ $# = 0 ] || shift
case $command in
  check | up | confirm | down | status | expire) "$command" "$@" ;;
  version) say "build $(digest "$HERE")" ;;
  *) usage ;;
esac
