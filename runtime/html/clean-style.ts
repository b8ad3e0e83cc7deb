/** Properties an author's `style` may set: how a thing looks in its place, not where on the page it stands. */
const allowed =
  /^(?:color|opacity|display|float|clear|(?:max-|min-)?(?:width|height)|aspect-ratio|overflow(?:-[xy])?|object-(?:fit|position)|background(?:-(?:color|image|position|size|repeat))?|font(?:-(?:family|size|style|weight|variant))?|line-height|letter-spacing|word-spacing|text-(?:align|indent|transform|decoration(?:-\w+)?|overflow|shadow)|vertical-align|white-space|direction|list-style(?:-(?:type|position))?|margin(?:-\w+)?|padding(?:-\w+)?|border(?:-[a-z-]+)?|outline(?:-\w+)?|box-(?:shadow|sizing)|caption-side|table-layout|columns?(?:-[a-z]+)?|(?:row-|column-)?gap|flex(?:-[a-z]+)?|grid(?:-[a-z-]+)?|justify-[a-z]+|align-[a-z]+|order|page-break-\w+|top|left|right|bottom|position|z-index)$/

/** Values that reach out of the element: other pages' files, old browsers' scripts, escapes that hide either. */
const refused =
  /[\\<>{}@]|expression|javascript|behavior|-moz-binding|url\((?!\s*['"]?\/(?:static\/|asset-v1:|asset-v1%3A|c4x\/|assets\/courseware\/)[^)]*\))|image-set/i

/** The declarations of a `style` attribute that may stay; '' when none may. */
export function cleanStyle(style: string): string {
  return style
    .replace(/\/\*.*?\*\//gs, '')
    .split(';')
    .map((declaration) => declaration.split(/:(.*)/s, 2).map((part) => part.trim()))
    .filter(([property = '', value = '']) => mayStay(property.toLowerCase(), value))
    .map(([property, value]) => `${property}: ${value}`)
    .join('; ')
}

function mayStay(property: string, value: string): boolean {
  if (value === '' || value.length > 1000 || !allowed.test(property) || refused.test(value)) return false
  return property !== 'position' || /^(?:static|relative|absolute)\b/i.test(value)
}
