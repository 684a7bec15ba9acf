// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app;

import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * How a server is to run.
 *
 * @param idleStop quiet time after which it ends by itself
 * @param parallelJobs submitted runs that it executes at once
 * @param connections most that are open at once
 * @param runTableMiB memory for the values by which runs are filtered and sorted
 * @param pathPrefix path below which MLflow's clients are answered too; empty for none
 */
record Settings(
        int port,
        InetAddress bind,
        boolean tokenRequired,
        List<String> allowedHosts,
        Optional<Duration> idleStop,
        int parallelJobs,
        int connections,
        int runTableMiB,
        String pathPrefix) {

    Settings {
        allowedHosts = List.copyOf(allowedHosts);
        if (!bind.isLoopbackAddress() && !tokenRequired) {
            throw RunloreException.invalid("bind must be a loopback address unless requests need a token but is "
                    + bind.getHostAddress() + "; add --auth token or leave --bind out");
        }
    }

    /** Reads each setting from the flags, else the environment, else the file, else its default. */
    static Settings read(Map<Setting, String> flags, Map<String, String> environment, Path file) {
        Properties properties = load(file);
        Lookup lookup = setting -> Stream.of(
                        Optional.ofNullable(flags.get(setting)),
                        Optional.ofNullable(environment.get(setting.variable())),
                        Optional.ofNullable(properties.getProperty(setting.key())))
                .flatMap(Optional::stream)
                .filter(value -> !value.isBlank())
                .findFirst()
                .orElse(setting.defaultValue())
                .strip();
        return new Settings(
                number(lookup, Setting.PORT, 0, 65_535),
                address(lookup.of(Setting.BIND)),
                tokenRequired(lookup.of(Setting.AUTH)),
                Arrays.stream(lookup.of(Setting.ALLOWED_HOSTS).split(",", -1))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList(),
                Optional.of(number(lookup, Setting.IDLE_STOP, 0, 1_000_000))
                        .filter(minutes -> minutes > 0)
                        .map(Duration::ofMinutes),
                number(lookup, Setting.PARALLEL_JOBS, 1, 1_000),
                number(lookup, Setting.CONNECTIONS, 1, 1_000_000),
                number(lookup, Setting.RUN_TABLE_MEMORY, 0, 1_000_000),
                pathPrefix(lookup.of(Setting.PATH_PREFIX)));
    }

    private interface Lookup {
        String of(Setting setting);
    }

    private static int number(Lookup lookup, Setting setting, int least, int most) {
        String text = lookup.of(setting);
        int number = text.matches("[0-9]{1,7}") ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw RunloreException.invalid(setting.key() + " must be a number from " + least + " to " + most
                    + " but is '" + Shown.text(text) + "'; change " + setting.flag() + " or " + setting.variable());
        }
        return number;
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw RunloreException.invalid("bind must be an address of this machine but is '" + Shown.text(text)
                    + "'; use 127.0.0.1 or an address that this machine has");
        }
    }

    private static boolean tokenRequired(String text) {
        return switch (text) {
            case "none" -> false;
            case "token" -> true;
            default ->
                throw RunloreException.invalid(
                        "auth must be none or token but is '" + Shown.text(text) + "'; use one of them");
        };
    }

    private static String pathPrefix(String text) {
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        boolean isTaken = path.matches("/(api|ajax-api|health|metrics|runs|version)(/.*)?");
        if (!path.matches("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*){0,8}") || path.length() > 200 || isTaken) {
            throw RunloreException.invalid(
                    "path-prefix must be a path of letters, digits, '.', '_', '~' and '-' such as"
                            + " /tracking, and none of the server's own, but is '" + Shown.text(text)
                            + "'; change --path-prefix or RUNLORE_PATH_PREFIX");
        }
        return path;
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        if (!Files.exists(file)) {
            return properties;
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw RunloreException.invalid(
                    file + " must be a readable properties file but is not (" + e.getMessage() + ")");
        }
        List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
        for (String key : properties.stringPropertyNames()) {
            if (!known.contains(key)) {
                throw RunloreException.invalid(
                        file + " has the unknown key '" + Shown.text(key) + "'; use one of " + known);
            }
        }
        return properties;
    }
}
