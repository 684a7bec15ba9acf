// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.domain.filter;

import dev.runlore.domain.RunloreException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the columns of a list: fields as {@link RunFieldParser} reads them and {@link RunColumn.Detail details}. */
public final class RunColumnParser {
    private RunColumnParser() {}

    /**
     * Reads columns with commas between them, in their order and each once; a blank text has none.
     *
     * @throws FilterException when the text is no such list
     */
    public static List<RunColumn> parse(String text) {
        Tokens tokens = new Tokens("columns", text);
        Set<RunColumn> columns = new LinkedHashSet<>();
        if (tokens.atEnd()) {
            return List.of();
        }
        do {
            Token start = tokens.current();
            columns.add(column(tokens));
            if (columns.size() > FilterLimits.COLUMNS) {
                throw tokens.error(start, "at most " + FilterLimits.COLUMNS + " columns fit in one list; ask twice");
            }
        } while (tokens.skipSymbol(","));
        tokens.expectEnd("a comma before the next column, or the end,");
        return List.copyOf(columns);
    }

    private static RunColumn column(Tokens tokens) {
        Optional<RunColumn.Detail> detail = detail(tokens.current());
        if (detail.isPresent()) {
            tokens.take();
            return detail.get();
        }
        Token start = tokens.current();
        RunField field = RunFieldParser.read(tokens);
        try {
            return new RunColumn.Field(field);
        } catch (RunloreException brokenRule) {
            throw tokens.error(start, String.valueOf(brokenRule.getMessage()));
        }
    }

    private static Optional<RunColumn.Detail> detail(Token token) {
        return token instanceof Token.Word word && word.segments().size() == 1
                ? RunColumn.Detail.find(word.segments().getFirst().text())
                : Optional.empty();
    }
}
