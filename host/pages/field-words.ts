import type { BlockTypes } from '../../runtime/index.js'

/** What people read for the OLX name of a field. */
export function fieldLabel(olxName: string, type?: ReturnType<BlockTypes['get']>): string {
  const words = olxName.replaceAll('_', ' ')
  return type?.fieldByOlxName(olxName)?.field.options.label ?? words.charAt(0).toUpperCase() + words.slice(1)
}
