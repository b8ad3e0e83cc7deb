import { sharedBlocks } from './shared-blocks.js'

/**
 * A unit of 32 trivial blocks as XBlock Python has it: definitions and usages in dicts, what learners stored in another, plain
 * keys; each round reads the record, makes the blocks anew and renders the unit.
 */
export const trivialUnit = String.raw`
import json, sys, time
from web_fragments.fragment import Fragment
from xblock.core import XBlock
from xblock.fields import Scope, String
from xblock.runtime import DictKeyValueStore, KeyValueStore, KvsFieldData, MemoryIdManager, Runtime
from html import escape

class Trivial(XBlock):
    text = String(scope=Scope.content, default="")
    def student_view(self, context=None):
        return Fragment("<p>" + escape(self.text) + "</p>")

${sharedBlocks}
class Bench(Addresses):
    def load_block_type(self, block_type): return {"trivial": Trivial, "holder": Holder}[block_type]

record = json.dumps([{"text": "Text %d" % number} for number in range(32)])

manager = MemoryIdManager()
store = DictKeyValueStore()
runtime = Bench(id_reader=manager, id_generator=manager, services={"field-data": KvsFieldData(store)}, default_class=None)
runtime.user_id = "learner"
Key = KeyValueStore.Key

def unit():
    root = manager.create_usage(manager.create_definition("holder"))
    children = []
    for fields in json.loads(record):
        definition = manager.create_definition("trivial")
        children.append(manager.create_usage(definition))
        store.set(Key(Scope.content, None, definition, "text"), fields["text"])
    store.set(Key(Scope.children, None, root, "children"), children)
    return runtime.render(runtime.get_block(root), "student_view").content.encode("utf-8")

rounds = json.load(sys.stdin)["rounds"]
assert unit().count(b"<p>") == 32
times = []
for _ in range(rounds):
    began = time.process_time()
    unit()
    times.append((time.process_time() - began) * 1000)
print(json.dumps(times[len(times) // 3:]))
`
