# SPDX-License-Identifier: Apache-2.0
# Copyright The Runlore Authors
# shellcheck shell=bash
#
# Sourced by the launcher and the build. find_java_home java|javac puts the folder of a JDK 25 or newer that has that
# program into $java_home, or says in one sentence what is missing and returns 1. It reads the `release` file that every
# JDK carries: starting a JVM to ask for its version would cost more than the command that the user typed.

readonly java_floor=25

# In the C locale a JVM cannot open files whose names have letters outside ASCII.
use_utf8_names() {
  case $OSTYPE:${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    darwin* | *[Uu][Tt][Ff]8 | *[Uu][Tt][Ff]-8) ;;
    *) export LC_ALL=C.UTF-8 ;;
  esac
}

# Puts the version of the JDK in folder $1 into $java_version ("" when it is none) and its first number into $java_major.
read_java_version() {
  local line
  java_version="" java_major=0
  [[ -r $1/release ]] || return 1
  while IFS= read -r line; do
    [[ $line == JAVA_VERSION=* ]] || continue
    java_version=${line#JAVA_VERSION=}
    java_version=${java_version//\"/}
    java_version=${java_version%$'\r'}
    java_major=${java_version%%[!0-9]*}
    [[ -n $java_major ]]
    return
  done <"$1/release"
  return 1
}

# Takes folder $1 when it holds program $2 of a new enough JDK; else remembers what was seen there.
take_java_home() {
  [[ -x $1/bin/$2 ]] && read_java_version "$1" || return 1
  if ((java_major >= java_floor)); then
    java_home=$1
    return 0
  fi
  java_seen="$java_version in $1"
  return 1
}

find_java_home() {
  local program=$1 java candidate
  java_home="" java_seen=""
  if [[ -n ${RUNLORE_JAVA_HOME-} ]]; then
    take_java_home "$RUNLORE_JAVA_HOME" "$program" && return 0
    echo "runlore: RUNLORE_JAVA_HOME must be the folder of a JDK $java_floor or newer but is $RUNLORE_JAVA_HOME" \
      "(${java_seen:+version ${java_seen%% *}, }bin/$program looked for); correct it or unset it" >&2
    return 1
  fi
  if [[ -n ${JAVA_HOME-} ]] && take_java_home "$JAVA_HOME" "$program"; then return 0; fi
  if java=$(type -P java) && java=$(readlink -f "$java" 2>/dev/null); then
    take_java_home "${java%/bin/java}" "$program" && return 0
  fi
  for candidate in /usr/lib/jvm/* /opt/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    take_java_home "$candidate" "$program" && return 0
  done
  echo "runlore: a JDK $java_floor or newer is needed and was not found (looked at RUNLORE_JAVA_HOME, JAVA_HOME, java on the" \
    "PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /Library/Java${java_seen:+; found only $java_seen}); install one, for" \
    "example Temurin $java_floor, or set RUNLORE_JAVA_HOME to its folder" >&2
  return 1
}
