extension NodeScriptText {
  /// Starting nginx, and handing it a new configuration without losing a request.
  static let nginx: StaticString = #"""
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

    """#
}
