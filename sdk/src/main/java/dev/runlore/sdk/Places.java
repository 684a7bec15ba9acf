// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.sdk;

import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunloreException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where things are: the data folder, the server with its token, the spools.
 *
 * <p>A token goes only where its owner said: {@code RUNLORE_TOKEN} to a server named by an argument or by
 * {@code RUNLORE_URL}, the token file to the live server of the data folder, and each of the {@code tokens} of
 * {@code ~/.runlore/config.json} to its own URL. So a project folder that comes from somewhere else can name a server, but
 * cannot make this machine hand it a token.
 *
 * @param home the user's home folder
 * @param current where the search for a project's configuration starts, upwards
 */
public record Places(Map<String, String> environment, Path home, Path current, Path dataFolder) {
    private static final List<String> PROJECT_FILES =
            List.of(".azureml/config.json", "aml_config/config.json", "config.json");

    public Places {
        environment = Map.copyOf(environment);
    }

    /** Of this process; {@code dataFolder} is what an argument named. */
    public static Places ofProcess(Optional<Path> dataFolder) {
        Path home = Path.of(System.getProperty("user.home"));
        return of(System.getenv(), home, Path.of("").toAbsolutePath(), dataFolder);
    }

    /** The data folder is the named one, else {@code RUNLORE_HOME}, else {@code ~/.runlore}; it may not exist. */
    public static Places of(Map<String, String> environment, Path home, Path current, Optional<Path> dataFolder) {
        Path data = dataFolder
                .or(() -> variable(environment, "RUNLORE_HOME").map(Path::of))
                .orElse(home.resolve(".runlore"));
        return new Places(environment, home, current, current.resolve(data).normalize());
    }

    /**
     * The server to talk to; empty when nothing names one and none runs on the data folder.
     *
     * @param url names the server outright
     */
    public Optional<Place> server(Optional<String> url) {
        return url.map(text -> named(text, "argument"))
                .or(() -> variable("RUNLORE_URL").map(text -> named(text, "RUNLORE_URL")))
                .or(this::configured)
                .or(this::live);
    }

    /** The server that a spool names: with the token of the one in use when it is that one, else only with its own. */
    public Place serverAt(String url, Optional<Place> inUse) {
        URI wanted = Place.parse(url);
        return inUse.filter(place -> place.url().equals(wanted))
                .orElseGet(() -> new Place(wanted, ownToken(wanted), "spool"));
    }

    /** The running server of the data folder, with the token of its file. */
    public Optional<Place> live() {
        return LiveServer.find(dataFolder)
                .map(server -> new Place(
                        server.url(),
                        tokenFile(),
                        dataFolder.resolve("server.json").toString()));
    }

    /** Every folder that exists and may hold spools. */
    public List<Path> spoolFolders() {
        Set<Path> folders = new LinkedHashSet<>();
        variable("RUNLORE_SPOOL").map(current::resolve).ifPresent(folders::add);
        folders.add(dataFolder.resolve("spool"));
        privateTempSpool().ifPresent(folders::add);
        return folders.stream().filter(Files::isDirectory).toList();
    }

    /** Where writers spool when the data folder is on a network file system; only when it is this user's alone. */
    private Optional<Path> privateTempSpool() {
        Path temp = Path.of(variable("TMPDIR").orElseGet(() -> System.getProperty("java.io.tmpdir")));
        try {
            Object uid = Files.getAttribute(home, "unix:uid");
            Path folder = temp.resolve("runlore-spool-" + uid);
            boolean own = Files.isDirectory(folder) && Files.getOwner(folder).equals(Files.getOwner(home));
            boolean closed = own && ((int) Files.getAttribute(folder, "unix:mode") & 077) == 0;
            return closed ? Optional.of(folder) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty(); // no such file system, no such spool
        }
    }

    private Place named(String url, String source) {
        Place place = Place.of(url, source);
        return place.withToken(variable("RUNLORE_TOKEN")
                .or(() -> variable("MLFLOW_TRACKING_TOKEN"))
                .or(() -> ownToken(place.url()))
                .or(() -> live().filter(live -> live.url().equals(place.url())).flatMap(Place::token)));
    }

    private Optional<Place> configured() {
        for (Path folder = current; folder != null; folder = folder.getParent()) {
            for (String name : PROJECT_FILES) {
                Optional<Place> place = configured(folder.resolve(name));
                if (place.isPresent()) {
                    return place;
                }
            }
        }
        return configured(userFile());
    }

    private Optional<Place> configured(Path file) {
        return SettingsFile.text(SettingsFile.read(file), "runlore_url").map(url -> {
            Place place = Place.of(url, file.toString());
            return place.withToken(ownToken(place.url()));
        });
    }

    private Path userFile() {
        return home.resolve(".runlore").resolve("config.json");
    }

    private Optional<String> ownToken(URI url) {
        Object tokens =
                SettingsFile.read(userFile()).map(file -> file.get("tokens")).orElse(null);
        if (!(tokens instanceof Map<?, ?> byUrl)) {
            return Optional.empty();
        }
        return byUrl.entrySet().stream()
                .filter(entry -> names(entry.getKey(), url) && entry.getValue() instanceof String)
                .map(entry -> (String) entry.getValue())
                .findFirst();
    }

    private static boolean names(@Nullable Object key, URI url) {
        return key instanceof String text && text.replaceAll("/+$", "").equals(url.toString());
    }

    private Optional<String> tokenFile() {
        Path file = dataFolder.resolve("token");
        try {
            return Optional.of(Files.readString(file).strip()).filter(token -> !token.isEmpty());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new RunloreException(
                    ErrorCode.PERMISSION_DENIED,
                    "token file " + file + " cannot be read: " + e + "; check its owner",
                    e);
        }
    }

    private Optional<String> variable(String name) {
        return variable(environment, name);
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
