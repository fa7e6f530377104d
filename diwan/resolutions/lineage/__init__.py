"""The memory of earlier sessions: what a resolution continues, what is carried forward from it, what should end.

``passages`` lays paragraphs out for comparing, ``tracing`` finds the predecessor and compares, ``carrying`` takes lead
unit and focal point along, ``endings`` proposes what should end; ``years`` and ``beside`` tell of it on the pages.
"""
