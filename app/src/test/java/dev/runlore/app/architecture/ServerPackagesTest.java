// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.junit.jupiter.api.Test;

/** Inside the server: http, then the features, then the MLflow adapter, each knowing only those before it. */
final class ServerPackagesTest {
    private static final DescribedPredicate<JavaClass> SERVER = resideInAPackage("dev.runlore.server..");

    @Test
    void featuresFormNoCycle() {
        slices().matching("dev.runlore.server.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    @Test
    void httpKnowsNoFeature() {
        DescribedPredicate<JavaClass> http = resideInAPackage("dev.runlore.server.http..");
        noClasses()
                .that(http)
                .should()
                .dependOnClassesThat(SERVER.and(DescribedPredicate.not(http)))
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    @Test
    void noFeatureKnowsTheServerThatAssemblesIt() {
        noClasses()
                .that()
                .resideInAPackage("dev.runlore.server.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.runlore.server")
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }

    @Test
    void noFeatureKnowsTheMlflowAdapter() {
        noClasses()
                .that(SERVER.and(DescribedPredicate.not(resideInAPackage("dev.runlore.server.mlflow.."))))
                .and()
                .resideInAPackage("dev.runlore.server.*..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.runlore.server.mlflow..")
                .allowEmptyShould(true)
                .check(ProductClasses.ALL);
    }
}
