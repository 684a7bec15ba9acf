// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.Environment;
import dev.runlore.domain.RunConfiguration;
import dev.runlore.domain.RunloreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A {@code .runconfig} of 2018 and later. */
final class AzuremlFile {
    private static final Set<String> ONE_PROCESS = Set.of("Python", "PyTorch", "TensorFlow", "Cntk");

    private final Section section;
    private final Reference reference;

    AzuremlFile(Section section, Reference reference) {
        this.section = section;
        this.reference = reference;
    }

    RunConfiguration read(Asked asked) {
        String framework = requireHere();
        Program program = program(asked);
        Section environment = section.section("environment");
        Section python = environment.section("python");
        boolean own = python.flag("userManagedDependencies", false);
        Optional<String> interpreter =
                reference.interpreter(python, "interpreterPath").filter(path -> own);
        Optional<Environment> packages = packages(python).filter(list -> !own);
        Section history = section.section("history");
        RunConfiguration configuration = new RunConfiguration(
                program.script(),
                program.command(),
                program.arguments(),
                variables(environment),
                interpreter,
                Targets.LOCAL,
                section.integer("maxRunDurationSeconds")
                        .filter(seconds -> seconds > 0)
                        .map(Duration::ofSeconds),
                packages,
                framework,
                history.texts("directoriesToWatch").orElse(List.of("logs")).stream()
                        .map(ArtifactPath::new)
                        .toList(),
                history.flag("outputCollection", true),
                true);
        finish(environment, python, history);
        return configuration;
    }

    /** Refuses what needs more than one process on this machine; returns the framework. */
    private String requireHere() {
        section.text("target")
                .filter(target -> !target.isEmpty() && !target.equals(Targets.LOCAL))
                .ifPresent(target -> {
                    throw Targets.elsewhere(section, "target", target, "which is another machine");
                });
        section.integer("nodeCount").filter(nodes -> nodes > 1).ifPresent(nodes -> {
            throw section.wrong("nodeCount", "1, as all runs on this machine,", Long.toString(nodes));
        });
        section.text("communicator")
                .filter(name -> !name.isEmpty() && !name.equals("None"))
                .ifPresent(name -> {
                    throw section.wrong("communicator", "None, as one process runs here,", name);
                });
        String framework =
                section.text("framework").filter(name -> !name.isEmpty()).orElse(RunConfiguration.PYTHON);
        if (!ONE_PROCESS.contains(framework)) {
            throw Targets.noFramework(section, "framework", framework);
        }
        return framework;
    }

    private Program program(Asked asked) {
        List<String> command = command();
        Optional<String> script = section.text("script").filter(name -> !name.isEmpty());
        List<String> arguments = section.texts("arguments").orElse(List.of());
        if (asked.script().isPresent()) {
            return reference.script(asked.script().get(), asked.arguments());
        }
        if (!command.isEmpty()) {
            return Program.command(command);
        }
        return reference.script(
                script.orElseThrow(() -> RunloreException.invalid(
                        section.file() + ": script is not given; name a script after the options")),
                arguments);
    }

    /** A command as one text would need a shell to take it apart, and a shell does more than that. */
    private List<String> command() {
        boolean text = section.isText("command");
        if (text && section.text("command").filter(words -> !words.isBlank()).isPresent()) {
            throw section.wrong(
                    "command",
                    "a list of words, as no shell takes it apart,",
                    section.text("command").get());
        }
        return text ? List.of() : section.texts("command").orElse(List.of());
    }

    private Map<String, String> variables(Section environment) {
        Map<String, String> variables = new LinkedHashMap<>(environment.textMap("environmentVariables"));
        variables.putAll(section.textMap("environmentVariables"));
        return variables;
    }

    private Optional<Environment> packages(Section python) {
        Section inside = python.section("condaDependencies");
        Optional<Environment> named = reference.packages(python, "condaDependenciesFile");
        return inside.isEmpty() ? named : Optional.of(CondaDependencies.read(inside));
    }

    private void finish(Section environment, Section python, Section history) {
        Section docker = environment.section("docker");
        if (docker.flag("enabled", false) || section.section("docker").flag("useDocker", false)) {
            throw Targets.elsewhere(section, "environment.docker.enabled", "true", "a container");
        }
        python.ignoreEmpty("baseCondaEnvironment");
        python.finish();
        environment.ignore("name", "version", "spark", "databricks", "inferencingStackVersion", "r", "assetId");
        environment.finish();
        history.ignore("snapshotProject");
        history.finish();
        section.ignore("autoPrepareEnvironment", "prepareEnvironment", "jobName", "spark", "amlCompute", "tensorflow");
        section.ignore("mpi", "pytorch", "hdi", "containerInstance", "cmk8sCompute", "exposedPorts");
        section.ignoreEmpty("dataReferences", "data", "outputData", "sourceDirectoryDataStore");
        section.finish();
    }
}
