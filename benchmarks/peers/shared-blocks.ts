/** What both units of XBlock Python are made with: a block that holds others, and a runtime's addresses. */
export const sharedBlocks = String.raw`class Holder(XBlock):
    has_children = True
    def student_view(self, context=None):
        whole = Fragment()
        for key in self.children:
            part = self.runtime.render(self.runtime.get_block(key), "student_view")
            whole.add_fragment_resources(part)
            whole.add_content(part.content)
        return whole

class Addresses(Runtime):
    def handler_url(self, block, handler_name, suffix="", query="", thirdparty=False):
        return "/handlers/%s/%s" % (block.scope_ids.usage_id, handler_name)
    def resource_url(self, resource): return "/" + resource
    def local_resource_url(self, block, uri): return "/" + uri
    def publish(self, block, event_type, event_data): pass
    # Else each block would look through all installed packages for asides.
    def applicable_aside_types(self, block): return []
`
