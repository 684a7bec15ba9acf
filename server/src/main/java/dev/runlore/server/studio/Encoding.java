// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a file's bytes travel; the smallest first. */
enum Encoding {
    BROTLI("br", ".br"),
    GZIP("gzip", ".gz"),
    PLAIN("identity", "");

    private final String code;
    private final String suffix;

    Encoding(String code, String suffix) {
        this.code = code;
        this.suffix = suffix;
    }

    /** Its name in HTTP. */
    String code() {
        return code;
    }

    /** What the name of a file in this encoding ends with. */
    String suffix() {
        return suffix;
    }

    static Optional<Encoding> find(String code) {
        return Arrays.stream(values()).filter(it -> it.code.equals(code)).findFirst();
    }

    /**
     * The first of those there are that the client takes; plain bytes when it says nothing that fits.
     *
     * @param accepted the client's {@code Accept-Encoding}
     */
    static Encoding choose(Set<Encoding> there, Optional<String> accepted) {
        List<String> taken = accepted.stream()
                .flatMap(header -> Arrays.stream(header.toLowerCase(Locale.ROOT).split(",")))
                .map(String::strip)
                .filter(Encoding::isTaken)
                .map(choice -> choice.split(";", 2)[0].strip())
                .toList();
        return Arrays.stream(values())
                .filter(there::contains)
                .filter(encoding -> taken.contains(encoding.code))
                .findFirst()
                .orElse(PLAIN);
    }

    /** Whether it does not weigh nothing, which means: not this one. */
    private static boolean isTaken(String choice) {
        return !choice.matches(".*;\\s*q=0(\\.0*)?");
    }
}
