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
#   added  plan lines made on the way up       late   old plan lines to remove at its end
#   saved  sysctls from before netc            saved.next  those saved on the way up
# Where next/ exists, a change is waiting for `confirm` or was cut off; the next run takes it back.

NODE='birch'
ADDRESSES='192.168.70.12'

RUN=/run/netc
WORK=$RUN/work
ETC=/etc/netns
LIST=/etc/netc/netns # the folders in /etc/netns that are ours, a name a line; outlives a reboot

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

# --- check ---------------------------------------------------------------------------------------

# problems DIR: a line for each thing in the way of bringing DIR up; changes nothing
problems() {
  for tool in ip sysctl awk sed sort xargs sha256sum flock stat cmp find setsid unshare \
    $(tools "$1" | sed 's/.*/&-save &-restore/'); do
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
  plan_of "$1" | awk '$1 == "route" && $3 != "unreachable" { print $3 }' | while read -r hop; do
    way=$(ip -o route get "$hop" 2>&1) || way=' via nothing'
    case $way in *" via "*) echo "node address $hop is not on a link of this host" ;; esac
  done
  ranges_taken "$1"
  settings_of "$1" | while read -r key _; do
    read_setting "$key"
    [ -n "$now" ] || case $key in
      net/bridge/*) modprobe -nq br_netfilter || echo "no kernel module br_netfilter" ;;
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

# own_links: the names of our links, with a blank around each
own_links() {
  { plan_of "$RUN/up" && plan_of "$RUN/next"; } | things ours |
    awk 'BEGIN { printf " " } $2 == "link" { printf "%s ", $3 }'
}

# ranges_taken DIR: addresses of this host that lie in a range of pods or Services
ranges_taken() {
  ours=$(own_links)
  plan_of "$1" | awk '$1 == "route" || $1 == "service" { print $2 }' | while read -r range; do
    listing=$(ip -o addr show to "$range") || echo "ip cannot list addresses in $range"
    [ -z "$listing" ] || echo "$listing" | while read -r _ link _ address _; do
      case $ours in
        *" ${link%%@*} "*) ;;
        *) echo "the address ${address%/*} on $link lies in the range $range, which netc needs" ;;
      esac
    done
  done
}

# backend_of TOOL: legacy or nf_tables; rules made with one are not seen by the other
backend_of() {
  backend=$("$1-save" --version) || return
  backend=${backend#*\(}
  echo "${backend%\)*}"
}

# names DIR: "ours|has|want THING" or "cannot ...", for the names and prefixes that DIR needs
names() {
  { plan_of "$RUN/up" && plan_of "$RUN/next"; } | things ours
  [ ! -f "$LIST" ] || sed 's,^,ours folder /etc/netns/,' "$LIST"
  listing=$(ip -o link show) || echo "cannot list links"
  echo "$listing" | awk '{ sub(/[:@].*/, "", $2); print "has link", $2 }'
  listing=$(ip netns list) || echo "cannot list namespaces"
  echo "$listing" | awk 'NF { print "has netns", $1 }'
  listing=$(ip -4 route show && ip -6 route show) || echo "cannot list routes"
  echo "$listing" | awk -v ours="$(own_links)" '{
    for (i = 1; i < NF; i++) if ($i == "dev" && index(ours, " " $(i + 1) " ")) next
    print "has route", $1 == "unreachable" || $1 == "blackhole" ? $2 : $1
  }'
  for folder in "$ETC"/*; do [ ! -d "$folder" ] || echo "has folder $folder"; done
  for tool in $(tools "$1"); do
    chains_of "$tool" "$RUN/up" "$RUN/next" | sed "s/^/ours $tool chain /"
    listing=$("$tool-save") || echo "cannot list $tool chains"
    echo "$listing" | awk -v tool="$tool" '/^\*/ { table = substr($1, 2) }
      /^:/ { print "has", tool, "chain", table, substr($1, 2) }'
  done
  plan_of "$1" | things want
  sandboxes_of "$1" | sed 's,^,want folder /etc/netns/,'
  for tool in $(tools "$1"); do chains_of "$tool" "$1" | sed "s/^/want $tool chain /"; done
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
    error=$(unshare -n "$tool-restore" --noflush <"$HERE/$tool.rules" 2>&1) ||
      found="${found:+$found
}$tool.rules is refused: $(echo "$error" | grep . | tr '\n' ' ')"
  done
  [ -z "$found" ] || refuse "$found"
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

