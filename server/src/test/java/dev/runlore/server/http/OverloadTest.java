// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that are slow, stop, or come all at once, over raw sockets. */
final class OverloadTest {
    private static final long LARGE = 100L << 20;
    private static final HttpLimits SHORT =
            new HttpLimits(10_000, Duration.ofSeconds(1), Duration.ofSeconds(1), 1 << 20);

    private static final Logger LOG = Logger.getLogger("dev.runlore");

    private final @Nullable Level level = LOG.getLevel();
    private final HttpMeasures measures = new HttpMeasures();
    private final List<HttpServer> started = new ArrayList<>();

    private HttpServer start(HttpLimits limits) throws IOException {
        Routes routes = new Routes();
        routes.get(Permission.OPEN, "/small", exchange -> exchange.bytes(200, "text/plain", new byte[] {'o', 'k'}));
        routes.getOnly(
                Permission.OPEN,
                "/large",
                exchange -> exchange.stream(200, "application/octet-stream", LARGE, new Zeros(LARGE)));
        routes.getOnly(Permission.OPEN, "/whole", exchange -> exchange.bytes(200, "text/plain", new byte[1 << 19]));
        routes.post(Permission.OPEN, "/body", exchange -> {
            byte[] body = exchange.bodyBytes(MediaType.OCTETS, 1 << 24);
            pause();
            exchange.bytes(200, "text/plain", Integer.toString(body.length).getBytes(StandardCharsets.US_ASCII));
        });
        InetAddress loopback = InetAddress.getLoopbackAddress();
        HttpServer server = new HttpServer(
                new InetSocketAddress(loopback, 0),
                limits,
                new Checks(
                        new Hosts(loopback, Set.of()),
                        new Access("token", false, JobScopes.NONE, new Sessions(InstantSource.system()))),
                routes,
                measures);
        server.start();
        started.add(server);
        return server;
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One line a request would hide what a test says. */
    @BeforeEach
    void quiet() {
        LOG.setLevel(Level.WARNING);
    }

    @AfterEach
    void stop() {
        LOG.setLevel(level);
        started.forEach(server -> server.stop(Duration.ofMillis(200)));
    }

    private static final class Zeros extends InputStream {
        private long left;

        private Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
        }
    }

