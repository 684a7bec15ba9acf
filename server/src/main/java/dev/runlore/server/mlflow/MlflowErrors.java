// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.mlflow;

import dev.runlore.domain.ErrorCode;
import dev.runlore.server.http.ErrorForm;
import dev.runlore.server.http.Json;

/** Errors as MLflow's clients read them: a name and a sentence. What the caller did wrong is always a 4xx. */
final class MlflowErrors implements ErrorForm {
    private final Endpoints endpoints;

    MlflowErrors(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public boolean covers(String path) {
        return endpoints.covers(path);
    }

    @Override
    public int status(ErrorCode code) {
        return switch (code.mlflowCode()) {
            case "INVALID_PARAMETER_VALUE", "RESOURCE_ALREADY_EXISTS" -> 400;
            default -> code.httpStatus();
        };
    }

    @Override
    public Json.Part body(ErrorCode code, String detail) {
        return out -> {
            out.writeStartObject();
            out.writeStringField("error_code", code.mlflowCode());
            out.writeStringField("message", detail);
            out.writeEndObject();
        };
    }
}
