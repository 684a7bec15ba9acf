// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ModuleDirectionTest {
    private static final String[] PURE = {"java..", "org.jspecify.annotations.."};

    @Test
    void everyModuleIsAmongTheClassesThatTheRulesLookAt() {
        Set<String> packages =
                ProductClasses.ALL.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .contains(
                        "dev.runlore.domain",
                        "dev.runlore.project",
                        "dev.runlore.store",
                        "dev.runlore.store.sql",
                        "dev.runlore.store.files",
                        "dev.runlore.compute",
                        "dev.runlore.compute.local",
                        "dev.runlore.server",
                        "dev.runlore.sdk",
                        "dev.runlore.cli",
                        "dev.runlore.app");
    }

    @Test
    void domainNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.runlore.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.runlore.domain.."))
                .check(ProductClasses.ALL);
    }

    @Test
    void foldersKnowTheDomainOnly() {
        classes()
                .that()
                .resideInAPackage("dev.runlore.project..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.runlore.project..", "dev.runlore.domain.."))
                .check(ProductClasses.ALL);
    }

    @Test
    void storeInterfacesKnowTheDomainOnly() {
        classes()
                .that()
                .resideInAnyPackage("dev.runlore.store", "dev.runlore.store.bucket")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.runlore.store", "dev.runlore.store.bucket", "dev.runlore.domain.."))
                .check(ProductClasses.ALL);
    }

    @Test
    void enginesDoNotKnowEachOther() {
        engineKnowsOnlyItself("dev.runlore.store.sql..", "dev.runlore.store.files..");
        engineKnowsOnlyItself("dev.runlore.store.files..", "dev.runlore.store.sql..");
    }

    @Test
    void whatAPlaceThatRunsJobsMustDoNeedsTheJdkOnly() {
        classes()
                .that()
                .resideInAPackage("dev.runlore.compute")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.runlore.compute"))
                .check(ProductClasses.ALL);
    }

    @Test
    void aPlaceThatRunsJobsKnowsOnlyWhatItMustDo() {
        classes()
                .that()
                .resideInAPackage("dev.runlore.compute.local..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.runlore.compute", "dev.runlore.compute.local.."))
                .check(ProductClasses.ALL);
    }

    @Test
    void theServerSeesNoEngineAndNoClient() {
        noClasses()
                .that()
                .resideInAPackage("dev.runlore.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.runlore.store.sql..",
                        "dev.runlore.store.files..",
                        "dev.runlore.compute.*..",
                        "dev.runlore.sdk..",
                        "dev.runlore.cli..",
                        "dev.runlore.app..")
                .check(ProductClasses.ALL);
    }

    @Test
    void theSdkKnowsTheDomainAndJacksonOnly() {
        classes()
                .that()
                .resideInAPackage("dev.runlore.sdk..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(with("dev.runlore.sdk..", "dev.runlore.domain..", "com.fasterxml.jackson.."))
                .check(ProductClasses.ALL);
    }

    @Test
    void theCommandLineTalksThroughTheSdk() {
        noClasses()
                .that()
                .resideInAPackage("dev.runlore.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.runlore.server..", "dev.runlore.store..", "dev.runlore.app..")
                .check(ProductClasses.ALL);
    }

    private static void engineKnowsOnlyItself(String engine, String other) {
        noClasses()
                .that()
                .resideInAPackage(engine)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(other, "dev.runlore.server..", "dev.runlore.sdk..", "dev.runlore.cli..")
                .check(ProductClasses.ALL);
    }

    private static String[] with(String... own) {
        String[] allowed = new String[PURE.length + own.length];
        System.arraycopy(PURE, 0, allowed, 0, PURE.length);
        System.arraycopy(own, 0, allowed, PURE.length, own.length);
        return allowed;
    }
}
