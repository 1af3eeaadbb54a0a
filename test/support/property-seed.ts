import { configureGlobal } from "fast-check";

/** The same examples in every run, so that what fails fails again; GOFER_TEST_LONG=1 looks for new ones. */
if (!process.env["GOFER_TEST_LONG"]) configureGlobal({ seed: 1 });
