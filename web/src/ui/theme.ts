// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import { createTheme, type MantineColorsTuple } from "@mantine/core";
import { texts } from "../messages";

// Shades for the places where Mantine asks for one by number; the tokens say what is shown as the accent.
const blue: MantineColorsTuple = [
  "#e8f0fc",
  "#d3e2f9",
  "#a9c6f2",
  "#7fb2ff",
  "#4f8be6",
  "#3574d6",
  "#1f5fbf",
  "#1a52a6",
  "#15458d",
  "#0f3872",
];

// What Mantine takes its dark fields and lists from, of the tokens' colours.
const dark: MantineColorsTuple = [
  "#e6eaf0",
  "#c3cad4",
  "#9aa5b3",
  "#66717f",
  "#3b4655",
  "#29313c",
  "#151a21",
  "#0e1116",
  "#0b0e12",
  "#080a0d",
];

/** Mantine's components in the studio's measures. Colours are in `tokens.css`. */
export const theme = createTheme({
  colors: { blue, dark },
  primaryColor: "blue",
  primaryShade: { light: 6, dark: 3 },
  autoContrast: true,
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  headings: { fontFamily: "var(--font)", fontWeight: "620" },
  fontSizes: { xs: "11px", sm: "12px", md: "13px", lg: "15px", xl: "20px" },
  spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "20px" },
  radius: { sm: "4px", md: "6px", lg: "8px", xl: "12px" },
  defaultRadius: "md",
  respectReducedMotion: true,
  components: {
    Button: {
      defaultProps: { size: "sm", variant: "default" },
      // Mantine takes the text's colour from the light theme's shade.
      vars: (_theme: unknown, { variant, color }: { variant?: string; color?: string }) => ({
        root:
          variant === "filled"
            ? {
                "--button-color": "var(--on-accent)",
                ...(color === "red" && { "--button-bg": "var(--bad)", "--button-hover": "var(--bad)" }),
              }
            : {},
      }),
    },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray" } },
    Notification: { defaultProps: { closeButtonProps: { "aria-label": texts.panel.dismiss } } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 0 },
        closeButtonProps: { "aria-label": texts.panel.close },
      },
    },
  },
});
