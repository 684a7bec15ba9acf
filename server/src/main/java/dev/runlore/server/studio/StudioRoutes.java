// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.studio;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.server.http.Exchange;
import dev.runlore.server.http.Feature;
import dev.runlore.server.http.Permission;
import dev.runlore.server.http.Routes;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The studio for a browser: one page under every address that the studio knows, and the files that it loads. All of it is public,
 * also where a token is asked for: the history comes from the API.
 */
public final class StudioRoutes implements Feature {
    /** The studio's own addresses; what they show, its scripts decide. */
    private static final List<String> PAGES = List.of(
            "/",
            "/experiments",
            "/experiments/{experiment}",
            "/runs",
            "/runs/{run}",
            "/runs/{run}/{tab}",
            "/compare",
            "/jobs",
            "/projects",
            "/projects/{project}");

    private static final String PERMISSIONS =
            "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    private static final int NONCE_BYTES = 18;

    private final StudioFiles files;
    private final SecureRandom random = new SecureRandom();

    public StudioRoutes(StudioFiles files) {
        this.files = files;
    }

    @Override
    public void register(Routes routes) {
        PAGES.forEach(path -> routes.get(Permission.OPEN, path, exchange -> page(exchange, 200)));
        routes.notFound(exchange -> page(exchange, 404));
        routes.get(Permission.OPEN, "/assets/{file}", exchange -> asset(exchange, "assets/" + exchange.path("file")));
        for (StudioFile file : files.all()) {
            if (!file.isHashed()) {
                routes.get(Permission.OPEN, "/" + file.name(), exchange -> answer(exchange, file));
            }
        }
    }

    // Never answered as unchanged: a kept page has another nonce than the policy that would come with such an answer.
    private void page(Exchange exchange, int status) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().encodeToString(bytes);
        exchange.with("Content-Security-Policy", StudioPage.policy(nonce))
                .with("Permissions-Policy", PERMISSIONS)
                .with("Cache-Control", "no-cache")
                .bytes(status, "text/html; charset=utf-8", files.page().html(nonce));
    }

    private void asset(Exchange exchange, String name) throws IOException {
        StudioFile file = files.find(name)
                .orElseThrow(() -> new RunloreException(
                        ErrorCode.NOT_FOUND,
                        "the studio has no such file; it may be of another version, so load the page again"));
        answer(exchange, file);
    }

    private void answer(Exchange exchange, StudioFile file) throws IOException {
        Encoding encoding = Encoding.choose(file.encodings(), exchange.header("Accept-Encoding"));
        exchange.with("ETag", file.tag(encoding))
                .with("Vary", "Accept-Encoding")
                .with("Cache-Control", file.isHashed() ? "public, max-age=31536000, immutable" : "no-cache");
        if (isKnown(exchange.header("If-None-Match"), file.tag(encoding))) {
            exchange.empty(304);
            return;
        }
        if (encoding != Encoding.PLAIN) {
            exchange.with("Content-Encoding", encoding.code());
        }
        exchange.bytes(200, file.type(), files.bytes(file, encoding));
    }

    private static boolean isKnown(Optional<String> header, String tag) {
        return header.stream()
                .flatMap(tags -> Arrays.stream(tags.split(",")))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }
}