    private static Socket connect(HttpServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String request(HttpServer server, String line, String more) {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n" + more + "\r\n";
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String ask(HttpServer server, String line, String more) throws IOException {
        try (Socket socket = connect(server)) {
            send(socket, request(server, line, more + "Connection: close\r\n"));
            return rest(socket);
        }
    }

    @Test
    void headersThatComeByteByByteAreCut() throws Exception {
        HttpServer server = start(SHORT);
        try (Socket socket = connect(server)) {
            long began = System.nanoTime();
            IOException cut = null;
            for (int i = 0; cut == null && i < 200; i++) {
                try {
                    send(socket, i == 0 ? "G" : "E");
                    Thread.sleep(50);
                } catch (IOException e) {
                    cut = e;
                }
            }
            assertThat(cut).as("the connection's end").isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(6));
        }
        assertThat(ask(server, "GET /small", "")).startsWith("HTTP/1.1 200").endsWith("ok");
    }

    @Test
    void aConnectionThatIsKeptBetweenRequestsIsNotTakenForASlowOne() throws Exception {
        HttpServer server = start(new HttpLimits(100, Duration.ofSeconds(20), Duration.ofMillis(500), 1 << 20));
        try (Socket socket = connect(server)) {
            for (int i = 0; i < 3; i++) {
                send(socket, request(server, "HEAD /small", ""));
                byte[] answer = new byte[4096];
                int count = socket.getInputStream().read(answer);
                assertThat(new String(answer, 0, count, StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200");
                Thread.sleep(900);
            }
        }
    }

    @Test
    void aBodyMayTakeLongerThanHeaders() throws Exception {
        HttpServer server = start(new HttpLimits(100, Duration.ofSeconds(20), Duration.ofMillis(300), 1 << 20));
        try (Socket socket = connect(server)) {
            for (int request = 0; request < 2; request++) {
                send(
                        socket,
                        request(
                                server,
                                "POST /body",
                                "Content-Type: application/octet-stream\r\nContent-Length: 10\r\n"));
                for (int i = 0; i < 10; i++) {
                    Thread.sleep(100);
                    send(socket, "x");
                }
                byte[] answer = new byte[4096];
                int count = socket.getInputStream().read(answer);
                assertThat(new String(answer, 0, count, StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200")
                        .endsWith("10");
            }
        }
    }

    @Test
    void aBodyThatStopsIsRefusedAndItsConnectionClosed() throws Exception {
        HttpServer server = start(SHORT);
        try (Socket socket = connect(server)) {
            send(
                    socket,
                    request(server, "POST /body", "Content-Type: application/octet-stream\r\nContent-Length: 100\r\n"));
            send(socket, "only this");
            assertThat(rest(socket)).startsWith("HTTP/1.1 408").contains("Connection: close");
        }
    }

    @Test
    void aReaderThatDoesNotReadIsCut() throws Exception {
        HttpServer server = start(SHORT);
        try (Socket socket = connect(server)) {
            send(socket, request(server, "GET /large", ""));
            long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
            while (measures.routes().isEmpty() && System.nanoTime() < until) {
                Thread.sleep(50);
            }
            assertThat(measures.underWay()).isZero();
            assertThat(socket.getInputStream().readNBytes(1 << 28).length).isLessThan((int) LARGE);
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void othersAreAnsweredWhileTwoThousandConnectionsSayNothing() throws Exception {
        HttpServer server = start(new HttpLimits(10_000, Duration.ofSeconds(30), Duration.ofSeconds(30), 1 << 20));
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                idle.add(connect(server));
            }
            long began = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                assertThat(ask(server, "GET /small", ""))
                        .startsWith("HTTP/1.1 200")
                        .endsWith("ok");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    /** What bounds memory when ten thousand clients come is what each of their connections holds. */
    @Test
    void aConnectionThatIsKeptHoldsLittleMemory() throws Exception {
        int count = 500;
        HttpServer server = start(new HttpLimits(10_000, Duration.ofSeconds(30), Duration.ofSeconds(30), 1 << 20));
        String headers = "User-Agent: test\r\nAccept: */*\r\nAccept-Encoding: gzip\r\nAuthorization: Bearer token\r\n";
        List<Socket> kept = new ArrayList<>();
        try {
            keep(kept, 50, server, headers); // what is loaded and compiled by the first requests is none of theirs
            long before = usedAfterCollection();
            keep(kept, count, server, headers);
            assertThat((usedAfterCollection() - before) / count)
                    .as("bytes of the heap for a connection")
                    .isLessThan(30_000);
        } finally {
            for (Socket socket : kept) {
                socket.close();
            }
        }
    }

    private static void keep(List<Socket> kept, int count, HttpServer server, String headers) throws IOException {
        byte[] answer = new byte[4096];
        for (int i = 0; i < count; i++) {
            Socket socket = connect(server);
            kept.add(socket);
            for (int request = 0; request < 2; request++) { // what a connection keeps for its next request too
                send(socket, request(server, "HEAD /small", headers));
                assertThat(socket.getInputStream().read(answer)).isPositive();
            }
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void connectionsBeyondTheMostWaitUntilOneCloses() throws Exception {
        HttpServer server = start(new HttpLimits(3, Duration.ofSeconds(2), Duration.ofSeconds(2), 1 << 20));
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                idle.add(connect(server));
            }
            assertThat(ask(server, "GET /small", "")).startsWith("HTTP/1.1 200").endsWith("ok");
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void bodiesThatTogetherWouldFillTheMemoryAreToldToComeBackAndAllGetThrough() throws Exception {
        HttpServer server = start(new HttpLimits(10_000, Duration.ofSeconds(30), Duration.ofSeconds(30), 1 << 20));
        String body = "x".repeat(50_000);
        String headers = "Content-Type: application/octet-stream\r\nContent-Length: 50000\r\n";
        AtomicInteger refused = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int client = 0; client < 100; client++) {
                answers.add(clients.submit(() -> untilThrough(server, headers, body, refused)));
            }
            for (Future<String> answer : answers) {
                assertThat(text(answer)).startsWith("HTTP/1.1 200").endsWith("50000");
            }
        }
        assertThat(refused).hasPositiveValue();
        assertThat(measures.limited()).isEqualTo(refused.get());
    }

    private static String text(Future<String> answer) throws InterruptedException, ExecutionException {
        return answer.get();
    }

    private static String untilThrough(HttpServer server, String headers, String body, AtomicInteger refused)
            throws IOException, InterruptedException {
        while (true) {
            try (Socket socket = connect(server)) {
                send(socket, request(server, "POST /body", headers + "Connection: close\r\n") + body);
                String answer = rest(socket);
                if (!answer.startsWith("HTTP/1.1 429")) {
                    return answer;
                }
                assertThat(answer).contains("Retry-After: 1\r\n", "RATE_LIMITED");
                refused.incrementAndGet();
            }
            Thread.sleep(100);
        }
    }

    @Test
    void aRequestAloneMayHoldMoreThanTheMemoryForAll() throws Exception {
        HttpServer server = start(new HttpLimits(100, Duration.ofSeconds(5), Duration.ofSeconds(5), 1_000));
        try (Socket socket = connect(server)) {
            send(
                    socket,
                    request(
                                    server,
                                    "POST /body",
                                    "Connection: close\r\nContent-Type: application/octet-stream\r\nContent-Length: 9000\r\n")
                            + "x".repeat(9_000));
            assertThat(rest(socket)).startsWith("HTTP/1.1 200").endsWith("9000");
        }
        String whole = ask(server, "GET /whole", "");
        while (whole.startsWith("HTTP/1.1 429")) { // the first request's share is given back after its answer is out
            whole = ask(server, "GET /whole", "");
        }
        assertThat(whole).startsWith("HTTP/1.1 200").hasSizeGreaterThan(1 << 19);
    }
}
