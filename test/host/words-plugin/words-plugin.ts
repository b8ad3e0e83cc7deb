import { Block, block, definePlugin, Fragment, html, I18n, string, view } from '../../../runtime/index.js'

/** How often the views of this plugin were made, by type. */
export const made = { greeting: 0, moment: 0 }

@block('greeting')
class Greeting extends Block({ settings: { displayName: string('Greeting') } }) {
  @view studentView() {
    made.greeting++
    const i18n = this.service(I18n)
    const said = i18n.ngettext('{n} try', '{n} tries', 2).replace('{n}', '2')
    return new Fragment(html`<p>${i18n.gettext('Hello')}: ${said}</p>`).initializeJs('greeting.js', {
      tries: 1,
    })
  }
  @view studioView() {
    const question = this.service(I18n).gettext('How is it said?')
    return new Fragment(html`<p class="asked">${question}</p>`).initializeJs('greeting.js', { tries: 1 })
  }
  @view studentViewData() {
    return { greeting: this.service(I18n).gettext('Hello') }
  }
}

@block('moment')
class Moment extends Block({
  settings: {
    hour: string('12', {
      label: 'Hour',
      help: 'Of the day.',
      values: ['12', '18'],
      valueLabels: { 12: 'Noon', 18: 'Evening' },
    }),
  },
}) {
  @view studentView() {
    made.moment++
    const i18n = this.service(I18n)
    const noon = Date.UTC(2026, 0, 5, 12)
    return new Fragment(html`<p>${i18n.formatDate(noon, { hour: 'numeric', hour12: false })}</p>`)
  }
}

export default definePlugin({
  name: 'words',
  blocks: [Greeting, Moment],
  catalogues: new URL('./locale/', import.meta.url),
  client: new URL('./client/', import.meta.url),
})
