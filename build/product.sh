# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
# shellcheck shell=bash
#
# Sourced by the launcher and the build with $root set: where the built product lies and whether it still matches its
# sources. The product is app/target/dist: lib/*.jar, classpath and classpath-cli (the jars in order), *.aot (start-up
# caches), sources (a digest of what it was built from) and stamp (as old as the start of the build, written last).

readonly dist=$root/app/target/dist

# Everything that a change of must lead to a new build, as arguments of find.
product_sources() {
  sources=("$root"/pom.xml "$root"/*/pom.xml "$root"/store/*/pom.xml "$root"/*/src/main "$root"/store/*/src/main
    "$root"/python/runner "$root"/python/*/src "$root"/build/package "$root"/build/train-aot)
}

# One find over the sources (about 5 ms): is nothing newer than the stamp?
product_is_newest() {
  local first=""
  product_sources
  IFS= read -r first < <(find "${sources[@]}" -newer "$dist/stamp" -not -path '*/__pycache__*' -not -path '*.egg-info*' -print 2>/dev/null)
  [[ -z $first ]]
}

# A digest of the sources' names and bytes: times change when a checkout is copied or a branch is visited, content does not.
product_digest() {
  (
    root=.
    cd "$1" || exit 1
    product_sources
    find "${sources[@]}" -type f -not -path '*/__pycache__*' -not -path '*.egg-info*' -exec cksum {} + 2>/dev/null | LC_ALL=C sort | cksum
  )
}

# Does the product match its sources? A checkout that cannot be written to is taken as it is.
product_is_current() {
  [[ -e $dist/stamp ]] || return 1
  [[ -w $dist/stamp ]] || return 0
  product_is_newest && return 0
  [[ $(product_digest "$root") == "$(<"$dist/sources")" ]] && touch "$dist/stamp"
}
