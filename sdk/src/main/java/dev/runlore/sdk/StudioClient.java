// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import java.net.URI;
import java.util.regex.Pattern;

/** The studio of one server, whose token has to be known here. Safe for threads. */
public final class StudioClient {
    private static final Pattern CODE = Pattern.compile("/open\\?code=[A-Za-z0-9_-]{43}");

    private final Place place;
    private final Connection connection;

    public StudioClient(Place place) {
        this.place = place;
        this.connection = new Connection(place);
    }

    /**
     * Makes a link that signs a browser in, once. Another server's answer is not taken for one: it always begins with the place's
     * own URL and has nothing but a code behind.
     *
     * @throws ServerException NOT_IMPLEMENTED when the server was built without the studio
     */
    public StudioLink createLink() {
        JsonObject answer = connection.json(Request.of("POST", "/studio/links"));
        return RunloreClient.understood(() -> {
            String url = answer.text("url");
            String own = place.url().toString();
            if (!url.startsWith(own)
                    || !CODE.matcher(url.substring(own.length())).matches()) {
                throw JsonObject.unexpected("its link must be " + own + "/open with a code");
            }
            return new StudioLink(URI.create(url), answer.time("expires"));
        });
    }
}
