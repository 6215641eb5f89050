# Stands between the engine and one container's program, and outlives the engine.
#   sh wrapper.sh FOLDER OUTPUT COMMAND…
# FOLDER gets: `wrapper` and `pid` (process ids), then `exit` (exit code, 128 + n for signal n).
folder=$1
output=$2
shift 2

# The one that makes this folder runs the container; asked for twice, the second gives way.
mkdir "$folder/lock" 2>/dev/null || exit 0
echo $$ >"$folder/wrapper"

# A signal sent to the whole group is meant for the container; its exit code is still to be written.
trap : HUP INT TERM

sh -c 'echo $$ >"$0/pid.new" && mv "$0/pid.new" "$0/pid" && exec "$@"' "$folder" "$@" \
  </dev/null >>"$output" 2>&1
echo $? >"$folder/exit.new"
mv "$folder/exit.new" "$folder/exit"

# As in a container: when the first process has ended, all others end with it (this one too).
kill -KILL 0
