// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import java.nio.charset.StandardCharsets;

/**
 * The one HTML page of the studio. Each answer has a random word of its own in it, which its policy lets style elements through
 * with: the page's own scripts make such elements, text that slipped into the page cannot.
 */
record StudioPage(String before, String after) {
    private static final String PLACE = "__STYLE_NONCE__";

    static StudioPage of(byte[] html) {
        String[] parts = new String(html, StandardCharsets.UTF_8).split(PLACE, -1);
        if (parts.length != 2) {
            throw new IllegalArgumentException("the studio's page must have one place for a nonce but has "
                    + (parts.length - 1) + "; build the studio again");
        }
        return new StudioPage(parts[0], parts[1]);
    }

    byte[] html(String nonce) {
        return (before + nonce + after).getBytes(StandardCharsets.UTF_8);
    }

    /** What the page may load: scripts, styles and data of this server alone; no script in the page, none made of text. */
    static String policy(String nonce) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; img-src 'self' blob:; "
                + "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; "
                + "frame-ancestors 'none'";
    }
}