# settle_settings DIR: DIR is what stays up; keys that it does not set go back
settle_settings() {
  settings_of "$1" | sed 's/^/set /' >"$WORK/settings"
  [ ! -f "$RUN/saved.next" ] || cat "$RUN/saved.next" >>"$RUN/saved"
  [ -f "$RUN/saved" ] || return 0
  awk -v stay="$WORK/stay" -v go="$WORK/go" '
    $1 == "set" { keep[$2]; next }
    $1 == "main" { file = $2 in keep ? stay : go }
    { print > file }' "$WORK/settings" "$RUN/saved"
  restore_settings "$WORK/go"
  rm -f "$RUN/saved" "$RUN/saved.next"
  [ ! -f "$WORK/stay" ] || mv "$WORK/stay" "$RUN/saved"
}

# --- links, sandboxes, routes --------------------------------------------------------------------

# plan_change: from the plans of up/ and next/ and from what the host lacks, three lists of lines:
#   early  to remove first: what stands where something new is to stand, or is damaged
#   add    to make;   late  to remove when the new rules are in force
# A line in both plans is left alone. A change of the bridge changes everything.
plan_change() {
  plan_of "$RUN/up" >"$WORK/old" && plan_of "$RUN/next" >"$WORK/new" &&
    sh "$RUN/next/netns.sh" missing <"$WORK/new" >"$WORK/lack" || return
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

# put_files DIR: in place, so that what runs in a sandbox and has them mounted sees the new text
put_files() {
  sandboxes_of "$1" >"$WORK/sandboxes"
  [ -s "$WORK/sandboxes" ] || return 0
  mkdir -p "${LIST%/*}" && touch "$LIST" || return
  [ -d "$ETC" ] || { echo . >>"$LIST" && mkdir "$ETC"; } || return
  without "$LIST" <"$WORK/sandboxes" >"$WORK/new" && cat "$WORK/new" >>"$LIST" || return
  while read -r name; do
    [ -d "$ETC/$name" ] || mkdir "$ETC/$name" || return
    for file in "$name/resolv.conf" "$name/hosts"; do
      if [ ! -f "$1/netns/$file" ]; then
        rm -f "$ETC/$file"
      else
        cmp -s "$1/netns/$file" "$ETC/$file" || cat "$1/netns/$file" >"$ETC/$file"
      fi || return
    done
  done <"$WORK/sandboxes"
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

# --- rules ---------------------------------------------------------------------------------------

# What a rule jumps to; a comment of others may hold anything, so quoted text is left out first.
# shellcheck disable=SC2016 # awk's, not the shell's
target_function='
function target(rule, word, count, i) {
  gsub(/"([^"\\]|\\.)*"/, "", rule)
  count = split(rule, word, " ")
  for (i = 3; i < count; i++) if (word[i] == "-j" || word[i] == "-g") return word[i + 1]
  return ""
}'

# The heart of `up`: turns a rules file into the input that makes the host have exactly these own
# chains and jumps, whatever it had before; one transaction a table, so nothing is missing between.
#   own chains that are gone: emptied, then deleted
#   jumps from other chains into ours: kept if they are as they should be, else replaced
# Reads own chains, `iptables-save`, rules; writes input to stdout and, to the file `lines`, which
# line of the rules each line of the input comes from.
# shellcheck disable=SC2016 # awk's, not the shell's
compose_program='
function emit(text, from) { print text; print from + 0 > lines }
function table_is(name) {
  table = name
  if (!(name in seen)) { seen[name]; tables[++count] = name }
}
part == "own" { table_is($1); own[$1, $2]; list[$1] = list[$1] " " $2; next }
/^\*/ { table_is(substr($1, 2)) }
part == "have" && /^:/ { exists[table, substr($1, 2)] }
part == "have" && /^:/ && $2 != "-" { hook[table, substr($1, 2)] }
part == "have" && /^-A / && (table, $2) in hook && (table, target($0)) in own {
  has[table, $2] = has[table, $2] substr($0, length($2) + 5) "\n"
  drop[table] = drop[table] substr($0, 4) "\n"
}
part == "want" && /^:/ { wanted[table, substr($1, 2)]; declared[table] = declared[table] FNR " " }
part == "want" && /^-I / {
  wants[table, $2] = wants[table, $2] substr($0, length($2) + length($3) + 6) "\n"
}
part == "want" && /^(-|:)/ { text[FNR] = $0; at[table] = at[table] " " FNR }
END {
  for (t = 1; t <= count; t++) {
    table = tables[t]
    gone = 0
    n = split(list[table], name, " ")
    for (i = 1; i <= n; i++)
      if (!((table, name[i]) in wanted) && (table, name[i]) in exists) old[++gone] = name[i]
    if (!gone && at[table] == "") continue
    emit("*" table)
    for (i = 1; i <= gone; i++) emit(":" old[i] " - [0:0]")
    m = split(at[table], line, " ")
    for (i = 1; i <= m; i++) if (text[line[i]] ~ /^:/) emit(text[line[i]], line[i])
    n = split(drop[table], stale, "\n")
    for (i = 1; i < n; i++) {
      split(stale[i], part_of, " ")
      if (has[table, part_of[1]] != wants[table, part_of[1]]) emit("-D " stale[i])
    }
    for (i = 1; i <= m; i++) {
      split(text[line[i]], part_of, " ")
      if (part_of[1] == "-I" && has[table, part_of[2]] == wants[table, part_of[2]]) continue
      if (text[line[i]] !~ /^:/) emit(text[line[i]], line[i])
    }
    for (i = 1; i <= gone; i++) emit("-X " old[i])
    emit("COMMIT")
  }
}'

# put_rules TOOL FILE: /dev/null for no rules at all
put_rules() {
  chains_of "$1" "$RUN/up" "$RUN/next" >"$WORK/own" && "$1-save" >"$WORK/have" || return
  : >"$WORK/lines"
  awk -v lines="$WORK/lines" "$target_function$compose_program" \
    part=own "$WORK/own" part=have "$WORK/have" part=want "$2" >"$WORK/input" || return
  [ -s "$WORK/input" ] || return 0
  "$1-restore" -w 5 --noflush <"$WORK/input" 2>"$WORK/error" && return
  at=$(sed -n 's/.*line:* \([0-9][0-9]*\).*/\1/p' "$WORK/error" | sed q)
  from=$(sed -n "${at:-1}p" "$WORK/lines")
  [ "${from:-0}" = 0 ] || complain "${2##*/}:$from: $(sed -n "${from}p" "$2")"
  complain "$(sed '/^$/d;/^Try /d' "$WORK/error")"
  return 1
}

# put_all_rules DIR
put_all_rules() {
  for tool in $(tools "$RUN/up" "$RUN/next"); do
    rules=$1/$tool.rules
    [ -f "$rules" ] || rules=/dev/null
    put_rules "$tool" "$rules" || return
  done
}

# own_rules TOOL: our part of what the kernel has, as the tool prints it
own_rules() {
  "$1-save" >"$WORK/have" && chains_of "$1" "$RUN/up" "$RUN/next" >"$WORK/own" || return
  awk "$target_function"'
    part == "own" { own[$1, $2]; next }
    /^\*/ { table = substr($1, 2) }
    /^:/ && $2 != "-" { hook[table, substr($1, 2)] }
    /^-A / && ((table, $2) in own || ((table, $2) in hook && (table, target($0)) in own)) {
      print table, $0
    }' part=own "$WORK/own" part=have "$WORK/have"
}

# --- up, down ------------------------------------------------------------------------------------

# take_lock [-n]: one node.sh at a time on a host; -n: rather give up than wait
take_lock() {
  [ "$(id -u)" = 0 ] || die "must run as root"
  mkdir -p "$RUN" || die "cannot write to $RUN"
  exec 9>>"$RUN/lock"
  flock "$@" 9 || die "another node.sh is at work on this host"
  # The last one may have removed the state, and with it the lock that we waited for.
  mkdir -p "$WORK" || die "cannot write to $RUN"
  [ "$(stat -Lc %i /proc/self/fd/9)" = "$(stat -c %i "$RUN/lock")" ] || die "try again"
  trap leave EXIT
  trap 'exit 130' INT TERM HUP
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
  whole=yes
  put_all_rules "$RUN/up" || whole=no
  restore_links || whole=no
  put_files "$RUN/up" && drop_files "$RUN/up" && restore_settings "$RUN/saved.next" || whole=no
  [ "$whole" = yes ] || {
    complain "not everything is back as it was; mend what is named above, then run up or down"
    return 1
  }
  rm -rf "$RUN/next" "$RUN/pending" "$RUN/added" "$RUN/late" "$RUN/saved.next"
  complain "rolled back: the host is as it was before"
}

# recover: takes back a change that was cut off
recover() {
  [ ! -d "$RUN/old" ] || [ -d "$RUN/up" ] || mv "$RUN/old" "$RUN/up"
  [ ! -d "$RUN/next" ] || {
    complain "taking back a change that was not finished"
    roll_back || exit 2
  }
}

verify() {
  plan_of "$1" | sh "$1/netns.sh" missing >"$WORK/lack" || return
  [ ! -s "$WORK/lack" ] || {
    complain "netns.sh: not as planned: $(sed q "$WORK/lack")"
    return 1
  }
  for tool in $(tools "$1"); do
    own_rules "$tool" >"$WORK/rules" || return
    [ "$(grep -c '^-[AI]' "$1/$tool.rules")" = "$(grep -c . "$WORK/rules")" ] || {
      complain "$tool.rules: the kernel does not have as many rules"
      return 1
    }
  done
}

# commit: next/ becomes up/. What can fail comes first.
commit() {
  for tool in $(tools "$RUN/next"); do
    own_rules "$tool" >"$WORK/rules.$tool" && backend_of "$tool" >"$WORK/backend.$tool" || return
  done
  drop_links && drop_files "$RUN/next" && settle_settings "$RUN/next" || return
  rm -rf "$RUN/old" "$RUN"/rules.* "$RUN"/backend.*
  mv "$WORK"/rules.* "$WORK"/backend.* "$RUN"
  [ ! -d "$RUN/up" ] || mv "$RUN/up" "$RUN/old"
  mv "$RUN/next" "$RUN/up"
  rm -rf "$RUN/old" "$RUN/pending" "$RUN/added" "$RUN/late"
}

# step NAME COMMAND...: leaves, and thereby rolls back, if the command fails
step() {
  name=$1
  shift
  "$@" || die "failed at: $name"
}

up() {
  case ${1-},${2-} in
    ,) ;;
    --confirm,*[!0-9]* | --confirm,) usage ;;
    --confirm,*) ;;
    *) usage ;;
  esac
  take_lock -n
  [ ! -e "$RUN/pending" ] || die "a build waits for confirm; run confirm or down first"
  recover
  found=$(problems "$HERE")
  [ -z "$found" ] || refuse "$found"
  rm -rf "$RUN/copy"
  step copy cp -R "$HERE" "$RUN/copy"
  changing=yes
  step copy mv "$RUN/copy" "$RUN/next"
  step sysctls put_settings "$RUN/next"
  step links put_links
  step files put_files "$RUN/next"
  step rules put_all_rules "$RUN/next"
  step verify verify "$RUN/next"
  if [ "${1-}" = --confirm ]; then
    echo "$$ $(digest "$RUN/next")" >"$RUN/pending"
    changing=no
    setsid sh "$RUN/next/node.sh" expire "$2" "$(cat "$RUN/pending")" \
      </dev/null >/dev/null 2>&1 9>&- &
    say "up with build $(digest "$RUN/next"), for $2 seconds unless confirmed"
    return
  fi
  step commit commit
  changing=no
  say "up with build $(digest "$RUN/up")"
}

