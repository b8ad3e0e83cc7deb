import type { Catalog } from '../../../runtime/index.js'

export default {
  'Back to the courses': 'العودة إلى المقررات',
  'Check the address, or go back to the courses.': 'تحقق من العنوان أو عد إلى المقررات.',
  'Code: {code}': 'الرمز: {code}',
  Course: 'المقرر',
  Courses: 'المقررات',
  Done: 'تم',
  Edit: 'تحرير',
  Learner: 'المتعلم',
  'Learners do not see this any more.': 'لم يعد المتعلمون يرون هذا.',
  'Learners do not see this since {date}, when it was due.': 'لا يرى المتعلمون هذا منذ {date}، موعد التسليم.',
  'Learners do not see this yet.': 'لا يرى المتعلمون هذا بعد.',
  'Learners do not see this: it is for staff only.': 'لا يرى المتعلمون هذا: إنه لفريق العمل فقط.',
  'Learners see this from {date}.': 'يرى المتعلمون هذا ابتداءً من {date}.',
  'Libraries of authors': 'مكتبات المؤلفين',
  Libraries: 'المكتبات',
  'Pathways of authors': 'مسارات المؤلفين',
  Pathways: 'مسارات التعلم',
  'Nothing is published yet. Import a course: <code>unit-compositor import PATH</code>':
    'لم يُنشر شيء بعد. استورد مقررًا: <code>unit-compositor import PATH</code>',
  'Only learners of some groups see this.': 'لا يرى هذا إلا متعلمو بعض المجموعات.',
  'Sign in to go on': 'سجّل الدخول للمتابعة',
  'Sign in': 'تسجيل الدخول',
  'Skip to the content': 'انتقل إلى المحتوى',
  'Something went wrong here': 'حدث خطأ ما هنا',
  Switch: 'تبديل',
  'That did not work': 'لم ينجح ذلك',
  'The page could not be made. Please try again in a moment.': 'تعذّر إنشاء الصفحة. حاول مرة أخرى بعد قليل.',
  'This page does not exist': 'هذه الصفحة غير موجودة',
  'This page is shown to people who have signed in, and you have not, or no longer are.':
    'تُعرض هذه الصفحة لمن سجّلوا الدخول، وأنت لم تسجّل الدخول أو انتهت جلستك.',
  Units: 'الوحدات',
  'What learners see': 'ما يراه المتعلمون',
  'What learners submitted here': 'ما قدّمه المتعلمون هنا',
  'Your score in the open sections: <strong>{earned} of {possible}</strong> points.':
    'درجتك في الأقسام المفتوحة: <strong>{earned} من {possible}</strong> نقطة.',
  'Your score so far: <strong>{earned} of {possible}</strong> points.':
    'درجتك حتى الآن: <strong>{earned} من {possible}</strong> نقطة.',
  'version {version}': 'الإصدار {version}',
  '{count, plural, one {# block} other {# blocks}}':
    '{count, plural, zero {لا كتل} one {كتلة واحدة} two {كتلتان} few {# كتل} many {# كتلة} other {# كتلة}}',
  '{count, plural, one {# unit} other {# units}}':
    '{count, plural, zero {لا وحدات} one {وحدة واحدة} two {وحدتان} few {# وحدات} many {# وحدة} other {# وحدة}}',
  '{earned} of {possible}': '{earned} من {possible}',
  '{pages, plural, one {# page is} other {# pages are}} not counted yet.':
    '{pages, plural, zero {لا صفحات لم تُحتسب بعد} one {صفحة واحدة لم تُحتسب بعد} two {صفحتان لم تُحتسبا بعد} few {# صفحات لم تُحتسب بعد} many {# صفحة لم تُحتسب بعد} other {# صفحة لم تُحتسب بعد}}.',
  '{place} of {count}': '{place} من {count}',
} satisfies Catalog
