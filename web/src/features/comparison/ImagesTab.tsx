// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Slider } from "@mantine/core";
import { useMemo, useState } from "react";
import { artifactLink } from "../../api/links";
import type { Run } from "../../api/schema";
import { texts } from "../../messages";
import { Empty } from "../../ui/Empty";
import { Failure } from "../../ui/Failure";
import { Waiting } from "../../ui/Waiting";
import { frameAt, stepsOf } from "../run/images/frames";
import { ImageView } from "../run/images/ImageView";
import { type RunImages, useImages } from "../run/images/useImages";
import { nameOf } from "./ComparedRuns";
import classes from "./ImagesTab.module.css";
import { Swatch } from "./Swatch";

/** Runs whose images are shown at once. */
const RUNS = 6;
const NAMES = 12;

/** The same images of up to six runs in one row a name; further runs by their pages. */
export default function ImagesTab({ runs }: { runs: readonly Run[] }) {
  const [page, setPage] = useState(0);
  const pages = Math.ceil(runs.length / RUNS);
  const first = Math.min(page, pages - 1) * RUNS;
  return (
    <>
      {pages > 1 && (
        <div className={classes.bar}>
          <Button size="xs" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {texts.comparison.earlier}
          </Button>
          <span className="muted">
            {texts.comparison.runsShown(first + 1, Math.min(first + RUNS, runs.length), runs.length)}
          </span>
          <Button size="xs" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
            {texts.comparison.later}
          </Button>
        </div>
      )}
      <Rows key={first} runs={runs.slice(first, first + RUNS)} first={first} />
    </>
  );
}

function Rows({ runs, first }: { runs: readonly Run[]; first: number }) {
  const asked = useImages(runs);
  const [shown, setShown] = useState(NAMES);
  const [at, setAt] = useState<number>();
  const names = useMemo(() => namesOf(asked.images), [asked.images]);
  const steps = useMemo(() => stepsOf(asked.images.flatMap(({ films }) => films)), [asked.images]);
  if (asked.error) {
    return <Failure error={asked.error} onRetry={asked.retry} />;
  }
  if (asked.isPending) {
    return <Waiting lines={8} />;
  }
  if (names.length === 0) {
    return <Empty title={texts.comparison.noImages} />;
  }
  const place = Math.min(at ?? steps.length - 1, steps.length - 1);
  return (
    <>
      {steps.length > 1 && (
        <div className={classes.bar}>
          <span className="muted">{texts.images.at(steps[place] ?? 0)}</span>
          <Slider
            className={classes.slider ?? ""}
            min={0}
            max={steps.length - 1}
            value={place}
            label={(step) => String(steps[step])}
            thumbLabel={texts.images.stepSlider}
            onChange={setAt}
          />
        </div>
      )}
      {names.slice(0, shown).map((name) => (
        <section key={name} aria-label={name} className={classes.row}>
          <h2 className={classes.name} dir="auto">
            {name}
          </h2>
          <div
            className={classes.images}
            style={{ gridTemplateColumns: `repeat(${runs.length}, minmax(200px, 1fr))` }}
          >
            {runs.map((run, column) => (
              <RunImage
                key={run.id}
                run={run}
                at={first + column}
                path={pathOf(asked.images[column], name, steps[place] ?? 0)}
                name={name}
              />
            ))}
          </div>
        </section>
      ))}
      {names.length > shown && (
        <Button mt="md" onClick={() => setShown(shown + NAMES)}>
          {texts.images.more(names.length - shown)}
        </Button>
      )}
    </>
  );
}

function RunImage({ run, at, path, name }: { run: Run; at: number; path: string | undefined; name: string }) {
  const called = nameOf(run, run.id);
  return (
    <figure className={classes.image}>
      <figcaption dir="auto">
        <Swatch at={at} /> {called}
      </figcaption>
      {path === undefined ? (
        <p className="muted">{texts.comparison.noSuchImage}</p>
      ) : (
        <ImageView key={path} link={artifactLink(run.id, path)} name={`${name} · ${called}`} />
      )}
    </figure>
  );
}

function namesOf(images: readonly RunImages[]): readonly string[] {
  return [...new Set(images.flatMap(({ films, others }) => [...films.map(({ name }) => name), ...others]))];
}

function pathOf(images: RunImages | undefined, name: string, step: number): string | undefined {
  const film = images?.films.find((each) => each.name === name);
  return film === undefined ? images?.others.find((path) => path === name) : frameAt(film, step)?.path;
}
