import { escapeXmlText, type WriteOlx } from '../../runtime/olx/index.js'

/** Writes an html block: its text stands inside the element, escaped, so that any HTML comes back as it was. */
export const writeHtmlOlx: WriteOlx = ({ content: { data } }) => ({
  said: ['data', 'filename', 'file_name'],
  inside: typeof data === 'string' ? escapeXmlText(data) : '',
})
