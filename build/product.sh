# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
# shellcheck shell=bash
#
# Sourced by the launcher and the build with $root set: where the built product lies and whether it still matches its
# sources. The product is app/target/dist: lib/*.jar, classpath and classpath-cli (the jars in order), *.aot (start-up
# caches), sources (a digest of what it was built from) and stamp (as old as the start of the build, written last); and
# without-studio when the studio could not be built: empty when there was no Node.

readonly dist=$root/app/target/dist

# Everything that a change of must lead to a new build, as arguments of find.
product_sources() {
  sources=("$root"/pom.xml "$root"/*/pom.xml "$root"/store/*/pom.xml "$root"/*/src/main "$root"/store/*/src/main
    "$root"/python/runner "$root"/python/*/src "$root"/build/package "$root"/build/train-aot
    "$root"/build/TrainingRequests.java)
  studio_sources
  sources+=("${studio[@]}")
}

# The same of the studio alone; what its tests look like does not matter, see not_built.
studio_sources() {
  studio=("$root"/web/src "$root"/web/public "$root"/web/index.html "$root"/web/vite.config.ts "$root"/web/package.json
    "$root"/web/package-lock.json "$root"/web/tools/pack.mjs)
}

# Names below the sources that are no part of the product, as arguments of find.
readonly -a not_built=(-not -path '*/__pycache__*' -not -path '*.egg-info*' -not -name '*.test.ts' -not -name '*.test.tsx')

# One find over the sources (about 5 ms): is nothing newer than the stamp?
product_is_newest() {
  local first=""
  product_sources
  IFS= read -r first < <(find "${sources[@]}" -newer "$dist/stamp" "${not_built[@]}" -print 2>/dev/null)
  [[ -z $first ]]
}

# A digest of the sources' names and bytes: times change when a checkout is copied or a branch is visited, content does not.
product_digest() {
  (
    root=.
    cd "$1" || exit 1
    product_sources
    digest_of "${sources[@]}"
  )
}

digest_of() {
  find "$@" -type f "${not_built[@]}" -exec cksum {} + 2>/dev/null | LC_ALL=C sort | cksum
}

# Whether the Node and npm on the PATH can build the studio: 20.19 or newer, as Vite wants it.
node_is_usable() {
  local version major minor
  type -P node >/dev/null && type -P npm >/dev/null || return 1
  version=$(node --version 2>/dev/null)
  IFS=. read -r major minor _ <<<"${version#v}"
  [[ $major =~ ^[0-9]+$ && $minor =~ ^[0-9]+$ ]] && ((major > 20 || (major == 20 && minor >= 19)))
}

# Whether a Node has come since the product was built without one.
studio_can_be_added() {
  [[ -e $dist/without-studio && ! -s $dist/without-studio ]] && node_is_usable
}

# Does the product match its sources? A checkout that cannot be written to is taken as it is.
product_is_current() {
  [[ -e $dist/stamp ]] || return 1
  [[ -w $dist/stamp ]] || return 0
  studio_can_be_added && return 1
  product_is_newest && return 0
  [[ $(product_digest "$root") == "$(<"$dist/sources")" ]] && touch "$dist/stamp"
}
