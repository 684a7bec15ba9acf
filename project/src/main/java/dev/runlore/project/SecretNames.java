// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.project;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names, in any capitals, under which people keep passwords and keys: such files never travel. */
final class SecretNames {
    private static final Set<String> FOLDERS = Set.of(".ssh", ".aws", ".azure", ".gnupg", ".kube", ".docker");
    private static final Set<String> FILES = Set.of(
            ".env",
            ".netrc",
            "_netrc",
            ".pypirc",
            ".npmrc",
            ".git-credentials",
            ".htpasswd",
            ".pgpass",
            "credentials",
            "credentials.json",
            "secrets.json",
            "secrets.yml",
            "secrets.yaml",
            "secrets.toml",
            "token");
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("\\.env\\..*(?<!\\.(example|sample|template|dist))", Pattern.DOTALL),
            Pattern.compile("id_(rsa|dsa|ecdsa|ed25519).*(?<!\\.pub)", Pattern.DOTALL),
            Pattern.compile(".*\\.(pem|key|p12|pfx|jks|keystore|kdbx|ppk|tfstate|token)", Pattern.DOTALL),
            Pattern.compile("(client_secret|service-account).*\\.json", Pattern.DOTALL));

    private SecretNames() {}

    static boolean folder(String path) {
        return FOLDERS.contains(name(path));
    }

    static boolean file(String path) {
        String name = name(path);
        return FILES.contains(name)
                || FORMS.stream().anyMatch(form -> form.matcher(name).matches());
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
