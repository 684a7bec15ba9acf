// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { comparisonAddress } from "../features/comparison/address";
import { dashboardAddress } from "../features/dashboard/address";
import { askAhead, askExperimentAhead } from "../features/dashboard/ahead";
import { projectAddress } from "../features/project/address";
import { runAddress } from "../features/run/address";
import { meantByMlflow } from "./mlflowLink";
import { NotFound } from "./NotFound";
import { queries } from "./queries";
import { Shell } from "./Shell";

/** Asks what a page will ask, without making it wait; not where it is there already. */
function before(cause: "enter" | "preload" | "stay", ask: () => Promise<void>): void {
  if (cause !== "stay") {
    void ask();
  }
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: ({ location }) => {
    const meant = meantByMlflow(location.hash);
    if (meant?.run !== undefined) {
      throw redirect({ to: "/runs/$run/$tab", params: { run: meant.run, tab: "overview" }, replace: true });
    }
    if (meant !== undefined) {
      throw redirect({
        to: "/experiments/$experiment",
        params: { experiment: meant.experiment },
        replace: true,
      });
    }
  },
  component: lazyRouteComponent(() => import("../features/workspace/HomePage"), "HomePage"),
});

const experiments = createRoute({
  getParentRoute: () => root,
  path: "/experiments",
  component: lazyRouteComponent(() => import("../features/experiment/ExperimentsPage"), "ExperimentsPage"),
});

const experiment = createRoute({
  getParentRoute: () => root,
  path: "/experiments/$experiment",
  validateSearch: dashboardAddress,
  loader: ({ cause, params, location }) =>
    before(cause, () => askExperimentAhead(queries, params.experiment, dashboardAddress(location.search))),
  component: lazyRouteComponent(() => import("../features/dashboard/ExperimentPage"), "ExperimentPage"),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  validateSearch: dashboardAddress,
  loader: ({ cause, location }) =>
    before(cause, () => askAhead(queries, {}, dashboardAddress(location.search))),
  component: lazyRouteComponent(() => import("../features/dashboard/RunsPage"), "RunsPage"),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$run/$tab",
  validateSearch: runAddress,
  component: lazyRouteComponent(() => import("../features/run/RunPage"), "RunPage"),
});

const runOverview = createRoute({
  getParentRoute: () => root,
  path: "/runs/$run",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/runs/$run/$tab", params: { run: params.run, tab: "overview" }, replace: true });
  },
});

const comparison = createRoute({
  getParentRoute: () => root,
  path: "/compare",
  validateSearch: comparisonAddress,
  component: lazyRouteComponent(() => import("../features/comparison/ComparisonPage"), "ComparisonPage"),
});

const projects = createRoute({
  getParentRoute: () => root,
  path: "/projects",
  component: lazyRouteComponent(() => import("../features/project/ProjectsPage"), "ProjectsPage"),
});

const project = createRoute({
  getParentRoute: () => root,
  path: "/projects/$project",
  validateSearch: projectAddress,
  component: lazyRouteComponent(() => import("../features/project/ProjectPage"), "ProjectPage"),
});

const jobs = createRoute({
  getParentRoute: () => root,
  path: "/jobs",
  component: lazyRouteComponent(() => import("../features/job/JobsPage"), "JobsPage"),
});

/** Every address of the studio. */
export const router = createRouter({
  routeTree: root.addChildren([
    home,
    experiments,
    experiment,
    runs,
    runOverview,
    run,
    comparison,
    projects,
    project,
    jobs,
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
