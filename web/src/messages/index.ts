// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { en } from "./en";

/** The texts of the language that the studio speaks. */
export const texts = en;
