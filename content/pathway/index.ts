export { placedReference, type PlacedReference, type ReferencePlace } from './placed-reference.js'
export { Pathways, type NewItem, type NewPathway, type PathwayItem } from './pathways.js'
