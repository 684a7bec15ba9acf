// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { Button, Checkbox, Modal, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { useState } from "react";
import { type Family, field } from "../../api/filter";
import type { Density } from "../../grid/columns";
import { texts } from "../../messages";
import classes from "./Customize.module.css";
import { ATTRIBUTES, type Field, fieldLabel, readField, writeField } from "./fields";
import { ShownList } from "./ShownList";
import { useKeyNames, useMetricNames } from "./useNames";
import type { ChangeAddress, View } from "./useView";

const TYPING_MS = 150;
const KEYS_SHOWN = 50;
const DENSITIES = ["compact", "normal", "roomy"] as const;

interface CustomizeProps {
  readonly experiment: string | undefined;
  readonly view: View;
  readonly onAddress: ChangeAddress;
}

/** The icon that opens the choice of columns, and the choice: what there is beside what is shown. */
export function Customize(props: CustomizeProps) {
  const [isOpen, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" onClick={dialog.open} title={texts.dashboard.columns.open} leftSection={<Gear />}>
        {texts.dashboard.columns.open}
      </Button>
      <Modal opened={isOpen} onClose={dialog.close} size={820} title={texts.dashboard.columns.title}>
        <Choice {...props} onDone={dialog.close} />
      </Modal>
    </>
  );
}

function Gear() {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" aria-hidden="true">
      <path d="M2 4.5h7M13 4.5h1M2 11.5h1M7 11.5h7" strokeWidth="1.4" />
      <circle cx="11" cy="4.5" r="1.9" strokeWidth="1.4" />
      <circle cx="5" cy="11.5" r="1.9" strokeWidth="1.4" />
    </svg>
  );
}

function Choice({ experiment, view, onAddress, onDone }: CustomizeProps & { onDone: () => void }) {
  const words = texts.dashboard.columns;
  return (
    <>
      <div className={classes.lists}>
        <Available experiment={experiment} shown={view.fields} onShow={view.setColumns} />
        <ShownList fields={view.fields} onShow={view.setColumns} />
      </div>
      <div className={classes.foot}>
        <span id="row-height">{words.density}</span>
        <SegmentedControl
          size="xs"
          aria-labelledby="row-height"
          value={view.density}
          data={DENSITIES.map((value) => ({ value, label: words.densities[value] }))}
          onChange={(value) => onAddress({ density: value as Density })}
        />
        <span className={classes.space} />
        <Button onClick={() => view.setColumns(undefined)}>{words.reset}</Button>
        <Button variant="filled" onClick={onDone}>
          {words.done}
        </Button>
      </div>
    </>
  );
}

interface AvailableProps {
  readonly experiment: string | undefined;
  readonly shown: readonly string[];
  readonly onShow: (fields: readonly string[]) => void;
}

/** Everything that can be a column; a tick adds it at the end of what is shown, or takes it out. */
function Available({ experiment, shown, onShow }: AvailableProps) {
  const [search, setSearch] = useState("");
  const [part] = useDebouncedValue(search.trim(), TYPING_MS);
  const { names, hasMore } = useMetricNames(experiment, part, true);
  const keys = useKeyNames(experiment, true);
  const words = texts.dashboard;
  const hasPart = (text: string): boolean => text.toLowerCase().includes(part.toLowerCase());
  const own = ["tags", ...ATTRIBUTES].filter((each) => hasPart(fieldLabel(each)));
  const parts: readonly (readonly [string, readonly string[], boolean])[] = [
    [words.columns.own, own, false],
    [words.families.metrics, names.map((name) => field("metrics", name)), hasMore],
    ...(["params", "tags", "properties"] as const).map((family) => partOf(family, keys[family], hasPart)),
  ];
  const isEmpty = parts.every(([, fields]) => fields.length === 0);
  return (
    <section className={classes.list} aria-label={words.columns.available}>
      <h3 className={classes.title}>{words.columns.available}</h3>
      <TextInput
        size="xs"
        aria-label={words.columns.search}
        placeholder={words.columns.search}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        data-autofocus
      />
      <section className={classes.scroll} tabIndex={0} aria-label={words.columns.available}>
        {isEmpty && <p className="muted">{words.columns.nothing}</p>}
        {parts
          .filter(([, fields]) => fields.length > 0)
          .map(([title, fields, more]) => (
            <fieldset key={title} className={classes.part}>
              <legend>{title}</legend>
              {fields.map((each) => (
                <Tick key={each} about={each} shown={shown} onShow={onShow} />
              ))}
              {more && <p className="muted">{words.columns.more}</p>}
            </fieldset>
          ))}
      </section>
    </section>
  );
}

function partOf(
  family: Exclude<Family, "metrics">,
  names: readonly string[],
  hasPart: (text: string) => boolean,
): readonly [string, readonly string[], boolean] {
  const found = names.filter(hasPart);
  const fields = found.slice(0, KEYS_SHOWN).map((name) => field(family, name));
  return [texts.dashboard.families[family], fields, found.length > KEYS_SHOWN];
}

/** Whether two fields are values of one thing, such as the least and the last of a metric. */
function isSame(a: Field | undefined, b: Field | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    (a.kind === "member" && b.kind === "member"
      ? a.family === b.family && a.name === b.name
      : writeField(a) === writeField(b))
  );
}

function Tick({ about, shown, onShow }: Omit<AvailableProps, "experiment"> & { about: string }) {
  const read = readField(about);
  const others = shown.filter((each) => !isSame(readField(each), read));
  const isShown = others.length < shown.length;
  return (
    <Checkbox
      size="xs"
      label={<span dir="auto">{about === "tags" ? texts.dashboard.columns.allTags : fieldLabel(about)}</span>}
      checked={isShown}
      onChange={() => onShow(isShown ? others : [...shown, about])}
    />
  );
}
