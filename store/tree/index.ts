/** Persistent maps over blobs. */
export { TreeMap, type TreeChange } from './tree-map.js'
export { Trees } from './trees.js'
