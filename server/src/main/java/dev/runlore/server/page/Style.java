// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.page;

/** How the plain pages look: light or dark as the reader's system is, and readable on a narrow screen. */
final class Style {
    static final String CSS = """
            :root { color-scheme: light dark; --text: #1c2024; --soft: #5f6770; --line: #d8dce1; --back: #fff; --link: #0b5cad; --well: #f4f5f7; }
            @media (prefers-color-scheme: dark) {
              :root { --text: #e6e8eb; --soft: #9aa2ac; --line: #363c44; --back: #14171a; --link: #7ab7ff; --well: #1d2125; }
            }
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1rem; max-width: 72rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.4rem; margin: .5rem 0; overflow-wrap: anywhere; }
            h2 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
            a { color: var(--link); }
            dl { display: grid; grid-template-columns: minmax(7rem, 14rem) 1fr; gap: .25rem 1rem; margin: 0; }
            dt { color: var(--soft); overflow-wrap: anywhere; }
            dd { margin: 0; overflow-wrap: anywhere; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            th { color: var(--soft); font-weight: 600; white-space: nowrap; }
            td { overflow-wrap: break-word; min-width: 5rem; max-width: 24rem; }
            td:first-child { min-width: 12rem; }
            pre { margin: 0; padding: .75rem; background: var(--well); border: 1px solid var(--line); border-radius: .35rem; overflow-x: auto; font-size: .85rem; }
            .soft { color: var(--soft); }
            @media (max-width: 40rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
            """;

    private Style() {}
}
