export { openPluginChannel, pluginChannelOptions } from "./channel.js";
export { pluginEnvironment } from "./environment.js";
export { readHandshakeLine } from "./handshake-line.js";
export { followContainer, insideContainer, onThisSide, pluginContainer } from "./plugin-container.js";
export { signalGroup, startTicksOf } from "./process-group.js";
