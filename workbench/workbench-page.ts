import { html, trusted, type FragmentResource, type SafeHtml } from '../runtime/index.js'
import { directionOf } from '../runtime/words/index.js'
import { pageHead } from '../host/pages/index.js'
import { nameOf, people } from './person.js'
import { languages, timeZones } from './worlds.js'
import type { ScenarioEntry } from './stage-door.js'

/** Where the workbench has files for browsers. */
const client = (file: string) => `/client/${file}`

const doctype = trusted('<!doctype html>')

/** Views to look at, by what the page calls them. */
const views = [
  ['student_view', 'Student'],
  ['author_view', 'Author'],
  ['public_view', 'Public'],
] as const

const widths = [
  ['phone', 'Phone'],
  ['tablet', 'Tablet'],
  ['desktop', 'Desktop'],
] as const

/** The workbench itself: what to look at, a frame with the block, and panels about it. */
export function workbenchPage(
  scenarios: readonly ScenarioEntry[],
  findings: readonly string[],
  learner?: string,
  locales: readonly string[] = [],
): string {
  return html`${doctype}
<html lang="en">
${pageHead({ title: 'Workbench', client, styles: ['workbench.css'], script: 'workbench.js' })}
<body class="wb">
<header class="wb-bar">
<h1>Workbench</h1>
${learner !== undefined && html`<a href="/learner">Log of ${learner}</a>`}
<form id="place" class="wb-place">
<p class="wb-choice"><label for="scenario">Scenario</label><select id="scenario" name="scenario">${scenarioOptions(scenarios)}</select></p>
${segments(
  'Seen by',
  'person',
  people.map((one) => [one.id, nameOf(one)] as const),
)}
${segments('View', 'view', views)}
${segments('Width', 'width', widths)}
${selection('Language', 'locale', languages(locales))}
${selection(
  'Time zone',
  'zone',
  timeZones.map((zone) => [zone, zone.replaceAll('_', ' ')] as const),
)}
</form>
</header>
<main class="wb-stage">
<div id="findings" role="alert">${findingList(findings)}</div>
<div id="overlay" class="wb-failures"></div>
<div class="wb-canvas" id="canvas"><iframe id="frame" title="The block"></iframe></div>
</main>
<aside class="wb-side" aria-label="About the block">
<div role="tablist" aria-label="Panels" class="wb-tabs">
<button type="button" role="tab" id="tab-fields" aria-controls="fields" aria-selected="true">Fields</button>
<button type="button" role="tab" id="tab-history" aria-controls="history" aria-selected="false" tabindex="-1">Steps</button>
<button type="button" role="tab" id="tab-docs" aria-controls="docs" aria-selected="false" tabindex="-1">Docs</button>
<button type="button" role="tab" id="tab-accessibility" aria-controls="accessibility" aria-selected="false" tabindex="-1">Accessibility</button>
</div>
<div role="tabpanel" id="fields" aria-labelledby="tab-fields" tabindex="0"></div>
<div role="tabpanel" id="history" aria-labelledby="tab-history" tabindex="0" hidden></div>
<div role="tabpanel" id="docs" aria-labelledby="tab-docs" tabindex="0" hidden></div>
<div role="tabpanel" id="accessibility" aria-labelledby="tab-accessibility" tabindex="0" hidden></div>
<p class="wb-reset"><button type="button" id="reset">Reset everything</button>
<span>Forgets what learners did and what you changed in this scenario. You can step back to it.</span></p>
</aside>
<p id="status" class="wb-status" role="status"></p>
</body>
</html>
`.text
}

/** The scenarios to choose from, by plugin. */
export function scenarioOptions(scenarios: readonly ScenarioEntry[]): SafeHtml {
  const plugins = [...new Set(scenarios.map(({ plugin }) => plugin))]
  return html`${plugins.map(
    (plugin) =>
      html`<optgroup label="${plugin}">${scenarios
        .filter((one) => one.plugin === plugin)
        .map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</optgroup>`,
  )}`
}

/** What is wrong with plugins, scenarios and sources. */
export function findingList(findings: readonly string[]): SafeHtml {
  if (findings.length === 0) return html``
  return html`<ul class="wb-findings">${findings.map((one) => html`<li>${one}</li>`)}</ul>`
}

/** The page in the frame: a scenario in one view, and nothing else. @param locale of whoever looks */
export function blockPage(
  title: string,
  content: SafeHtml,
  resources: readonly FragmentResource[],
  locale = 'en',
): string {
  return html`${doctype}
<html lang="en">
${pageHead({ title, client, styles: ['workbench-frame.css'], resources })}
<body>
<main id="main" lang="${locale}" dir="${directionOf(locale)}" data-locale="${locale}">
<h1 class="wb-frame-title" lang="en">${title}</h1>
${content}
</main>
</body>
</html>
`.text
}

function selection(
  label: string,
  name: string,
  choices: readonly (readonly [value: string, label: string])[],
): SafeHtml {
  return html`<p class="wb-choice"><label for="${name}">${label}</label><select id="${name}" name="${name}">${choices.map(
    ([value, text]) => html`<option value="${value}">${text}</option>`,
  )}</select></p>`
}

function segments(
  legend: string,
  name: string,
  choices: readonly (readonly [value: string, label: string])[],
): SafeHtml {
  return html`<fieldset class="wb-choice"><legend>${legend}</legend><span class="wb-segments">${choices.map(
    ([value, label]) =>
      html`<label><input type="radio" name="${name}" value="${value}"> <span>${label}</span></label>`,
  )}</span></fieldset>`
}
