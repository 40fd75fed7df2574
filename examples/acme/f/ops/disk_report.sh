# Shows how full the disk of the worker is, and which kinds of files take the most room below a folder.
# The last line on stdout is the result.
folder="${1:-/usr}" # Folder to look into
count="${2:-10}" # How many kinds of files to list
warn_percent="${3:-85}" # A disk that is fuller than this is marked

set -euo pipefail

if [ ! -d "$folder" ]; then
  echo "There is no folder $folder on this worker." >&2
  exit 1
fi

echo "Disk of $folder:"
df -Pk "$folder" | awk 'NR == 2 { printf "%10.1f GB in all\n%10.1f GB used\n%10.1f GB free\n", $2 / 1048576, $3 / 1048576, $4 / 1048576 }'

echo
echo "What takes the most room below $folder:"
# By the endings of names, without the numbers of versions. Folders that this worker may not read are passed over.
kinds=$(find "$folder" -xdev -type f -exec ls -ln {} + 2>/dev/null | awk '
  { name = tolower($NF); sub(/.*\//, "", name); gsub(/(\.[0-9]+)+$/, "", name)
    kind = match(name, /.\.[a-z][a-z0-9]?[a-z0-9]?[a-z0-9]?[a-z0-9]?$/) ? substr(name, RSTART + 1) : "without an ending"
    bytes[kind] += $5; files[kind]++ }
  END { for (kind in bytes) printf "%.1f\t%d\t%s\n", bytes[kind] / 1048576, files[kind], kind }' | sort -rn | head -n "$count" || true)
echo "$kinds" | awk -F '\t' '{ printf "%10.1f MB  %6d files  %s\n", $1, $2, $3 }'

full=$(df -P "$folder" | awk 'NR == 2 { print $5 + 0 }')
echo
if [ "$full" -gt "$warn_percent" ]; then
  echo "The disk of $folder is $full % full: clean up, or make room."
else
  echo "The disk of $folder is $full % full."
fi
