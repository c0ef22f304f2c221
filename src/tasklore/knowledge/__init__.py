"""Documents → passages → index → passages with their source → cited answers.

parsing/      a file becomes text with pages and headings, in a child process with limits
passages.py   text becomes passages that know where they stand in it
weights.py    a passage becomes a sparse vector
ranking.py    candidates of any engine become one order
answering.py  passages become sentences with citations, or a refusal
grounding.py  a model's sentences are held against the passages they cite
"""
