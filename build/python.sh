# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
# shellcheck shell=bash
#
# Sourced by verify with $root and $venv set: the Pythons of this machine and the virtual environments of the checks.

# Prints "3.11 /path/to/python" for every CPython from 3.9 on, newest first, one a version.
all_pythons() {
  local python
  for python in "$(type -P python3)" "$HOME"/.pyenv/versions/*/bin/python /usr/bin/python3.* /usr/local/bin/python3.* \
    /opt/homebrew/bin/python3.*; do
    [[ -x $python && $python != *-config ]] || continue
    "$python" -c 'import sys
if sys.version_info >= (3, 9): print("%d.%d" % sys.version_info[:2], sys.executable)' 2>/dev/null
  done | sort -t. -k2,2nr -s | awk '!seen[$1]++'
}

any_python() {
  all_pythons | sed -n '1s/^[^ ]* //p'
}

# Those whose version is not that of interpreter $1.
other_pythons() {
  local own
  own=$("$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  all_pythons | awk -v own="$own" '$1 != own'
}

# make_venv PYTHON FOLDER REQUIREMENTS: made once; made anew when the interpreter or a pinned version changed.
make_venv() {
  local wanted
  wanted=$("$1" --version && cat "$3")
  [[ -e $2/made-from && $(<"$2/made-from") == "$wanted" ]] && return 0
  rm -rf "$2"
  "$1" -m venv "$2" && "$2/bin/python" -m pip install --quiet --disable-pip-version-check -r "$3" &&
    printf '%s\n' "$wanted" >"$2/made-from"
}

# The main environment: Python 3.11 when there is one, as most pinned packages exist for it, else the newest.
make_test_venv() {
  local python
  python=$(all_pythons | awk '$1 == "3.11" { print $2 }')
  python=${python:-$(any_python)}
  if [[ -z $python ]]; then
    echo "the checks need Python 3.11 or newer and no python3 was found; install one"
    return 1
  fi
  make_venv "$python" "$venv" "$root/build/requirements-test.txt"
}
