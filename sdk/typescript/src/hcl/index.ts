export {
  type HclAttribute,
  type HclBlock,
  type HclBody,
  HclError,
  type HclSpan,
  type HclValue,
  kindOf,
  plainValue,
} from "./document.js";
export { hclLiteral, removeAttribute, setAttribute } from "./edit.js";
export { parseHcl } from "./parse.js";
