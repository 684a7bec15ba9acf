// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.runlore.domain.Cell;
import dev.runlore.domain.RunloreException;
import dev.runlore.domain.Shown;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Cells on the wire, where the JSON text carries the type. */
public final class CellJson {
    private static final String ESCAPE = "x";

    private CellJson() {}

    public static void write(JsonGenerator out, Cell cell) throws IOException {
        switch (cell) {
            case Cell.Float64(double value) -> writeNumber(out, value);
            case Cell.Int64(long value) -> out.writeNumber(value);
            case Cell.Bool(boolean value) -> out.writeBoolean(value);
            case Cell.Text(String value) -> writeText(out, value);
            case Cell.None none -> out.writeNull();
        }
    }

    /** A float64 where a number is expected: non-finite ones as text. */
    public static void writeNumber(JsonGenerator out, double value) throws IOException {
        if (Double.isFinite(value)) {
            out.writeNumber(value);
        } else {
            out.writeString(Double.toString(value));
        }
    }

    private static void writeText(JsonGenerator out, String value) throws IOException {
        if (isNonFinite(value)) {
            out.writeStartObject();
            out.writeStringField(ESCAPE, value);
            out.writeEndObject();
        } else {
            out.writeString(value);
        }
    }

    /** Reads the cell that begins at the parser's current token, and stays on its last. */
    public static Cell read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NUMBER_FLOAT -> Cell.of(finite(in.getDoubleValue()));
            case VALUE_NUMBER_INT -> integer(in);
            case VALUE_STRING -> text(in.getText());
            case VALUE_TRUE -> Cell.of(true);
            case VALUE_FALSE -> Cell.of(false);
            case VALUE_NULL -> Cell.NONE;
            case START_OBJECT -> escaped(in);
            default -> throw notACell("an array");
        };
    }

    /** The cell of a read tree. */
    public static Cell read(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> node.isFloatingPointNumber() ? Cell.of(finite(node.doubleValue())) : integer(node);
            case STRING -> text(node.textValue());
            case BOOLEAN -> Cell.of(node.booleanValue());
            case NULL -> Cell.NONE;
            case OBJECT -> escaped(node);
            default -> throw notACell("an array");
        };
    }

    private static Cell integer(JsonParser in) throws IOException {
        return switch (in.getNumberType()) {
            case INT, LONG -> Cell.of(in.getLongValue());
            default -> Cell.of(in.getText());
        };
    }

    private static Cell integer(JsonNode node) {
        BigInteger value = node.bigIntegerValue();
        return value.bitLength() < Long.SIZE ? Cell.of(value.longValue()) : Cell.of(value.toString());
    }

    private static Cell text(String text) {
        return switch (text) {
            case "NaN" -> Cell.of(Double.NaN);
            case "Infinity" -> Cell.of(Double.POSITIVE_INFINITY);
            case "-Infinity" -> Cell.of(Double.NEGATIVE_INFINITY);
            default -> Cell.of(text);
        };
    }

    private static double finite(double value) {
        if (Double.isFinite(value)) {
            return value;
        }
        throw RunloreException.invalid(
                "a number must fit a float64 but is beyond it; write \"Infinity\" or \"-Infinity\"");
    }

    private static Cell escaped(JsonParser in) throws IOException {
        String text = null;
        int fields = 0;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            boolean isEscape = in.currentName().equals(ESCAPE);
            if (in.nextToken() == JsonToken.VALUE_STRING && isEscape) {
                text = in.getText();
            }
            in.skipChildren();
            fields++;
        }
        return escaped(fields == 1 ? text : null);
    }

    private static Cell escaped(JsonNode node) {
        return escaped(node.size() == 1 ? node.path(ESCAPE).textValue() : null);
    }

    private static Cell escaped(@Nullable String text) {
        if (text != null && isNonFinite(text)) {
            return Cell.of(text);
        }
        throw notACell("an object");
    }

    private static boolean isNonFinite(String text) {
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    private static RunloreException notACell(String was) {
        return RunloreException.invalid("a value must be a number, text, true, false, null or {\"x\": \"NaN\"} but is "
                + Shown.text(was) + "; log parts as values of their own");
    }
}
