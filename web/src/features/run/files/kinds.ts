// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors

/** How a file is shown. */
export type Kind = "text" | "image" | "csv" | "json" | "download";

const KINDS: Readonly<Record<Exclude<Kind, "download">, readonly string[]>> = {
  // What a browser shows as a picture and cannot carry a script.
  image: ["png", "jpg", "jpeg", "gif", "webp", "bmp", "avif"],
  csv: ["csv", "tsv"],
  json: ["json", "ipynb"],
  text: (
    "txt log out err md rst py r sh bash ps1 yml yaml toml ini cfg conf env properties xml html htm svg css js ts tsx jsx sql " +
    "java scala kt c h cpp hpp cc cu go rs rb pl jl m tex bib jsonl ndjson lock gitignore amlignore dockerfile makefile runconfig compute " +
    "mlmodel license readme"
  ).split(" "),
};

const BY_ENDING = new Map(
  Object.entries(KINDS).flatMap(([kind, endings]) =>
    endings.map((ending) => [ending, kind as Kind] as const),
  ),
);

/** By the ending of its name and never by what the file says of itself. Files of logs without one are text. */
export function kindOf(path: string): Kind {
  const name = (path.split("/").at(-1) ?? "").toLowerCase();
  const ending = name.includes(".") ? name.slice(name.lastIndexOf(".") + 1) : name;
  return BY_ENDING.get(ending) ?? (/(^|\/)(azureml-|user_)?logs\//.test(path) ? "text" : "download");
}
