// @ts-check
// Stands in each page of a package, in the frame that it is held in: what packages look for as `API` (SCORM 1.2) and `API_1484_11` (2004).
// The frame's name carries the values from page to page, as these have no origin to keep anything in.
;(() => {
  /** @typedef {{ name: string, access: string, value: string, range?: [number, number] }} Rule */
  /** @type {{ scorm: string, values: Record<string, string>, rules: Rule[] }} */
  let known = { scorm: '', values: {}, rules: [] }
  try {
    const named = JSON.parse(window.name)
    if (named && typeof named.scorm === 'string') known = named
  } catch {
    // A frame of the package's own, which has a name of its own.
  }
  /** @param {object} message */
  const tell = (message) => window.parent.postMessage(message, '*')
  // What a frame within says goes on to the page that opened this.
  window.addEventListener('message', ({ source, data }) => {
    if (source !== window && source !== window.parent && data && data.scorm) tell(data)
  })

  /** @param {boolean} isNewer @param {Record<string, string>} codes */
  const api = (isNewer, codes) => {
    let [state, error] = ['new', '0']
    /** @param {string} code @param {string} value */
    const say = (code, value) => ((error = code), value)
    /** @param {string} name */
    const ruleOf = (name) => known.rules.find((rule) => new RegExp(rule.name).test(name))
    /** @param {string} name */
    const countOf = (name) => {
      const below = name.slice(0, -'_count'.length)
      const places = Object.keys(known.values).flatMap((one) =>
        one.startsWith(below) ? [Number(one.slice(below.length).split('.')[0])] : [],
      )
      return String(Math.max(-1, ...places.filter((place) => place >= 0)) + 1)
    }
    const methods = {
      Initialize: () => {
        if (state !== 'new') return say(codes.again ?? '', 'false')
        state = 'open'
        return say('0', 'true')
      },
      Terminate: () => {
        if (state !== 'open') return say(codes.endEarly ?? '', 'false')
        state = 'ended'
        tell({ scorm: 'end' })
        return say('0', 'true')
      },
      /** @param {string} name */
      GetValue: (name) => {
        if (state !== 'open') return say(codes.getEarly ?? '', '')
        if (name === 'cmi._version') return say('0', isNewer ? '1.0' : '3.4')
        if (name.endsWith('._count')) return say('0', countOf(name))
        const rule = ruleOf(name)
        if (!rule && known.rules.length > 0) return say('401', '')
        if (rule?.access === 'w') return say(codes.unread ?? '', '')
        const value = known.values[name]
        return say(value === undefined && isNewer ? '403' : '0', value ?? '')
      },
      /** @param {string} name @param {unknown} given */
      SetValue: (name, given) => {
        if (state !== 'open') return say(codes.setEarly ?? '', 'false')
        const value = String(given)
        const rule = ruleOf(name)
        if (!rule && known.rules.length > 0) return say('401', 'false')
        if (rule?.access === 'r') return say(codes.readOnly ?? '', 'false')
        if (rule && !new RegExp(rule.value).test(value)) return say(codes.type ?? '', 'false')
        if (rule?.range && (Number(value) < rule.range[0] || Number(value) > rule.range[1]))
          return say(codes.range ?? '', 'false')
        known.values[name] = value
        if (known.scorm !== '') window.name = JSON.stringify(known)
        tell({ scorm: 'set', name, value })
        return say('0', 'true')
      },
      Commit: () => {
        if (state !== 'open') return say(codes.commitEarly ?? '', 'false')
        tell({ scorm: 'commit' })
        return say('0', 'true')
      },
      GetLastError: () => error,
      /** @param {string} code */
      GetErrorString: (code) => (code === '0' ? 'No error' : `Error ${code}`),
      /** @param {string} code */
      GetDiagnostic: (code) => `Error ${code || error}`,
    }
    if (isNewer) return methods
    const entries = Object.entries(methods).map(([name, method]) => [
      `LMS${name === 'Terminate' ? 'Finish' : name}`,
      method,
    ])
    return Object.fromEntries(entries)
  }
  const older = { again: '101', endEarly: '301', getEarly: '301', setEarly: '301', commitEarly: '301' }
  const newer = { again: '103', endEarly: '112', getEarly: '122', setEarly: '132', commitEarly: '142' }
  Object.assign(window, {
    API: api(false, { ...older, unread: '404', readOnly: '403', type: '405', range: '405' }),
    API_1484_11: api(true, { ...newer, unread: '405', readOnly: '404', type: '406', range: '407' }),
  })
})()
