import type { Finding } from '../errors/finding.js'
import type { JsonObject } from '../values/json.js'
import type { XmlElement } from './xml-element.js'

/** What a block type sees of an import while one of its blocks is read. Paths are relative to the OLX root. */
export interface OlxContext {
  /** The file the element stands in. */
  readonly file: string
  /** The element's `url_name`, or the id given to a block without one. */
  readonly urlName: string
  /** The text of another file of the import, or undefined where there is none. */
  text(path: string): string | undefined
  /** Notes a finding; file and usage are filled in when absent. */
  report(finding: Omit<Finding, 'usage'>): void
  /** Notes a script of the block, which can be tried once all is read; file and usage are filled in. */
  script?(script: Omit<AuthoredScript, 'file' | 'usage'>): void
}

/** A block with a script of its author, and where in the import it stands. Lines and columns count from 1. */
export interface AuthoredScript {
  readonly file: string
  /** The usage key, as text. */
  readonly usage: string
  readonly line: number
  readonly column: number
  /** The block's OLX. */
  readonly xml: string
}

/** What reading one element gave: field values by OLX name, and which child elements are blocks. */
export interface OlxFields {
  readonly content: JsonObject
  readonly settings: JsonObject
  /** Child elements that are blocks of their own, in order. */
  readonly children: readonly XmlElement[]
}

/**
 * How a block type reads itself from OLX. Attributes that are fields of the type are read before this is
 * called and passed in `attributes`; what is returned is merged over them.
 */
export type ReadOlx = (
  element: XmlElement,
  attributes: Pick<OlxFields, 'content' | 'settings'>,
  context: OlxContext,
) => OlxFields
