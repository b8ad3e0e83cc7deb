import type { Translations } from '../translations.js'

export default {
  'Back to the courses': {
    ar: 'العودة إلى المقررات',
    es: 'Volver a los cursos',
    fr: 'Retour aux cours',
    zh: '返回课程',
  },
  'Check the address, or go back to the courses.': {
    ar: 'تحقق من العنوان أو عد إلى المقررات.',
    es: 'Comprueba la dirección o vuelve a los cursos.',
    fr: 'Vérifiez l’adresse ou revenez aux cours.',
    zh: '请检查网址，或返回课程。',
  },
  'Code: {code}': {
    ar: 'الرمز: {code}',
    es: 'Código: {code}',
    fr: 'Code : {code}',
    zh: '代码：{code}',
  },
  Edit: {
    ar: 'تحرير',
    es: 'Editar',
    fr: 'Modifier',
    zh: '编辑',
  },
  Learner: {
    ar: 'المتعلم',
    es: 'Estudiante',
    fr: 'Apprenant',
    zh: '学习者',
  },
  Outline: {
    ar: 'المخطط',
    es: 'Contenido',
    fr: 'Plan du cours',
    zh: '大纲',
  },
  'Pages of this course': {
    ar: 'صفحات هذا المقرر',
    es: 'Páginas de este curso',
    fr: 'Pages de ce cours',
    zh: '本课程的页面',
  },
  'Sign in': {
    ar: 'تسجيل الدخول',
    es: 'Iniciar sesión',
    fr: 'Se connecter',
    zh: '登录',
  },
  'Sign in to go on': {
    ar: 'سجّل الدخول للمتابعة',
    es: 'Inicia sesión para continuar',
    fr: 'Connectez-vous pour continuer',
    zh: '请登录以继续',
  },
  'Skip to the content': {
    ar: 'انتقل إلى المحتوى',
    es: 'Saltar al contenido',
    fr: 'Aller au contenu',
    zh: '跳到正文',
  },
  'Something went wrong here': {
    ar: 'حدث خطأ ما هنا',
    es: 'Algo ha fallado aquí',
    fr: 'Une erreur s’est produite',
    zh: '出了点问题',
  },
  Switch: {
    ar: 'تبديل',
    es: 'Cambiar',
    fr: 'Changer',
    zh: '切换',
  },
  'That did not work': {
    ar: 'لم ينجح ذلك',
    es: 'No ha funcionado',
    fr: 'Cela n’a pas fonctionné',
    zh: '操作未成功',
  },
  'The page could not be made. Please try again in a moment.': {
    ar: 'تعذّر إنشاء الصفحة. حاول مرة أخرى بعد قليل.',
    es: 'No se pudo crear la página. Inténtalo de nuevo dentro de un momento.',
    fr: 'La page n’a pas pu être créée. Réessayez dans un instant.',
    zh: '无法生成页面，请稍后再试。',
  },
  'This page does not exist': {
    ar: 'هذه الصفحة غير موجودة',
    es: 'Esta página no existe',
    fr: 'Cette page n’existe pas',
    zh: '此页面不存在',
  },
  'This page is shown to people who have signed in, and you have not, or no longer are.': {
    ar: 'تُعرض هذه الصفحة لمن سجّلوا الدخول، وأنت لم تسجّل الدخول أو انتهت جلستك.',
    es: 'Esta página se muestra a quienes han iniciado sesión; tú no lo has hecho o tu sesión ha terminado.',
    fr: 'Cette page est réservée aux personnes connectées ; vous ne l’êtes pas, ou ne l’êtes plus.',
    zh: '此页面仅向已登录的用户显示，您尚未登录或登录已失效。',
  },
} as const satisfies Translations
