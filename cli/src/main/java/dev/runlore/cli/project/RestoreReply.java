// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.cli.project;

import dev.runlore.cli.command.Reply;
import dev.runlore.domain.ArtifactPath;
import dev.runlore.domain.ErrorCode;
import dev.runlore.domain.RunId;
import dev.runlore.domain.SnapshotId;
import dev.runlore.project.RestorePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a restore says. */
record RestoreReply(RunId run, SnapshotId snapshot, RestorePlan plan) {

    Reply planned() {
        List<String> said = new ArrayList<>(lines());
        if (plan.isDone()) {
            said.add(plan.folder() + " is as run " + run + " found it already");
        }
        return reply(false, Optional.empty(), said);
    }

    Reply declined() {
        return reply(false, Optional.empty(), List.of("nothing was changed"))
                .withExitCode(ErrorCode.INTERNAL.exitCode());
    }

    Reply done(Optional<Path> backup) {
        List<String> said = new ArrayList<>(lines());
        said.addAll(ending(backup));
        return reply(true, backup, said);
    }

    /** After a question, which listed the files. */
    Reply confirmed(Optional<Path> backup) {
        return reply(true, backup, ending(backup));
    }

    private List<String> ending(Optional<Path> backup) {
        List<String> said = new ArrayList<>();
        said.add(plan.folder() + " is as run " + run + " found it");
        backup.ifPresent(zip -> said.add("what was overwritten or deleted is in " + zip));
        return said;
    }

    /** One line for each file that changes, and for each that the snapshot has and that is not written. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        plan.added().forEach(path -> lines.add("  add        " + path));
        plan.overwritten().forEach(path -> lines.add("  overwrite  " + path));
        plan.deleted().forEach(path -> lines.add("  delete     " + path));
        plan.kept().forEach(path -> lines.add("  leave      " + path + ", a name that is never restored"));
        return lines;
    }

    String question() {
        return "overwrite " + files(plan.overwritten()) + " and delete " + files(plan.deleted()) + " in "
                + plan.folder() + ", after a backup?";
    }

    private static String files(List<ArtifactPath> paths) {
        return paths.size() + (paths.size() == 1 ? " file" : " files");
    }

    private Reply reply(boolean done, Optional<Path> backup, List<String> sentences) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("run", run.value());
        tree.put("snapshot", snapshot.value());
        tree.put("folder", plan.folder().toString());
        tree.put("added", texts(plan.added()));
        tree.put("overwritten", texts(plan.overwritten()));
        tree.put("deleted", texts(plan.deleted()));
        tree.put("kept", texts(plan.kept()));
        tree.put("restored", done);
        backup.ifPresent(zip -> tree.put("backup", zip.toString()));
        return Reply.of(tree).withSentences(sentences);
    }

    private static List<String> texts(List<ArtifactPath> paths) {
        return paths.stream().map(ArtifactPath::value).toList();
    }
}
