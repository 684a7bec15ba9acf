// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The run configurations of a project folder. */
public final class RunConfigurations {
    public static final String ENDING = ".runconfig";
    private static final List<String> FOLDERS = List.of(".azureml", "aml_config");

    private final Path root;
    private final Reference reference;

    /** @param environment of the submitter: its {@code PATH} is where an interpreter without a folder is found */
    public RunConfigurations(Path project, Path home, Map<String, String> environment) {
        root = project.toAbsolutePath().normalize();
        reference = new Reference(root, home, environment.getOrDefault("PATH", ""));
    }

    /**
     * Reads one of them and fills in what was asked for.
     *
     * @param name a name, or a path that ends in {@code .runconfig}; without one {@code local}
     */
    public ReadConfiguration read(Optional<String> name, Asked asked) {
        Optional<Path> file = name.isPresent() ? Optional.ofNullable(named(name.get())) : find(Targets.LOCAL);
        return file.map(path -> read(path, asked)).orElseGet(() -> plain(asked));
    }

    private @Nullable Path named(String name) {
        if (name.endsWith(ENDING)) {
            Path file = root.resolve(name).normalize();
            if (file.startsWith(root) && Files.isRegularFile(file)) {
                return file;
            }
            throw missing(name);
        }
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw RunloreException.invalid("run configuration must be a name or end in " + ENDING + " but is '"
                    + Shown.text(name) + "'; name one without a folder");
        }
        return find(name)
                .or(() -> {
                    if (name.equals(Targets.LOCAL)) {
                        return Optional.empty();
                    }
                    throw missing(name);
                })
                .orElse(null);
    }

    private Optional<Path> find(String name) {
        return FOLDERS.stream()
                .map(folder -> root.resolve(folder).resolve(name + ENDING))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private RunloreException missing(String name) {
        TreeSet<String> names = new TreeSet<>(List.of(Targets.LOCAL));
        for (String folder : FOLDERS) {
            names.addAll(names(root.resolve(folder)));
        }
        return RunloreException.notFound("run configuration '" + Shown.text(name) + "' is not in " + root
                + "; name one of " + String.join(", ", names) + ", or make it with 'runlore init'");
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(ENDING))
                    .map(file -> file.substring(0, file.length() - ENDING.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ReadConfiguration read(Path file, Asked asked) {
        String label = root.relativize(file).toString();
        List<String> warnings = new ArrayList<>();
        Map<String, @Nullable Object> tree = TextTree.read(file, label);
        Section section = Section.of(label, tree, warnings);
        RunConfiguration configuration = isWorkbench(tree)
                ? new WorkbenchFile(section, file.resolveSibling(""), reference).read(asked)
                : new AzuremlFile(section, reference).read(asked);
        return new ReadConfiguration(configuration, warnings);
    }

    /** The Workbench wrote its keys with a capital letter. */
    private static boolean isWorkbench(Map<String, @Nullable Object> tree) {
        return tree.keySet().stream().anyMatch(key -> !key.isEmpty() && Character.isUpperCase(key.charAt(0)));
    }

    private ReadConfiguration plain(Asked asked) {
        String script = asked.script()
                .orElseThrow(() -> RunloreException.invalid("a script must be given, as " + root
                        + " has no run configuration that names one; add it after the options"));
        return new ReadConfiguration(asItIs(reference.script(script, asked.arguments())), List.of());
    }

    private static RunConfiguration asItIs(Program program) {
        return new RunConfiguration(
                program.script(),
                program.command(),
                program.arguments(),
                Map.of(),
                Optional.empty(),
                Targets.LOCAL,
                Optional.empty(),
                Optional.empty(),
                RunConfiguration.PYTHON,
                List.of(new ArtifactPath("logs")),
                true,
                true);
    }
}
