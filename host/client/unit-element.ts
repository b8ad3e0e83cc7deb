import { ComposedUnitElement, elementName } from './element/composed-unit-element.js'

// Pages may load this from several hosts; the first one that comes serves them all.
if (!customElements.get(elementName)) customElements.define(elementName, ComposedUnitElement)
