// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "../ui/tokens.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isPassing } from "../api/problem";
import { styleNonce } from "../ui/nonce";
import { theme } from "../ui/theme";
import { Live } from "./Live";
import { router } from "./router";

const RETRIES = 2;

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Hints say when something is stale, see Live; without hints a page asks again when it is looked at.
      staleTime: 15_000,
      retry: (count, error) => count < RETRIES && isPassing(error),
    },
  },
});

// What keeps the page still behind a dialog writes a style element of its own and looks for the nonce here.
Object.assign(window, { __webpack_nonce__: styleNonce() });

const place = document.getElementById("studio");
if (place === null) {
  throw new Error("the page has no element with the id studio");
}
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <QueryClientProvider client={queries}>
        <Live>
          <RouterProvider router={router} />
        </Live>
        <Notifications />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
