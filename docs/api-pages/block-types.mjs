import { cell } from './page.mjs'

/**
 * The shipped block types with their fields, as the plugin itself knows them.
 * @param {string} module of the plugin, built
 */
export async function blockTypes(module) {
  const { default: plugin } = await import(module)
  const sections = plugin.types.map(({ name, fields }) => {
    const rows = fields.map(({ olxName, scope, field }) => {
      const { label = '', help = '' } = field.options
      const value = field.toText(field.freshDefault())
      return `| \`${olxName}\` | ${field.type.name} | ${scope.name} | ${value && `\`${cell(value)}\``} | ${cell([label, help].filter(Boolean).join(': '))} |\n`
    })
    return `### ${name}\n\n| field | type | scope | default | for authors |\n|---|---|---|---|---|\n${rows.join('')}`
  })
  return `## Block types\n\n${sections.join('\n')}`
}
