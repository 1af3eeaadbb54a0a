import { newCustomTask, newPipeline } from "@gofer/sdk";

const image = "alpine:3.20";
const shell = (script: string) => ["sh", "-c", script] as const;

// fetch → lint and test side by side → package; alert runs only if a test fails, summary whatever happens.
newPipeline("hello", "Hello, Gofer")
  .description("A small graph: a parallel part in the middle, and a branch for the day that it fails.")
  .tasks(
    newCustomTask("fetch", image)
      .description("Gets the sources.")
      .command(...shell("echo fetching for run $GOFER_RUN_ID; echo done")),
    newCustomTask("lint", image)
      .dependsOn("fetch")
      .command(...shell("for file in a b c; do echo linting $file; done")),
    newCustomTask("test", image)
      .dependsOn("fetch")
      .variable("SUITE", "unit")
      .retries({ attempts: 2, backoff: "1s" })
      .command(...shell("echo running the $SUITE suite; echo 12 tests, all well")),
    newCustomTask("package", image)
      .dependsOnMany({ lint: "success", test: "success" })
      .timeout("1m")
      .command(...shell("echo packaging; echo a warning >&2")),
    newCustomTask("alert", image)
      .description("Tells somebody.")
      .dependsOn("test", "failure")
      .command(...shell("echo the tests failed")),
    newCustomTask("summary", image)
      .dependsOnMany({ package: "any", alert: "any" })
      .command(...shell("echo that was $GOFER_PIPELINE_ID run $GOFER_RUN_ID")),
  )
  .finish();
