import { Prose } from '../prose.js'
import { numbers, problemXml, stressCase } from '../stress-unit.js'
import { sharedBlocks } from './shared-blocks.js'

/** Different units, in turn. */
const unitCount = 6

/** Records of units as {@link problemUnit} reads them: of each block its type, content and settings. */
export function problemUnits() {
  const records = numbers(unitCount).map((unit) => {
    const prose = new Prose(1_000_000 + unit)
    const text = ['html', { text: `<p>${prose.sentences(4)}</p><p>${prose.sentences(5)}</p>` }, {}]
    const problems = numbers(stressCase.shown, unit).map((number) => [
      'problem',
      { data: problemXml(number % stressCase.library) },
      { display_name: `Question ${number}`, max_attempts: 3, showanswer: 'attempted' },
    ])
    return JSON.stringify([text, ...problems])
  })
  return { units: records, choices: stressCase.shown * 4 }
}

/**
 * A unit of the stress case as XBlock Python and the problem block of `xblocks-contrib` have it: everything in dicts, nothing of
 * the LMS around it, no film, the text as it stands, templates kept once read. Packages that showing a choice does not use (NumPy, Shapely,
 * the sandbox ...) are stood in for where they are not installed; so is the cleaner of markup, which costs the peer nothing then.
 */
export const problemUnit = String.raw`
import importlib, json, os, random, sys, time, types

class Absent(types.ModuleType):
    __path__ = []
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return type(name, (Exception,), {})

def stand_in(name, **has):
    try: importlib.import_module(name)
    except ImportError:
        sys.modules[name] = module = Absent(name)
        module.__dict__.update(has)

class Off:
    def __init__(self, *given, **named): pass
    def is_enabled(self): return False

for name in ("nh3", "codejail", "codejail.safe_exec", "chem", "chem.chemcalc", "chem.miller", "chem.chemtools", "calc",
             "calc.functions", "calc.preview", "six", "six.moves", "symmath", "edx_toggles", "edx_django_utils", "submissions",
             "shapely", "shapely.geometry", "numpy", "path", "requests", "requests.auth", "requests.exceptions"):
    stand_in(name)
stand_in("edx_toggles.toggles", SettingToggle=Off)
stand_in("random2", **{name: getattr(random, name) for name in dir(random) if not name.startswith("__")})
stand_in("edx_django_utils.monitoring", function_trace=lambda *given, **named: (lambda traced: traced),
         set_custom_attribute=lambda *given: None, record_exception=lambda: None)

# The package itself imports every block, and with them the LMS's packages.
blocks = [entry + "/xblocks_contrib" for entry in sys.path if os.path.isdir(entry + "/xblocks_contrib/problem")]
if not blocks: raise ImportError("No module named 'xblocks_contrib'")
package = types.ModuleType("xblocks_contrib")
package.__path__ = blocks
sys.modules["xblocks_contrib"] = package

import django
from django.conf import settings
loaders = [("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])]
settings.configure(USE_I18N=False, TEMPLATES=[{
    "BACKEND": "django.template.backends.django.DjangoTemplates",
    "DIRS": [blocks[0] + "/problem/capa/templates"], "OPTIONS": {"loaders": loaders}}])
django.setup()

from web_fragments.fragment import Fragment
from xblock.core import XBlock, XBlockMixin
from xblock.fields import Boolean, Scope, String
from xblock.runtime import DictKeyValueStore, KeyValueStore, KvsFieldData, MemoryIdManager, Runtime
from xblocks_contrib.problem import ProblemBlock

class Key(str):
    block_type = "problem"
    def html_id(self): return self

class Keys(MemoryIdManager):
    def create_usage(self, definition):
        usage = super().create_usage(definition)
        named = Key(usage)
        self._usages[named] = self._usages.pop(usage)
        return named

class OfCourses(XBlockMixin):
    graded = Boolean(scope=Scope.settings, default=False)

class Text(XBlock):
    text = String(scope=Scope.content, default="")
    def student_view(self, context=None): return Fragment(self.text)

${sharedBlocks}
class Words:
    gettext = staticmethod(lambda text: text)
    ngettext = staticmethod(lambda one, many, count: one if count == 1 else many)

class User:
    opt_attrs = {"edx-platform.user_id": 1, "edx-platform.user_is_staff": False}
    def get_current_user(self): return self

class Sandbox:
    can_execute_unsafe_code = staticmethod(lambda: False)
    get_python_lib_zip = staticmethod(lambda: None)

class Links:
    replace_urls = staticmethod(lambda text, *given, **named: text)

class Bench(Addresses):
    is_author_mode = False
    resources_fs = None
    def load_block_type(self, block_type): return {"problem": ProblemBlock, "html": Text, "vertical": Holder}[block_type]

manager = Keys()
store = DictKeyValueStore()
runtime = Bench(id_reader=manager, id_generator=manager, default_class=None, mixins=[OfCourses], services={
    "field-data": KvsFieldData(store), "i18n": Words(), "user": User(), "cache": {}, "sandbox": Sandbox(),
    "xqueue": object(), "replace_urls": Links()})
runtime.user_id = "learner"
Named = KeyValueStore.Key

def unit(record):
    root = manager.create_usage(manager.create_definition("vertical"))
    children = []
    for kind, content, given in json.loads(record):
        definition = manager.create_definition(kind)
        usage = manager.create_usage(definition)
        children.append(usage)
        for name, value in content.items(): store.set(Named(Scope.content, None, definition, name), value)
        for name, value in given.items(): store.set(Named(Scope.settings, None, usage, name), value)
    store.set(Named(Scope.children, None, root, "children"), children)
    return runtime.render(runtime.get_block(root), "student_view").content.encode("utf-8")

asked = json.load(sys.stdin)
for record in asked["units"]:
    # What fails is fast, and must not be measured.
    assert unit(record).count(b'type="radio"') >= asked["choices"]
times = []
for round in range(asked["rounds"]):
    began = time.process_time()
    unit(asked["units"][round % len(asked["units"])])
    times.append((time.process_time() - began) * 1000)
print(json.dumps(times[len(times) // 3:]))
`
