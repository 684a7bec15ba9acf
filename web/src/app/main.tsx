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
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { styleNonce } from "../ui/nonce";
import { theme } from "../ui/theme";
import { Live } from "./Live";
import { queries } from "./queries";
import { router } from "./router";

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
        {/* not over the panels, which come from the right */}
        <Notifications position="bottom-center" />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
