// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon } from "@mantine/core";
import { useState } from "react";
import { AGGREGATES, type Aggregate } from "../../api/filter";
import { texts } from "../../messages";
import classes from "./Customize.module.css";
import { reordered } from "./columns";
import { fieldLabel, readField, writeField } from "./fields";

interface ShownListProps {
  readonly fields: readonly string[];
  readonly onShow: (fields: readonly string[]) => void;
}

const ICONS = {
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  remove: "M4 4l8 8M12 4l-8 8",
} as const;

/** The columns in their order, which dragging and the arrows change; of a metric also which of its values is meant. */
export function ShownList({ fields, onShow }: ShownListProps) {
  const [dragged, setDragged] = useState<number | undefined>(undefined);
  const words = texts.dashboard.columns;
  return (
    <section className={classes.list} aria-label={words.shown}>
      <h3 className={classes.title}>{words.shown}</h3>
      <ol className={classes.scroll}>
        {fields.map((each, index) => (
          <li
            key={each}
            className={classes.item}
            draggable
            data-dragged={dragged === index || undefined}
            onDragStart={() => setDragged(index)}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => {
              event.preventDefault();
              if (dragged !== undefined && dragged !== index) {
                onShow(reordered(fields, dragged, index));
                setDragged(index);
              }
            }}
          >
            <Item
              about={each}
              onChange={(next) => onShow(fields.map((old, at) => (at === index ? next : old)))}
            />
            <Move
              icon="up"
              label={words.up(fieldLabel(each))}
              disabled={index === 0}
              onMove={() => onShow(reordered(fields, index, index - 1))}
            />
            <Move
              icon="down"
              label={words.down(fieldLabel(each))}
              disabled={index === fields.length - 1}
              onMove={() => onShow(reordered(fields, index, index + 1))}
            />
            <Move
              icon="remove"
              label={words.remove(fieldLabel(each))}
              disabled={fields.length === 1}
              onMove={() => onShow(fields.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Item({ about, onChange }: { about: string; onChange: (field: string) => void }) {
  const read = readField(about);
  const name =
    read?.kind === "member"
      ? read.name
      : about === "tags"
        ? texts.dashboard.columns.allTags
        : fieldLabel(about);
  return (
    <>
      <svg viewBox="0 0 8 16" width="8" height="16" fill="var(--muted)" aria-hidden="true">
        <path d="M1 3h2v2H1zM5 3h2v2H5zM1 7h2v2H1zM5 7h2v2H5zM1 11h2v2H1zM5 11h2v2H5z" />
      </svg>
      <span className={classes.name} dir="auto" title={name}>
        {name}
        {read?.kind === "member" && read.family !== "metrics" && (
          <small className="muted"> {texts.dashboard.families[read.family]}</small>
        )}
      </span>
      {read?.kind === "member" && read.family === "metrics" && (
        <select
          className={classes.aggregate}
          aria-label={texts.dashboard.columns.aggregate(name)}
          value={read.aggregate}
          onChange={({ currentTarget }) =>
            onChange(writeField({ ...read, aggregate: currentTarget.value as Aggregate }))
          }
        >
          {AGGREGATES.map((each) => (
            <option key={each} value={each}>
              {texts.dashboard.aggregates[each]}
            </option>
          ))}
        </select>
      )}
    </>
  );
}

interface MoveProps {
  readonly icon: keyof typeof ICONS;
  readonly label: string;
  readonly disabled: boolean;
  readonly onMove: () => void;
}

function Move({ icon, label, disabled, onMove }: MoveProps) {
  return (
    <ActionIcon size={24} aria-label={label} title={label} disabled={disabled} onClick={onMove}>
      <svg viewBox="0 0 16 16" width="14" height="14" fill="none" stroke="currentColor" aria-hidden="true">
        <path d={ICONS[icon]} strokeWidth="1.5" />
      </svg>
    </ActionIcon>
  );
}
