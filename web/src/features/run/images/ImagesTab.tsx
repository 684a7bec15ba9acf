// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Slider } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { artifactLink } from "../../../api/links";
import type { Run } from "../../../api/schema";
import { texts } from "../../../messages";
import { Card } from "../../../ui/Card";
import { Empty } from "../../../ui/Empty";
import { Failure } from "../../../ui/Failure";
import { Snippet } from "../../../ui/Snippet";
import { Waiting } from "../../../ui/Waiting";
import type { TabProps } from "../tabs";
import { type Film, frameAt, stepsOf } from "./frames";
import classes from "./ImagesTab.module.css";
import { ImageView } from "./ImageView";
import { useImages } from "./useImages";

const STEP = 24;
const NONE = { films: [], others: [] };

/** The images of a run by name, at one step for all, and those among its files. */
export function ImagesTab({ run }: TabProps) {
  const { images, isPending, error, retry } = useImages(useMemo(() => [run], [run]));
  const { films, others } = images[0] ?? NONE;
  if (error) {
    return <Failure error={error} onRetry={retry} />;
  }
  if (isPending) {
    return <Waiting lines={8} />;
  }
  if (films.length + others.length === 0) {
    return (
      <Card title={texts.run.tabs.images}>
        <Empty title={texts.images.none}>
          <Snippet code={'run.log_image("roc", plot=figure)'} what={texts.run.snippet} />
        </Empty>
      </Card>
    );
  }
  return <Images run={run} films={films} others={others} />;
}

interface ImagesProps {
  readonly run: Run;
  readonly films: readonly Film[];
  readonly others: readonly string[];
}

function Images({ run, films, others }: ImagesProps) {
  const [pixelated, setPixelated] = useState(false);
  const [shown, setShown] = useState(STEP);
  const steps = useMemo(() => stepsOf(films), [films]);
  const { step = steps.length - 1 } = useSearch({ from: "/runs/$run/$tab" });
  const place = Math.min(step, steps.length - 1);
  const images = [
    ...films.map((film) => {
      const frame = frameAt(film, steps[place] ?? 0);
      return {
        name: film.name,
        note: frame && texts.images.step(frame.step, film.frames.length),
        path: frame?.path,
      };
    }),
    ...others.map((path) => ({ name: path, note: texts.images.fromFiles, path })),
  ];
  return (
    <>
      <div className={classes.bar}>
        {steps.length > 1 && <Steps steps={steps} place={place} />}
        <Button
          size="xs"
          aria-pressed={pixelated}
          className={classes.toggle ?? ""}
          onClick={() => setPixelated(!pixelated)}
        >
          {texts.images.pixelated}
        </Button>
      </div>
      <div className={classes.images}>
        {images.slice(0, shown).map(({ name, note, path }) => (
          <Card key={name} title={<bdi>{name}</bdi>} note={note}>
            <div className={classes.image}>
              {path !== undefined && (
                <ImageView key={path} link={artifactLink(run.id, path)} name={name} pixelated={pixelated} />
              )}
            </div>
          </Card>
        ))}
      </div>
      {images.length > shown && (
        <Button mt="md" onClick={() => setShown(shown + STEP)}>
          {texts.images.more(images.length - shown)}
        </Button>
      )}
    </>
  );
}

function Steps({ steps, place }: { steps: readonly number[]; place: number }) {
  const navigate = useNavigate({ from: "/runs/$run/$tab" });
  const last = steps.length - 1;
  return (
    <div className={classes.steps}>
      <span className="muted">{texts.images.at(steps[place] ?? 0)}</span>
      <Slider
        className={classes.slider ?? ""}
        min={0}
        max={last}
        value={place}
        label={(at) => String(steps[at])}
        thumbLabel={texts.images.stepSlider}
        onChange={(at) =>
          void navigate({ search: at === last ? {} : { step: at }, replace: true, resetScroll: false })
        }
      />
    </div>
  );
}
