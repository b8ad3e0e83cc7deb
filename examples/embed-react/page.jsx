import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import 'unit-compositor/element'

/** A unit, and what the page hears of it. React 19 listens to `graded` by the property `ongraded`. */
function Unit({ src, token }) {
  const [score, setScore] = useState()
  const [left, setLeft] = useState()
  const [notice, setNotice] = useState('')
  return (
    <article>
      <composed-unit
        src={src}
        token={token}
        onsubmitted={() => setNotice('Your answer is kept.')}
        ongraded={({ detail }) => setScore(detail.unitScore)}
        oncompleted={({ detail: { completion } }) =>
          completion && setLeft(completion.blocks - completion.done)
        }
        onnavigated={(event) => {
          event.preventDefault()
          setNotice('That is for another day.')
        }}
      />
      <p className="standing" role="status">
        {notice} {score && `${score.earned} of ${score.possible} points.`} {left === 0 && 'All done.'}{' '}
        {left > 0 && `${left} to go.`}
      </p>
    </article>
  )
}

/** The units of today, as this site's own server gives them to whoever is signed in. */
function Today() {
  const [units, setUnits] = useState([])
  useEffect(() => {
    void fetch('/units.json')
      .then((response) => response.json())
      .then(setUnits)
  }, [])
  return units.map((unit) => <Unit key={unit.src} {...unit} />)
}

createRoot(document.querySelector('#today')).render(<Today />)
