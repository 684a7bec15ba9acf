// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Environment;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@code .runconfig} of 2017 with the {@code .compute} of its target. */
final class WorkbenchFile {
    private static final String CHOSEN = "$file";

    private final Section section;
    private final Path folder;
    private final Reference reference;

    /** @param folder where the file lies, and the {@code .compute} files with it */
    WorkbenchFile(Section section, Path folder, Reference reference) {
        this.section = section;
        this.folder = folder;
        this.reference = reference;
    }

    RunConfiguration read(Asked asked) {
        section.ignore("PrepareEnvironment", "SparkDependenciesFile", "UseSampling");
        section.ignoreEmpty("DataSourceSettings", "DataSourceSubstitutions");
        requirePython();
        Program program = program(asked);
        Section compute = compute(section.text("Target").orElse(Targets.LOCAL));
        boolean own = compute.flag("userManagedEnvironment", false);
        Optional<Environment> packages = reference.packages(section, "CondaDependenciesFile");
        Map<String, String> variables = new LinkedHashMap<>();
        compute.text("nativeSharedDirectory")
                .ifPresent(name -> variables.put("AZUREML_NATIVE_SHARE_DIRECTORY", reference.expanded(name)));
        variables.putAll(section.textMap("EnvironmentVariables"));
        RunConfiguration configuration = new RunConfiguration(
                program.script(),
                program.command(),
                program.arguments(),
                variables,
                reference.interpreter(compute, "pythonLocation"),
                Targets.LOCAL,
                Optional.empty(),
                own ? Optional.empty() : packages,
                RunConfiguration.PYTHON,
                List.of(new ArtifactPath("logs")),
                true,
                section.flag("TrackedRun", true));
        section.finish();
        compute.finish();
        return configuration;
    }

    private void requirePython() {
        Optional<String> framework = section.text("Framework");
        if (framework.isEmpty()) {
            section.warn("Framework is not given, which meant PySpark; it runs as Python");
        } else if (!framework.get().equals(RunConfiguration.PYTHON)) {
            throw Targets.noFramework(section, "Framework", framework.get());
        }
    }

    private Program program(Asked asked) {
        List<String> vector = new ArrayList<>(section.texts("ArgumentVector").orElse(List.of()));
        if (asked.script().isPresent()) {
            return chosen(vector, asked);
        }
        if (vector.isEmpty() || vector.contains(CHOSEN)) {
            throw RunloreException.invalid(section.file() + ": ArgumentVector names no script but "
                    + (vector.isEmpty() ? "is empty" : "has " + CHOSEN) + "; name a script after the options");
        }
        return reference.script(vector.getFirst(), vector.subList(1, vector.size()));
    }

    private Program chosen(List<String> vector, Asked asked) {
        String script = asked.script().orElseThrow();
        if (!vector.contains(CHOSEN)) {
            return reference.script(script, asked.arguments());
        }
        vector.replaceAll(word -> word.equals(CHOSEN) ? script : word);
        vector.addAll(asked.arguments());
        return reference.script(vector.getFirst(), vector.subList(1, vector.size()));
    }

    private Section compute(String target) {
        String name = target + ".compute";
        Path file = folder.resolve(name).normalize();
        boolean there = file.startsWith(folder) && Files.isRegularFile(file);
        if (!there && !target.equals(Targets.LOCAL)) {
            throw Targets.elsewhere(section, "Target", target, "of which there is no file " + Shown.text(name));
        }
        Section compute = section.other(name, there ? TextTree.read(file, name) : Map.of());
        String type = compute.text("type").orElse(Targets.LOCAL);
        if (!type.equals(Targets.LOCAL)) {
            throw Targets.elsewhere(section, "Target", target, "of type " + Shown.text(type));
        }
        compute.ignore("baseDockerImage", "address", "username", "password", "sharedVolumes", "nvidiaDocker");
        compute.ignore("sparkSubmitLocation");
        return compute;
    }
}
