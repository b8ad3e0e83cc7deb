/** Who may see which part of a course, and when. */
export { blockNotFound, dateText, refusalOf } from './refusal.js'
export type { ClosedPart } from './closed-parts.js'
export { Release, type Closing } from './release.js'
export { neighbours, type Neighbours, type NeighbourUnit, type PartBeside } from './neighbours.js'
export { nextDue, type NextDue } from './next-due.js'
export { openOutline, type OpenOutline, type ShownLine } from './outline-lines.js'
export { unitsFrom } from './units-from.js'
export { visibleOutline, type VisibleOutline } from './visible-outline.js'
