import { escapeXmlAttribute, escapeXmlText, innerHtml, type ReadOlx, type WriteOlx } from 'unit-compositor'
import { story, type Step } from './story.js'

/** `<step name="gate" title="…"><text>HTML</text><choice to="yard">…</choice></step>`, the first one first. */
export const readStory: ReadOlx = (element, { content, settings }, { report }) => {
  const steps = element.elements('step').map((one): Step => {
    const worth = Number(one.attribute('worth') ?? 0)
    if (!(worth >= 0 && worth <= 1)) {
      const { line, column } = one
      report({ level: 'warning', code: 'olx-attribute', line, column, message: 'worth is from 0 to 1.' })
    }
    const text = one.element('text')
    return {
      name: one.attribute('name') ?? '',
      title: one.attribute('title') ?? '',
      text: text ? innerHtml(text).trim() : '',
      choices: one.elements('choice').map((choice) => ({
        to: choice.attribute('to') ?? '',
        label: choice.text().trim(),
      })),
      worth: worth >= 0 && worth <= 1 ? worth : 0,
    }
  })
  return { content: { ...content, steps }, settings, children: [] }
}

export const writeStory: WriteOlx = ({ content: { steps } }) => ({
  said: ['steps'],
  inside: story
    .parse(steps ?? [])
    .map(({ name, title, text, choices, worth }) => {
      const links = choices.map(
        ({ to, label }) => `<choice to="${escapeXmlAttribute(to)}">${escapeXmlText(label)}</choice>`,
      )
      const points = worth === 0 ? '' : ` worth="${worth}"`
      const attributes = `name="${escapeXmlAttribute(name)}" title="${escapeXmlAttribute(title)}"${points}`
      return `<step ${attributes}><text>${escapeXmlText(text)}</text>${links.join('')}</step>`
    })
    .join(''),
})
