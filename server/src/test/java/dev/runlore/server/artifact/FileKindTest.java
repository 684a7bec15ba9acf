// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlore.domain.ArtifactPath;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {

    @ParameterizedTest
    @CsvSource({
        "outputs/cm.png, image/png, true",
        "CM.PNG, image/png, true",
        "notes.txt, text/plain; charset=utf-8, true",
        "page.html, text/html; charset=utf-8, false",
        "page.HTM, text/html; charset=utf-8, false",
        "a.svg, image/svg+xml, false",
        "a.xml, application/xml, false",
        "a.xhtml, application/octet-stream, false",
        "a.js, application/octet-stream, false",
        "model.pkl, application/octet-stream, false",
        "png, image/png, true",
        "x.png.html, text/html; charset=utf-8, false",
        "x.html/plain, application/octet-stream, false",
    })
    void theTableOfExtensionsDecides(String path, String contentType, boolean isShown) {
        assertThat(FileKind.of(new ArtifactPath(path))).isEqualTo(new FileKind(contentType, isShown));
    }
}
