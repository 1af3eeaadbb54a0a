#!/usr/bin/env node
await import("../dist/bundle/gofer.js");
