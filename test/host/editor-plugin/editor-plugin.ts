import {
  Block,
  block,
  choicesFor,
  date,
  definePlugin,
  Fragment,
  handler,
  html,
  integer,
  list,
  optional,
  string,
  view,
} from 'unit-compositor'

/** Of the fields together: from the lowest to the highest. */
const inOrder = ({ low, high }: { readonly low: number; readonly high: number }) =>
  low > high ? { low: `The lowest (${low}) is above the highest (${high}).` } : {}

/** A block whose form is made of every kind of field option. */
@block('span', { validateFields: inOrder })
export class Span extends Block({
  content: {
    steps: list(string(), ['walk', 'run'], { label: 'Steps' }),
    text: string('', { label: 'Text', html: true }),
  },
  settings: {
    displayName: string('Span', { label: 'Title' }),
    low: integer(1, { label: 'Lowest', min: 0, max: 100 }),
    high: integer(9, { label: 'Highest', min: 0, max: 100 }),
    code: string('', { label: 'Code', pattern: /[A-Z]\d/, help: 'A letter and a digit.' }),
    opens: date({ label: 'Opens' }),
    shown: list(string(), [], { label: 'Shown steps', choicesFrom: 'steps' }),
    room: optional(string(), { label: 'Room' }),
    old: string('', { label: 'Old name', rare: true }),
  },
}) {
  @choicesFor('room') rooms() {
    return [{ value: 'a1', label: 'Aula' }, `after ${this.steps.length} steps`]
  }
  @view studentView() {
    return new Fragment(html`<p>From ${this.low} to ${this.high}</p>`)
  }
}

/** A block with an editor and a preview of its own. */
@block('scale', { validateFields: inOrder })
export class Scale extends Block({
  settings: { displayName: string('Scale'), low: integer(1), high: integer(9) },
}) {
  @view studentView() {
    return new Fragment(html`<p>From ${this.low} to ${this.high}</p>`)
  }
  @view authorView() {
    return new Fragment(html`<p>A preview from ${this.low} to ${this.high}</p>`)
  }
  @view studioView() {
    const { low, high } = this
    return new Fragment(html`<form class="scale-editor">
      <p><label>Lowest <input name="low" type="number" value="${low}" /></label></p>
      <p><label>Highest <input name="high" type="number" value="${high}" /></label></p>
      <p>
        <button>Save</button> <button type="button" name="cancel">Cancel</button>
        <button type="button" name="suggest">Suggest</button>
      </p>
    </form>`).initializeJs('scale-editor.js')
  }
  @handler({ for: 'author' }) suggest() {
    return { low: this.low, high: this.low + 10 }
  }
}

export default definePlugin({
  name: 'editors',
  blocks: [Span, Scale],
  client: new URL('client/', import.meta.url),
})
