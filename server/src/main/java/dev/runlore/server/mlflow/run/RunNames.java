// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow.run;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Names for runs and models that nobody has named: easy to tell apart, to say and to remember. */
public final class RunNames {
    private static final List<String> ADJECTIVES = List.of(
            "amber", "ample", "ardent", "balmy", "blithe", "brisk", "calm", "candid", "cobalt", "cosy", "crisp", "deft",
            "dewy", "eager", "early", "fabled", "fleet", "frank", "frosty", "gentle", "gilded", "glad", "hardy", "hazy",
            "honest", "humble", "ivory", "jolly", "keen", "kind", "leafy", "light", "lively", "lucid", "mellow",
            "merry", "misty", "modest", "nimble", "noble", "opal", "patient", "placid", "proud", "quick", "quiet",
            "rapid", "rosy", "rustic", "sage", "serene", "silver", "sleek", "spry", "steady", "sunny", "tidy", "velvet",
            "vivid", "warm", "wise", "witty", "young", "zesty");
    private static final List<String> NOUNS = List.of(
            "alder", "badger", "beacon", "birch", "bison", "brook", "canyon", "cedar", "cliff", "comet", "coral",
            "crane", "delta", "dune", "ember", "falcon", "fern", "finch", "fjord", "forest", "fox", "glacier", "grove",
            "harbor", "hare", "hawk", "heron", "hill", "ibis", "island", "juniper", "kestrel", "lagoon", "lark", "lynx",
            "maple", "marten", "meadow", "moss", "oak", "orchid", "osprey", "otter", "owl", "pebble", "pine", "plover",
            "prairie", "quail", "raven", "reef", "ridge", "river", "robin", "seal", "sparrow", "spruce", "stork",
            "summit", "swift", "thistle", "tide", "willow", "wren");

    private RunNames() {}

    /** Such as {@code quiet-otter-417}. */
    public static String invent() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size())) + "-" + NOUNS.get(random.nextInt(NOUNS.size())) + "-"
                + random.nextInt(1_000);
    }
}
