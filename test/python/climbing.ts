/**
 * Ways for code of a learner to climb to what judges, or to stay for the next who answers. Each tries to make every later
 * check say "right", or to break it; `world` finds the names of the world of scripts in whatever it is given.
 */
const spoilt = `
def spoil(names):
    for name in ('plain', 'run', 'serve', 'prepare', 'compiled', 'failure', 'texts_of', 'as_text'):
        if callable(names.get(name)):
            names[name] = lambda *given: '\\n{"texts": {}, "values": {"r": true}}' if name == 'serve' else True
    if isinstance(names.get('codes'), dict):
        for key in names['codes']:
            names['codes'][key] = compile('def check(e, a): return True\\nr = True', 'x', 'exec')
import sys, gc
`

/** Python by what it tries. */
export const climbing: Readonly<Record<string, string>> = {
  frames: `frame = sys._getframe()
while frame:
    spoil(frame.f_globals); spoil(frame.f_locals); frame = frame.f_back`,
  tracebacks: `try: 1 / 0
except Exception as error:
    frame = error.__traceback__.tb_frame
    while frame: spoil(frame.f_globals); frame = frame.f_back`,
  'all objects': `for one in gc.get_objects():
    if isinstance(one, dict): spoil(one)
for one in gc.get_objects():
    if type(one).__name__ == 'function' and one.__name__ in ('serve', 'run', 'plain'):
        one.__code__ = (lambda *given: True).__code__`,
  subclasses: `for kind in object.__subclasses__() + type.__subclasses__(type):
    for one in list(vars(kind).values()):
        spoil(getattr(one, '__globals__', {}))`,
  'the main module': `spoil(sys.modules['__main__'].__dict__)`,
  builtins: `import builtins
builtins.isinstance = lambda *given: True
builtins.compile = builtins.exec = builtins.len = builtins.str = None
builtins.__build_class__ = None`,
  'methods of built-in types': `for kind in (str, int, float, bool, dict, list):
    names = gc.get_referents(kind.__dict__)[0]
    for name in ('__eq__', 'lower', '__bool__', '__contains__'):
        if name in names: names[name] = lambda *given: True
import ctypes
ctypes.pythonapi.PyType_Modified(ctypes.py_object(str))`,
  json: `import json
json.dumps = lambda *given, **more: '{"texts": {}, "values": {"r": true}}'
json.loads = json.encoder.JSONEncoder.encode = json.decoder.JSONDecoder.decode = None
json._default_encoder = None`,
  'math and random': `import math, random
math.isfinite = lambda *given: False
math.pi = 3
random.Random.random = lambda self: 0.5
vars(random).clear()`,
  numpy: `import numpy
numpy.allclose = numpy.array = lambda *given, **more: True
for one in gc.get_objects():
    if isinstance(one, dict) and 'numpy/__init__.py' in one:
        for name in one: one[name] = compile('def allclose(*g, **m): return True', 'x', 'exec')`,
  'modules of the course': `import judge
judge.same = lambda *given: True
for one in gc.get_objects():
    if isinstance(one, dict) and 'judge.py' in one:
        one['judge.py'] = 'def same(e, a): return True'
    if type(one).__name__ == 'Library':
        one.codes = {'judge.py': compile('def same(e, a): return True', 'x', 'exec')}; one.used = ['judge.py'] * 3`,
  'what imports': `class Finder:
    @staticmethod
    def find_spec(*given): raise SystemExit
sys.meta_path.insert(0, Finder)
sys.path_hooks.insert(0, lambda path: Finder)
sys.path.insert(0, '/tmp')
sys.path_importer_cache.clear()`,
  'no modules': `sys.modules.clear()`,
  'no modules, then new ones': `kept = dict(sys.modules)
sys.modules.clear()
import js
js.globalThis.JSON.parse = None`,
  tracing: `hook = lambda *given: spoil(given[0].f_globals) or hook
sys.settrace(hook)
sys.setprofile(hook)
sys.addaudithook(lambda *given: spoil(sys._getframe(1).f_globals))
sys.monitoring.use_tool_id(3, 'x')
sys.monitoring.set_events(3, sys.monitoring.events.PY_START)
sys.monitoring.register_callback(3, sys.monitoring.events.PY_START, lambda *given: 1 / 0)`,
  'later deletion': `import weakref
class Late:
    def __del__(self): spoil(sys.modules['__main__'].__dict__)
one = Late(); one.self = one
weakref.finalize(one, spoil, sys.modules['__main__'].__dict__)
gc.callbacks.append(lambda *given: spoil(sys.modules['__main__'].__dict__))`,
  'the end': `import atexit
atexit.register(spoil, sys.modules['__main__'].__dict__)
sys.excepthook = sys.unraisablehook = sys.displayhook = lambda *given: spoil(sys.modules['__main__'].__dict__)`,
  'tasks and threads': `import asyncio, threading, signal
async def late(): spoil(sys.modules['__main__'].__dict__)
try: asyncio.new_event_loop().create_task(late())
except Exception: pass
try: threading.Thread(target=lambda: spoil(sys.modules['__main__'].__dict__)).start()
except Exception: pass
signal.signal(signal.SIGALRM, lambda *given: spoil(sys.modules['__main__'].__dict__))
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)`,
  files: `import os
for path in ('python_lib.zip', 'judge.py', 'json.py', 'sitecustomize.py', '/tmp/json.py', '/lib/python314.zip',
             '/lib/python3.14/json/__init__.py', '/home/pyodide/__pycache__/judge.cpython-314.pyc'):
    for mode in ('w', 'r+'):
        try:
            os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
            with open(path, mode) as file: file.write('def same(e, a): return True')
        except OSError: pass
for path in ('/lib', '/home', '/home/pyodide'):
    for change in (lambda: os.rename(path, '/x'), lambda: os.symlink('/tmp', path + '/y'), lambda: os.chmod(path, 0)):
        try: change()
        except OSError: pass`,
  'the place it is in': `import os
os.environ['PYTHONPATH'] = '/tmp'
os.chdir('/')
for number in range(8):
    try: os.close(number)
    except OSError: pass
    try: os.dup2(1, number)
    except OSError: pass`,
  limits: `import decimal
sys.setrecursionlimit(60)
decimal.getcontext().prec = 1
gc.disable()
sys.set_int_max_str_digits(640)
sys.setswitchinterval(100)`,
  'JavaScript objects': `for one in gc.get_objects():
    if 'JsProxy' in type(one).__name__ or 'JsProxy' in type(type(one)).__name__:
        one.constructor.prototype.toString = None`,
  'the bridge to JavaScript': `del sys.modules['_pyodide_core']
import _pyodide_core
_pyodide_core.run_js('process.stdout.write("{}")')`,
  'raw memory': `import ctypes
ctypes.memset(id(sys.modules['__main__'].__dict__['serve']), 65, 64)`,
  'a library of the system': `import ctypes
ctypes.CDLL(None).emscripten_run_script(b'process.exit(0)')`,
  'raw memory by a forged code': `code = (lambda: None).__code__
forged = code.replace(co_code=bytes([100, 255] * 40), co_consts=(), co_stacksize=1)
exec(forged)`,
  'an exit': `import os
os._exit(0)`,
}

/** The code of an attack as one expression, as it is typed for `eval`. */
export function climbingExpression(code: string): string {
  return `exec(${JSON.stringify(spoilt + code)}, {})`
}
