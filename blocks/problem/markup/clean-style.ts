const properties = new RegExp(
  '^(?:color|background-color|background|font(?:-(?:size|style|weight|family|variant))?|' +
    'text-(?:align|decoration|indent|transform)|line-height|letter-spacing|white-space|vertical-align|' +
    '(?:min-|max-)?(?:width|height)|(?:margin|padding)(?:-(?:top|right|bottom|left))?|' +
    'border(?:-(?:top|right|bottom|left))?(?:-(?:width|style|color))?|border-(?:radius|collapse|spacing)|' +
    'float|clear|display|list-style(?:-type)?|overflow(?:-[xy])?|table-layout)$',
)
const unsafe = /[\\<>@{}]|\/\*|url\s*\(|expression|javascript|behaviou?r|-moz-binding/i

/** The declarations of a `style` attribute that only change how the element itself looks; '' for none. */
export function cleanStyle(style: string): string {
  if (unsafe.test(style)) return ''
  return style
    .split(';')
    .map((declaration) => {
      const [name = '', ...value] = declaration.split(':')
      const property = name.trim().toLowerCase()
      return properties.test(property) && value.length === 1 ? `${property}:${value.join(':').trim()}` : ''
    })
    .filter(Boolean)
    .join(';')
}
