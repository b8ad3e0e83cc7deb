import type { LibrarySettings } from '../../content/index.js'
import { html, type SafeHtml } from '../../runtime/index.js'

const fields = [
  ['title', 'Title'],
  ['description', 'Description'],
  ['licence', 'Licence'],
  ['language', 'Language'],
] as const

/** What a library says of itself, to be changed. @param address of the library's page */
export function librarySettingsForm(settings: LibrarySettings, address: string): SafeHtml {
  return html`<details class="author-making"><summary>Settings of this library</summary>
<form method="post" action="${address}/settings">${fields.map(([name, label]) => {
    const id = `setting-${name}`
    const value = settings[name]
    return html`<p class="field"><label for="${id}">${label}</label>${
      name === 'description'
        ? html`<textarea id="${id}" name="${name}" rows="3">${value}</textarea>`
        : html`<input id="${id}" name="${name}" value="${value}" autocomplete="off">`
    }</p>`
  })}
<button type="submit">Save</button></form></details>`
}
