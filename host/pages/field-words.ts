import type { BlockField, BlockTypes } from '../../runtime/index.js'

/** What people read for the OLX name of a field. */
export function fieldLabel(olxName: string, type?: ReturnType<BlockTypes['get']>): string {
  const field = type?.fieldByOlxName(olxName)
  return field ? labelOf(field) : inWords(olxName)
}

/** A field's name for people: its label, else its OLX name as words. */
export function labelOf({ field, olxName }: Pick<BlockField, 'field' | 'olxName'>): string {
  return field.options.label ?? inWords(olxName)
}

function inWords(olxName: string): string {
  const words = olxName.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
