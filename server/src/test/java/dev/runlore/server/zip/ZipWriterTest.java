// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.zip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipWriterTest {
    @TempDir
    private Path folder;

    private interface Filling {
        void fill(ZipWriter zip) throws IOException;
    }

    private ZipFile written(Filling filling) throws IOException {
        Path file = folder.resolve("written.zip");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            ZipWriter zip = new ZipWriter(out);
            filling.fill(zip);
            zip.finish();
        }
        return new ZipFile(file.toFile());
    }

    private static byte[] content(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return zip.getInputStream(entry).readAllBytes();
    }

    @Test
    void anEmptyZipIsAZip() throws IOException {
        try (ZipFile zip = written(nothing -> {})) {
            assertThat(zip.size()).isZero();
        }
    }

    @Test
    void bytesComeBackHoweverWellTheyPack() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(7).nextBytes(noise);
        byte[] zeros = new byte[300_000];
        try (ZipFile zip = written(out -> {
            out.add("noise", 0644, noise.length, new ByteArrayInputStream(noise));
            out.add("zeros", 0644, zeros.length, new ByteArrayInputStream(zeros));
        })) {
            assertThat(content(zip, "noise")).isEqualTo(noise);
            assertThat(content(zip, "zeros")).isEqualTo(zeros);
            assertThat(zip.getEntry("zeros").getCompressedSize()).isLessThan(1_000);
        }
    }

    @Test
    void moreFilesThanSixteenBitsCountAreAllThere() throws IOException {
        int count = 66_000;
        try (ZipFile zip = written(out -> {
            for (int i = 0; i < count; i++) {
                out.add("folder/" + i, 0755, 1, new ByteArrayInputStream(new byte[] {(byte) i}));
            }
        })) {
            assertThat(zip.size()).isEqualTo(count);
            assertThat(content(zip, "folder/65999")).containsExactly((byte) 65_999);
            assertThat(content(zip, "folder/0")).containsExactly((byte) 0);
        }
    }
}