confirm() {
  take_lock -n
  [ -e "$RUN/pending" ] || die "nothing waits for confirm"
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
  read -r token 2>/dev/null <"$RUN/pending" && [ "$token" = "$2" ] || exit 0
  roll_back
  logger -t netc "$NODE: build ${2#* } was not confirmed in $1 seconds" 2>/dev/null
}

down() {
  take_lock -n
  recover
  [ -d "$RUN/up" ] || say "nothing is up"
  step rules put_all_rules "$RUN/none"
  plan_of "$RUN/up" | backwards >"$WORK/plan"
  [ ! -d "$RUN/up" ] || step links sh "$RUN/up/netns.sh" del <"$WORK/plan"
  step files drop_files "$RUN/none"
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
  sandboxes_of "$RUN/up" | while read -r name; do
    for file in "$RUN/up/netns/$name"/*; do
      cmp -s "$file" "$ETC/$name/${file##*/}" || echo "$ETC/$name/${file##*/} differs"
    done
  done
  for tool in $(tools "$RUN/up"); do
    own_rules "$tool" >"$WORK/rules"
    without "$WORK/rules" <"$RUN/rules.$tool" | sed "s/^/$tool rule is gone: /"
    without "$RUN/rules.$tool" <"$WORK/rules" | sed "s/^/$tool rule is new: /"
  done
}

status() {
  [ -d "$RUN/up" ] || [ -d "$RUN/next" ] || {
    say "nothing is up"
    return 3
  }
  take_lock -n
  [ ! -d "$RUN/up" ] || say "up with build $(digest "$RUN/up")"
  if [ -e "$RUN/pending" ]; then
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
