// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.runconfig;

import dev.runlore.domain.Environment;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packages of a conda dependencies file, or of the same keys inside another file. */
final class CondaDependencies {
    private static final Pattern PYTHON = Pattern.compile("python(?:$|(?=[ =<>!~]))\\s*(.*)");
    private static final Pattern VERSION = Pattern.compile("={0,2}\\s*([0-9]+(?:\\.[0-9]+)*)(?:\\.\\*)?(?:=.*)?");
    private static final Pattern AZUREML = Pattern.compile("azureml(?:$|[^A-Za-z0-9]).*");
    private static final Pattern SIGNED_IN = Pattern.compile("://([^/@\\s]+)@");

    private final Section section;
    private final List<String> pip = new ArrayList<>();
    private final List<String> conda = new ArrayList<>();
    private Optional<String> python = Optional.empty();

    private CondaDependencies(Section section) {
        this.section = section;
    }

    static Environment read(Section section) {
        return new CondaDependencies(section).read();
    }

    private Environment read() {
        List<String> channels = section.texts("channels").orElse(List.of());
        section.ignore("name", "prefix");
        section.items("dependencies").forEach(this::add);
        section.finish();
        return new Environment(pip, conda, python, channels, false);
    }

    private void add(@org.jspecify.annotations.Nullable Object item) {
        switch (item) {
            case String text -> addConda(text.strip());
            case Map<?, ?> map
            when map.keySet().equals(Set.of("pip")) && map.get("pip") instanceof List<?> list ->
                list.forEach(this::addPip);
            case null, default -> throw section.wrong("dependencies", "names of packages and one list named pip", "");
        }
    }

    private void addConda(String name) {
        requirePackage(name);
        Matcher asked = PYTHON.matcher(name);
        if (asked.matches()) {
            python = version(asked.group(1));
        } else {
            conda.add(name);
        }
    }

    private Optional<String> version(String asked) {
        Matcher one = VERSION.matcher(asked);
        if (!one.matches() && !asked.isEmpty()) {
            section.warn("python '" + Shown.text(asked) + "' names no single version, so any is taken");
        }
        return one.matches() ? Optional.of(one.group(1)) : Optional.empty();
    }

    private void addPip(@org.jspecify.annotations.Nullable Object item) {
        if (!(item instanceof String text)) {
            throw section.wrong("dependencies", "a list of texts below pip", "");
        }
        String name = text.strip();
        requirePackage(name);
        if (AZUREML.matcher(name.substring(name.lastIndexOf('/') + 1)).matches()) {
            section.warn("package '" + Shown.text(name) + "' is left out: Runlore brings its own azureml");
        } else {
            pip.add(name);
        }
    }

    /** An option could make the installer read other files or hosts; a password would be kept with the run. */
    private void requirePackage(String name) {
        if (name.isEmpty() || name.startsWith("-")) {
            throw RunloreException.invalid(section.file() + ": dependencies must be names of packages but has '"
                    + Shown.text(name) + "'; write the packages that it stands for");
        }
        Matcher signedIn = SIGNED_IN.matcher(name);
        if (signedIn.find() && !signedIn.group(1).equals("git")) {
            throw RunloreException.invalid(section.file()
                    + ": a package's address must not hold a user or password, as it is kept with the run, but one does; "
                    + "put them into the installer's own settings");
        }
    }
}
