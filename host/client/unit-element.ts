/** The element `<composed-unit>` for pages of other sites, which importing this module defines, and the types of its events. */
export type { ComposedUnitElement } from './element/composed-unit-element.js'
export type * from './element/unit-event-map.js'
import { ComposedUnitElement, elementName } from './element/composed-unit-element.js'

// Pages may load this from several hosts; the first one that comes serves them all.
if (globalThis.customElements && !customElements.get(elementName))
  customElements.define(elementName, ComposedUnitElement)
