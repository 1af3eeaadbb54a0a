import { servePlugin } from "@gofer/sdk/plugin";
import { plugin } from "./plugin.js";

void servePlugin(plugin);
