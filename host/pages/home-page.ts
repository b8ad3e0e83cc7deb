import { html, type Publication, type SafeHtml } from '../../runtime/index.js'
import type { PageWords } from '../words/index.js'

/** The list of what is published. @param isAuthor whether the way to the pages of authors is there */
export function homePage(
  words: PageWords,
  base: string,
  publications: readonly Publication[],
  isAuthor = false,
): SafeHtml {
  const isPathway = ({ context }: Publication) => context.startsWith('lx-pathway:')
  const courses = publications.filter((one) => one.kind === 'course' && !isPathway(one))
  const pathways = publications.filter(isPathway)
  const libraries = publications.filter(({ kind }) => kind === 'library')
  return html`<h1>${words.say('Courses')}</h1>
    ${
      courses.length === 0
        ? html`<p>${words.sayHtml('Nothing is published yet. Import a course: <code>unit-compositor import PATH</code>', { code: (inside) => html`<code dir="ltr">${inside}</code>` })}</p>`
        : html`<ul class="cards">
            ${courses.map((course) => card(words, base, course))}
          </ul>`
    }
    ${
      pathways.length > 0 &&
      html`<h2>${words.say('Pathways')}</h2>
        <ul class="cards">
          ${pathways.map((pathway) => card(words, base, pathway, words.say('{count, plural, one {# block} other {# blocks}}', { count: pathway.unitCount })))}
        </ul>`
    }
    ${
      libraries.length > 0
        ? html`<h2>${words.say('Libraries')}</h2>
            <ul class="cards">
              ${libraries.map((library) => card(words, base, library))}
            </ul>`
        : ''
    }
    ${isAuthor && html`<p><a href="${base}/author/libraries">${words.say('Libraries of authors')}</a> · <a href="${base}/author/pathways">${words.say('Pathways of authors')}</a></p>`}`
}

function card(
  words: PageWords,
  base: string,
  { context, title, unitCount, version }: Publication,
  counted = words.say('{count, plural, one {# unit} other {# units}}', { count: unitCount }),
): SafeHtml {
  return html`<li>
    <a href="${base}/contexts/${encodeURIComponent(context)}"><strong dir="auto">${title}</strong></a>
    <span>${counted}</span>
    <small><code dir="ltr">${context}</code> · ${words.say('version {version}', { version: version.slice(0, 8) })}</small>
  </li>`
}
