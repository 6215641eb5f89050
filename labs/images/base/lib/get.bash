# curl -f, -s and -S for one http URL. Ends with 255, and has written nothing, where it takes more.
fail='' silent='' show='' url=''
for arg; do
  case $arg in
    --fail) fail=1 ;;
    --silent) silent=1 ;;
    --show-error) show=1 ;;
    -*[!fsS]* | -) exit 255 ;;
    -*)
      [[ $arg != *f* ]] || fail=1
      [[ $arg != *s* ]] || silent=1
      [[ $arg != *S* ]] || show=1
      ;;
    *) [[ -z $url ]] && url=$arg || exit 255 ;;
  esac
done
[[ $url =~ ^http://([A-Za-z0-9.-]+)(:([0-9]+))?(/[A-Za-z0-9._~/?\&=%+,:@-]*)?$ ]] || exit 255
host=${BASH_REMATCH[1]} port=${BASH_REMATCH[3]:-80} path=${BASH_REMATCH[4]:-/}
shopt -s nocasematch

# Where containers are processes, ports of the task are elsewhere: a file for each says where.
to=$host:$port
if [[ -n ${ECS_WORKBOOK_PORTS-} && $host =~ ^(localhost|0\.0\.0\.0|127\.[0-9.]+|${HOSTNAME-})$ ]]; then
  [[ ! -r $ECS_WORKBOOK_PORTS/$port ]] || to=127.0.0.1:$(<"$ECS_WORKBOOK_PORTS/$port")
fi

# What is wrong with the connection curl.mjs says.
{ exec 3<>"/dev/tcp/${to%:*}/${to#*:}"; } 2>/dev/null || exit 255
trap '' PIPE
printf 'GET %s HTTP/1.0\r\nHost: %s\r\nUser-Agent: curl/8.0.0\r\nAccept: */*\r\n\r\n' \
  "$path" "$host${BASH_REMATCH[2]}" 2>/dev/null >&3 || exit 255
IFS=' ' read -r version status _ <&3 2>/dev/null || exit 255
[[ $version == HTTP/1.? && ${status%$'\r'} =~ ^[1-9][0-9][0-9]$ ]] || exit 255
status=${status%$'\r'}
while IFS= read -r line <&3 && [[ -n ${line%$'\r'} ]]; do
  [[ $line != transfer-encoding:* ]] || exit 255
done
if [[ -n $fail && $status -ge 400 ]]; then
  [[ -n $silent && -z $show ]] || echo "curl: (22) The requested URL returned error: $status" >&2
  exit 22
fi
exec cat <&3
