# Completion of xinetctl for bash: the running server is asked what the word may become.
_xinetctl() {
  local -a control=()
  local first=1
  if [ "${COMP_WORDS[1]}" = -control ] && [ "$COMP_CWORD" -gt 2 ]; then
    control=(-control "${COMP_WORDS[2]}")
    first=3
  fi
  mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" "${control[@]}" complete -- \
    "${COMP_WORDS[@]:first:COMP_CWORD-first+1}" 2>/dev/null)
}
complete -o default -F _xinetctl xinetctl
