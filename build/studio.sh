# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
# shellcheck shell=bash
#
# Sourced with $root set and build/product.sh sourced: builds the studio in web/ with the Node of the user. What is built lies in
# web/dist: studio/ goes into the server's jar, sources is a digest of what it was built from.

readonly web=$root/web studio_log=$root/build/target/studio.log

# The packages of web/package-lock.json, unless they are there already.
install_studio_packages() {
  local wanted
  wanted=$(cksum <"$web/package-lock.json")
  [[ $(cat "$web/node_modules/.runlore-lock" 2>/dev/null) == "$wanted" ]] && return 0
  (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund) </dev/null && printf '%s\n' "$wanted" >"$web/node_modules/.runlore-lock"
}

studio_digest() {
  (
    root=.
    cd "$1" || exit 1
    studio_sources
    digest_of "${studio[@]}"
  )
}

# Makes web/dist match its sources. Without a Node, or when it fails, there is no studio, which is said, and without_studio is
# set: to nothing without a Node, else to a word. The server works without one.
build_studio() {
  local began=$SECONDS digest
  unset without_studio
  [[ -e $web/package.json ]] || return 0
  if ! node_is_usable; then
    rm -rf "$web/dist"
    without_studio=""
    say "the studio (the pages for a browser) is left out: it is built with Node 20.19 or newer and npm, which are not on the PATH"
    return 0
  fi
  digest=$(studio_digest "$root")
  [[ -e $web/dist/studio/files && $(cat "$web/dist/sources" 2>/dev/null) == "$digest" ]] && return 0
  say "building the studio (log: $studio_log)"
  rm -rf "$web/dist"
  if { install_studio_packages && (cd "$web" && npm run build </dev/null); } >"$studio_log" 2>&1; then
    printf '%s\n' "$digest" >"$web/dist/sources"
    say "built the studio in $((SECONDS - began)) s"
    return 0
  fi
  rm -rf "$web/dist"
  without_studio=failed
  say "the studio could not be built, so Runlore goes on without it; build/package tries again. The end of $studio_log:"
  tail -n 20 "$studio_log" >&2
}
