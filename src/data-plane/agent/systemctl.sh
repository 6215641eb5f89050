#!/bin/sh
# Stands in for systemd, which this machine has not: `systemctl stop ecs`, `start`, `restart`,
# `enable --now`, `disable --now`, `status`. Other units are passed over.
verb= unit= now=
for word in "$@"; do
  case $word in
    --now) now=yes ;;
    -*) ;;
    *) if [ -z "$verb" ]; then verb=$word; else unit=${word%.service}; fi ;;
  esac
done
[ "$unit" = ecs ] || exit 0
case $verb-$now in
  enable-yes) verb=start ;;
  disable-yes) verb=stop ;;
esac
end() { [ ! -f /run/ecs.pid ] || kill "$(cat /run/ecs.pid)" 2>/dev/null; }
# Taken for stopped in between, so that it comes back at once and not after a pause.
back() { touch /run/ecs.stopped; sleep 1; rm -f /run/ecs.stopped; }
case $verb in
  start) [ -f /run/ecs.pid ] || back ;;
  stop) touch /run/ecs.stopped; end ;;
  restart) touch /run/ecs.stopped; end; back ;;
  status | is-active) if [ -f /run/ecs.pid ]; then echo active; else echo inactive; exit 3; fi ;;
esac
exit 0
