// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.project;

import dev.runlore.sdk.JsonTree;
import dev.runlore.sdk.ProjectFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes what makes a folder a project. No file that is there is touched. */
final class ProjectFiles {
    private static final List<String> DEFAULTS = List.of(
            "aml_config/local.runconfig",
            "aml_config/local.compute",
            "aml_config/docker-python.runconfig",
            "aml_config/docker-python.compute",
            "aml_config/docker-spark.runconfig",
            "aml_config/docker-spark.compute",
            "aml_config/conda_dependencies.yml",
            "aml_config/spark_dependencies.yml");

    private final ProjectFolder project;
    private final List<String> written = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();

    ProjectFiles(ProjectFolder project) {
        this.project = project;
    }

    void write() throws IOException {
        Files.createDirectories(project.root().resolve("aml_config"));
        write(ProjectFolder.MARKER, marker());
        for (String name : DEFAULTS) {
            write(name, template(name));
        }
        write(".gitignore", template("gitignore"));
    }

    List<String> written() {
        return List.copyOf(written);
    }

    /** What was there already. */
    List<String> kept() {
        return List.copyOf(kept);
    }

    private byte[] marker() {
        byte[] json = JsonTree.write(Map.of("experiment", project.experiment()));
        return (new String(json, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void write(String name, byte[] bytes) throws IOException {
        try {
            Path file = project.root().resolve(name);
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            written.add(name);
        } catch (FileAlreadyExistsException e) {
            kept.add(name);
        }
    }

    private static byte[] template(String name) throws IOException {
        try (InputStream bytes = Objects.requireNonNull(ProjectFiles.class.getResourceAsStream("init/" + name), name)) {
            return bytes.readAllBytes();
        }
    }
}
