export { parseXml, xmlLimits, type ParseXmlOptions, type XmlLimits } from './parse-xml.js'
export type { OlxContext, OlxFields, ReadOlx } from './reading.js'
export { escapeXmlAttribute, escapeXmlText, serialiseXml } from './serialise-xml.js'
export { sourceOf, XmlElement, type XmlAttributes, type XmlNode, type XmlPosition } from './xml-element.js'
