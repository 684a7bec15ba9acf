// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { ActionIcon, Menu, Tooltip } from "@mantine/core";
import { memo, type ReactNode } from "react";
import { texts } from "../messages";
import classes from "./ChartFrame.module.css";
import { csvName, csvOf } from "./csv";
import { download } from "./download";
import { type ChartRows, csvRows } from "./table";
import type { Logs } from "./types";

interface ChartActionsProps {
  readonly title: string;
  readonly rows: ChartRows;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly logs?: Logs;
  readonly onLogs?: (logs: Logs) => void;
  readonly hasLogX?: boolean;
  readonly isZoomed?: boolean;
  readonly onZoom?: (range: undefined) => void;
}

/** Remembered: a hover renders the chart again, and these are the costly part of it. */
export const ChartActions = memo(function ChartActions(props: ChartActionsProps) {
  const { title, rows, isTable, onTable, logs, onLogs, hasLogX = false, isZoomed = false, onZoom } = props;
  const reset = () => onZoom?.(undefined);
  return (
    <span className={classes.actions}>
      {isZoomed && (
        <Action label={texts.charts.reset} onClick={reset}>
          <path d="M3.5 8a4.5 4.5 0 1 0 1.3-3.2M3.5 2.5v3h3" />
        </Action>
      )}
      <Action label={texts.charts.table} onClick={() => onTable(!isTable)} isPressed={isTable}>
        <path d="M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 3.5v9" />
      </Action>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={26} aria-label={texts.charts.actions(title)}>
            <Icon>
              <path d="M3 8h.01M8 8h.01M13 8h.01" strokeWidth="2.4" />
            </Icon>
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => download(csvName(title), csvOf(csvRows(rows)))}>
            {texts.charts.csv}
          </Menu.Item>
          {logs !== undefined && (
            <LogItems value={logs} onChange={(value) => onLogs?.(value)} hasX={hasLogX} />
          )}
          {isZoomed && <Menu.Item onClick={reset}>{texts.charts.reset}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </span>
  );
});

interface LogItemsProps {
  readonly value: Logs;
  readonly onChange: (logs: Logs) => void;
  readonly hasX: boolean;
}

function LogItems({ value, onChange, hasX }: LogItemsProps) {
  return (
    <>
      <Menu.CheckboxItem checked={value.y} onChange={(y) => onChange({ ...value, y })}>
        {texts.charts.logY}
      </Menu.CheckboxItem>
      {hasX && (
        <Menu.CheckboxItem checked={value.x} onChange={(x) => onChange({ ...value, x })}>
          {texts.charts.logX}
        </Menu.CheckboxItem>
      )}
    </>
  );
}

interface ActionProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly isPressed?: boolean;
  readonly children: ReactNode;
}

function Action({ label, onClick, isPressed, children }: ActionProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        size={26}
        onClick={onClick}
        aria-label={label}
        aria-pressed={isPressed}
        variant={isPressed === true ? "light" : "subtle"}
      >
        <Icon>{children}</Icon>
      </ActionIcon>
    </Tooltip>
  );
}

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="15"
      height="15"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.3"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}
