/**
 * Clean HTML with each outermost table in a box of its own that scrolls sideways, also by keyboard, so that a wide
 * table never makes the page wider than a phone.
 */
export function boxWideTables(html: string): string {
  if (!html.includes('<table')) return html
  let depth = 0
  return html.replace(/<table\b|<\/table>/g, (tag) => {
    if (tag === '<table') return depth++ === 0 ? '<div class="wide" tabindex="0"><table' : tag
    if (depth === 0) return tag
    return --depth === 0 ? '</table></div>' : tag
  })
}
