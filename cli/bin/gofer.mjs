#!/usr/bin/env node
import "../dist/bundle/gofer.js";
