import type { Catalog } from '../../../runtime/index.js'

export default {
  'Back to the courses': 'Retour aux cours',
  'Check the address, or go back to the courses.': 'Vérifiez l’adresse ou revenez aux cours.',
  'Code: {code}': 'Code : {code}',
  Course: 'Cours',
  Courses: 'Cours',
  Done: 'Terminé',
  Edit: 'Modifier',
  Learner: 'Apprenant',
  'Learners do not see this any more.': 'Les apprenants ne voient plus ceci.',
  'Learners do not see this since {date}, when it was due.':
    'Les apprenants ne voient plus ceci depuis le {date}, date limite.',
  'Learners do not see this yet.': 'Les apprenants ne voient pas encore ceci.',
  'Learners do not see this: it is for staff only.':
    'Les apprenants ne voient pas ceci : c’est réservé à l’équipe.',
  'Learners see this from {date}.': 'Les apprenants verront ceci à partir du {date}.',
  'Libraries of authors': 'Bibliothèques des auteurs',
  Libraries: 'Bibliothèques',
  'Pathways of authors': 'Parcours des auteurs',
  Pathways: 'Parcours',
  'Nothing is published yet. Import a course: <code>unit-compositor import PATH</code>':
    'Rien n’est encore publié. Importez un cours : <code>unit-compositor import PATH</code>',
  'Only learners of some groups see this.': 'Seuls les apprenants de certains groupes voient ceci.',
  'Sign in to go on': 'Connectez-vous pour continuer',
  'Sign in': 'Se connecter',
  'Skip to the content': 'Aller au contenu',
  'Something went wrong here': 'Une erreur s’est produite',
  Switch: 'Changer',
  'That did not work': 'Cela n’a pas fonctionné',
  'The page could not be made. Please try again in a moment.':
    'La page n’a pas pu être créée. Réessayez dans un instant.',
  'This page does not exist': 'Cette page n’existe pas',
  'This page is shown to people who have signed in, and you have not, or no longer are.':
    'Cette page est réservée aux personnes connectées ; vous ne l’êtes pas, ou ne l’êtes plus.',
  Units: 'Unités',
  'What learners see': 'Ce que voient les apprenants',
  'What learners submitted here': 'Ce que les apprenants ont remis ici',
  'Your score in the open sections: <strong>{earned} of {possible}</strong> points.':
    'Votre score dans les sections ouvertes : <strong>{earned} sur {possible}</strong> points.',
  'Your score so far: <strong>{earned} of {possible}</strong> points.':
    'Votre score jusqu’ici : <strong>{earned} sur {possible}</strong> points.',
  'version {version}': 'version {version}',
  '{count, plural, one {# block} other {# blocks}}': '{count, plural, one {# bloc} other {# blocs}}',
  '{count, plural, one {# unit} other {# units}}': '{count, plural, one {# unité} other {# unités}}',
  '{earned} of {possible}': '{earned} sur {possible}',
  '{pages, plural, one {# page is} other {# pages are}} not counted yet.':
    '{pages, plural, one {# page n’est pas encore comptée} other {# pages ne sont pas encore comptées}}.',
  '{place} of {count}': '{place} sur {count}',
} satisfies Catalog
