import { newCustomTask, newPipeline } from "@gofer/sdk";

const image = "alpine:3.20";

newPipeline("my_pipeline", "my_pipeline")
  .description("What it is for, in one sentence.")
  .tasks(
    newCustomTask("build", image).command("sh", "-c", "echo building for run $GOFER_RUN_ID"),
    newCustomTask("test", image)
      .dependsOn("build")
      .variable("SUITE", "unit")
      .timeout("10m")
      .command("sh", "-c", "echo running the $SUITE suite"),
  )
  .finish();
