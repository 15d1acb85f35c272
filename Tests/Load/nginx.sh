#!/bin/sh
# nginx.sh FOLDER: nginx takes the configuration without a word. In mount and network namespaces of its own.
mount -t tmpfs tmpfs /run && mount -t tmpfs tmpfs /var/log/nginx || exit
# The addresses are another host's.
for family in ipv4 ipv6; do echo 1 >"/proc/sys/net/$family/ip_nonlocal_bind" || exit; done
said=$(nginx -q -t -p "$1" -c nginx.conf 2>&1)
status=$?
echo "$said"
[ "$status" = 0 ] && [ -z "$said" ]
