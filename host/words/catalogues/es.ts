import type { Catalog } from '../../../runtime/index.js'

export default {
  'Back to the courses': 'Volver a los cursos',
  'Check the address, or go back to the courses.': 'Comprueba la dirección o vuelve a los cursos.',
  'Code: {code}': 'Código: {code}',
  Course: 'Curso',
  Courses: 'Cursos',
  Done: 'Hecho',
  Edit: 'Editar',
  Learner: 'Estudiante',
  'Learners do not see this any more.': 'Los estudiantes ya no ven esto.',
  'Learners do not see this since {date}, when it was due.':
    'Los estudiantes no ven esto desde el {date}, cuando venció el plazo.',
  'Learners do not see this yet.': 'Los estudiantes todavía no ven esto.',
  'Learners do not see this: it is for staff only.':
    'Los estudiantes no ven esto: es solo para el profesorado.',
  'Learners see this from {date}.': 'Los estudiantes ven esto desde el {date}.',
  'Libraries of authors': 'Bibliotecas de autores',
  Libraries: 'Bibliotecas',
  'Pathways of authors': 'Itinerarios de autores',
  Pathways: 'Itinerarios',
  'Nothing is published yet. Import a course: <code>unit-compositor import PATH</code>':
    'Todavía no hay nada publicado. Importa un curso: <code>unit-compositor import PATH</code>',
  'Only learners of some groups see this.': 'Solo lo ven los estudiantes de algunos grupos.',
  'Sign in to go on': 'Inicia sesión para continuar',
  'Sign in': 'Iniciar sesión',
  'Skip to the content': 'Saltar al contenido',
  'Something went wrong here': 'Algo ha fallado aquí',
  Switch: 'Cambiar',
  'That did not work': 'No ha funcionado',
  'The page could not be made. Please try again in a moment.':
    'No se pudo crear la página. Inténtalo de nuevo dentro de un momento.',
  'This page does not exist': 'Esta página no existe',
  'This page is shown to people who have signed in, and you have not, or no longer are.':
    'Esta página se muestra a quienes han iniciado sesión; tú no lo has hecho o tu sesión ha terminado.',
  Units: 'Unidades',
  'What learners see': 'Lo que ven los estudiantes',
  'What learners submitted here': 'Lo que entregaron los estudiantes aquí',
  'Your score in the open sections: <strong>{earned} of {possible}</strong> points.':
    'Tu puntuación en las secciones abiertas: <strong>{earned} de {possible}</strong> puntos.',
  'Your score so far: <strong>{earned} of {possible}</strong> points.':
    'Tu puntuación hasta ahora: <strong>{earned} de {possible}</strong> puntos.',
  'version {version}': 'versión {version}',
  '{count, plural, one {# block} other {# blocks}}': '{count, plural, one {# bloque} other {# bloques}}',
  '{count, plural, one {# unit} other {# units}}': '{count, plural, one {# unidad} other {# unidades}}',
  '{earned} of {possible}': '{earned} de {possible}',
  '{pages, plural, one {# page is} other {# pages are}} not counted yet.':
    '{pages, plural, one {# página aún no se ha contado} other {# páginas aún no se han contado}}.',
  '{place} of {count}': '{place} de {count}',
} satisfies Catalog
