// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Sha256;
import dev.runlore.store.BlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of blobs must do. A subclass opens a store that is empty at the start of each test. */
public abstract class BlobStoreContract {
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final Sha256 HELLO_NAME =
            new Sha256("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

    /** The store under test; asked for once a test. */
    protected abstract BlobStore open() throws IOException;

    @Test
    void bytesAreNamedByTheirSha256() throws IOException {
        BlobStore blobs = open();
        assertThat(blobs.put(stream(HELLO))).isEqualTo(new BlobStore.Stored(HELLO_NAME, 5, true));
        assertThat(read(blobs.open(HELLO_NAME))).isEqualTo(HELLO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 131_071, 131_072, 131_073, 3_000_000})
    void bytesOfAnySizeComeBackAsTheyWere(int size) throws IOException {
        BlobStore blobs = open();
        byte[] bytes = random(size);
        BlobStore.Stored stored = blobs.put(stream(bytes));
        assertThat(stored).isEqualTo(new BlobStore.Stored(Sha256.of(bytes), size, true));
        assertThat(blobs.find(stored.sha256())).contains((long) size);
        assertThat(read(blobs.open(stored.sha256()))).isEqualTo(bytes);
    }

    @Test
    void theSameBytesAgainAreStoredOnce() throws IOException {
        BlobStore blobs = open();
        blobs.put(stream(HELLO));
        assertThat(blobs.put(stream(HELLO)).created()).isFalse();
        assertThat(blobs.put(stream(HELLO), HELLO_NAME)).isEqualTo(new BlobStore.Stored(HELLO_NAME, 5, false));
        assertThat(read(blobs.open(HELLO_NAME))).isEqualTo(HELLO);
    }

    @Test
    void otherBytesThanPromisedAreRefusedAndNotStored() throws IOException {
        BlobStore blobs = open();
        byte[] other = "hellO".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> blobs.put(stream(other), HELLO_NAME))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                .hasMessageContaining(HELLO_NAME.hex())
                .hasMessageContaining(Sha256.of(other).hex());
        assertThat(blobs.find(HELLO_NAME)).isEmpty();
        assertThat(blobs.find(Sha256.of(other))).isEmpty();
    }

    @Test
    void anUploadThatBreaksOffIsInvisibleAndTheNextOneWorks() throws IOException {
        BlobStore blobs = open();
        byte[] bytes = random(400_000);
        assertThatThrownBy(() -> blobs.put(new BreakingStream(bytes, 200_000)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection lost");
        assertThat(blobs.find(Sha256.of(bytes))).isEmpty();
        assertThat(blobs.put(stream(bytes)).created()).isTrue();
        assertThat(read(blobs.open(Sha256.of(bytes)))).isEqualTo(bytes);
    }

    @Test
    void whatIsNotThereIsNotFound() throws IOException {
        BlobStore blobs = open();
        assertThat(blobs.find(HELLO_NAME)).isEqualTo(Optional.empty());
        assertThatThrownBy(() -> blobs.open(HELLO_NAME))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThatThrownBy(() -> blobs.open(HELLO_NAME, 0, 1))
                .isInstanceOfSatisfying(
                        RunloreException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    }

    @Test
    void aPartIsReadFromItsOffset() throws IOException {
        BlobStore blobs = open();
        byte[] bytes = random(300_000);
        Sha256 name = blobs.put(stream(bytes)).sha256();
        assertThat(read(blobs.open(name, 150_000, 100_000))).isEqualTo(Arrays.copyOfRange(bytes, 150_000, 250_000));
        assertThat(read(blobs.open(name, 300_000, 0))).isEmpty();
        assertThatThrownBy(() -> blobs.open(name, 299_999, 2))
                .isInstanceOf(RunloreException.class)
                .hasMessageContaining("300000 bytes");
    }

    @Test
    void threadsThatPutTheSameBytesAllSucceedAndOneMadeThem() throws Exception {
        BlobStore blobs = open();
        for (int round = 0; round < 20; round++) {
            byte[] bytes = random(100_000 + round);
            List<BlobStore.Stored> answers = atOnce(4, blobs, bytes);
            assertThat(answers).filteredOn(BlobStore.Stored::created).hasSize(1);
            assertThat(answers).extracting(BlobStore.Stored::sha256).containsOnly(Sha256.of(bytes));
            assertThat(read(blobs.open(Sha256.of(bytes)))).isEqualTo(bytes);
        }
    }

    @Test
    void aBlobThatWasNotUsedSinceIsListedAndDeleted() throws IOException {
        BlobStore blobs = open();
        blobs.put(stream(HELLO));
        Instant later = Instant.now().plusSeconds(1_000_000_000);
        List<Sha256> unused = new ArrayList<>();

        blobs.unused(Instant.EPOCH, unused::addAll);
        assertThat(unused).isEmpty();
        assertThat(blobs.delete(HELLO_NAME, Instant.EPOCH)).isEmpty();
        assertThat(read(blobs.open(HELLO_NAME))).isEqualTo(HELLO);

        blobs.unused(later, unused::addAll);
        assertThat(unused).containsExactly(HELLO_NAME);
        assertThat(blobs.delete(HELLO_NAME, later)).hasValue(5);
        assertThat(blobs.find(HELLO_NAME)).isEmpty();
        assertThat(blobs.delete(HELLO_NAME, later)).isEmpty();
        assertThat(blobs.put(stream(HELLO)).created()).isTrue();
    }

    private static List<BlobStore.Stored> atOnce(int threads, BlobStore blobs, byte[] bytes) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<BlobStore.Stored>> puts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int i = 0; i < threads; i++) {
                puts.add(pool.submit(() -> {
                    start.await();
                    return blobs.put(stream(bytes));
                }));
            }
            start.countDown();
            List<BlobStore.Stored> answers = new ArrayList<>();
            for (Future<BlobStore.Stored> put : puts) {
                answers.add(put.get());
            }
            return answers;
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] read(InputStream from) throws IOException {
        try (from) {
            return from.readAllBytes();
        }
    }

    /** Gives some bytes and then fails, as a lost connection does. */
    private static final class BreakingStream extends InputStream {
        private final InputStream bytes;

        BreakingStream(byte[] bytes, int most) {
            this.bytes = new ByteArrayInputStream(bytes, 0, most);
        }

        @Override
        public int read() throws IOException {
            int one = bytes.read();
            if (one < 0) {
                throw new IOException("connection lost");
            }
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int n = bytes.read(into, offset, length);
            return n < 0 ? read() : n;
        }
    }
}
