import { html, type Publication, type SafeHtml } from '../../runtime/index.js'

/** The list of what is published. @param isAuthor whether the way to the pages of authors is there */
export function homePage(base: string, publications: readonly Publication[], isAuthor = false): SafeHtml {
  const courses = publications.filter(({ kind }) => kind === 'course')
  const libraries = publications.filter(({ kind }) => kind === 'library')
  return html`<h1>Courses</h1>
    ${
      courses.length === 0
        ? html`<p>Nothing is published yet. Import a course: <code>unit-compositor import PATH</code></p>`
        : html`<ul class="cards">
            ${courses.map((course) => card(base, course))}
          </ul>`
    }
    ${
      libraries.length > 0
        ? html`<h2>Libraries</h2>
            <ul class="cards">
              ${libraries.map((library) => card(base, library))}
            </ul>`
        : ''
    }
    ${isAuthor && html`<p><a href="${base}/author/libraries">Libraries of authors</a></p>`}`
}

function card(base: string, { context, title, unitCount, version }: Publication): SafeHtml {
  return html`<li>
    <a href="${base}/contexts/${encodeURIComponent(context)}"><strong>${title}</strong></a>
    <span>${unitCount} ${unitCount === 1 ? 'unit' : 'units'}</span>
    <small><code>${context}</code> · version ${version.slice(0, 8)}</small>
  </li>`
}
