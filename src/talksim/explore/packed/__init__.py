"""The quick search: states are numbers, and what an action does is looked up by what it reads.

From the ground up: a `recorder` notes what `twin` objects and `traced_dict` are asked for; a `layout` says
which bits of a number stand for what is in which cell; a `mirror` is a world of twins that can be put into
the state a number stands for; `footprint` keeps what actions did there by the cells they have read; `model`
is the `Model` that a search sees.
"""
