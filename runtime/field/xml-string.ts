import { messageOf } from '../errors/index.js'
import { parseXml } from '../olx/parse-xml.js'
import { Field, type ValueType } from './field.js'
import type { TextOptions } from './field-options.js'
import { misfit } from './misfit.js'
import { stringType } from './string-type.js'

const xmlStringType: ValueType<string> = {
  ...stringType,
  name: 'XMLString',
  check(value) {
    try {
      parseXml(value)
    } catch (thrown) {
      throw misfit(`XMLString, one well-formed element (${messageOf(thrown)})`, value, thrown)
    }
  },
}

/** A text that is an XML element. What authors stored is read as it stands; only an assignment must be well-formed. */
export const xmlString = (defaultValue = '', options?: TextOptions<never>): Field<string, never> =>
  new Field(xmlStringType, defaultValue, options)
