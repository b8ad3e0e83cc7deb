const names = ['scenario', 'person', 'view', 'width', 'locale', 'zone'] as const
const defaults = { person: 'ada', view: 'student_view', width: 'desktop', locale: 'en', zone: 'UTC' }

/** What is looked at: a scenario, by whom, in which view, width, language and time zone, and when. It stands in the page's address too. */
export class Place {
  /** `now`, or the number of a step. */
  at = 'now'
  onChange: () => void = () => undefined

  constructor(private readonly form: HTMLFormElement) {
    const asked = new URLSearchParams(location.search)
    for (const name of names) {
      const wanted = asked.get(name) ?? ('person' in defaults && name !== 'scenario' ? defaults[name] : '')
      if (wanted !== '') this.choose(name, wanted)
    }
    form.addEventListener('change', () => {
      this.at = 'now'
      history.replaceState(null, '', `?${this.chosen().toString()}`)
      this.onChange()
    })
    form.addEventListener('submit', (event) => event.preventDefault())
  }

  get scenario(): string {
    return this.chosen().get('scenario') ?? ''
  }

  get width(): string {
    return this.chosen().get('width') ?? defaults.width
  }

  /** Where the scenario is, for this person and time. */
  get address(): string {
    const chosen = this.chosen()
    const [person, locale, zone] = (['person', 'locale', 'zone'] as const).map(
      (name) => chosen.get(name) ?? defaults[name],
    )
    const isElsewhere = locale !== defaults.locale || zone !== defaults.zone
    const named = isElsewhere ? [person, locale, zone].join('~') : (person ?? '')
    return `/scenarios/${encodeURIComponent(this.scenario)}/as/${encodeURIComponent(named)}/at/${this.at}`
  }

  get viewAddress(): string {
    return `${this.address}/views/${this.chosen().get('view') ?? defaults.view}`
  }

  private chosen(): URLSearchParams {
    const chosen = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === 'string') chosen.set(name, value)
    }
    return chosen
  }

  private choose(name: string, value: string): void {
    for (const control of this.form.elements) {
      if (control instanceof HTMLInputElement && control.name === name)
        control.checked = control.value === value
      else if (control instanceof HTMLSelectElement && control.name === name) {
        if ([...control.options].some((option) => option.value === value)) control.value = value
      }
    }
  }
}
