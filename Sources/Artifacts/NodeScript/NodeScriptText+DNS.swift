extension NodeScriptText {
  /// The folder that CoreDNS runs in.
  static let dns: StaticString = #"""
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

    """#
}
