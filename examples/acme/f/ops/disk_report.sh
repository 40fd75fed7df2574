# Shows how full the disks of the worker are, and what takes the most room below a folder.
# The last line on stdout is the result.
folder="${1:-/usr}" # Folder to look into
count="${2:-10}" # How many of its folders to list
warn_percent="${3:-85}" # A disk that is fuller than this is marked

set -euo pipefail

echo "Disks of $(hostname):"
df -hP -x tmpfs -x devtmpfs -x overlay 2>/dev/null | awk -v warn="$warn_percent" 'NR == 1 { print; next } { full = $5 + 0; print $0 (full > warn ? "   <-- fuller than " warn " %" : "") }' || true

echo
echo "Largest below $folder:"
# Folders that this worker may not read are passed over.
largest=$(du -xk --max-depth=2 "$folder" 2>/dev/null | sort -rn | head -n "$count" || true)
echo "$largest" | awk -F '\t' '{ printf "%8.1f MB  %s\n", $1 / 1024, $2 }'

full=$(df -P "$folder" | awk 'NR == 2 { print $5 + 0 }')
echo
if [ "$full" -gt "$warn_percent" ]; then
  echo "The disk of $folder is $full % full: clean up, or make room."
else
  echo "The disk of $folder is $full % full."
fi
